from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0008_default_grammar_of_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='thresholds',
            field=models.JSONField(help_text='From which confidence on an answer is sure; null: one half', null=True),
        ),
    ]
