from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0007_models_of_one_person'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='default_grammar',
            field=models.CharField(blank=True, db_default='', default='', help_text='What is heard where a request says nothing', max_length=63),
        ),
    ]
