from collections import Counter

from django.db import migrations, models


def count(apps, schema_editor):
    """Number the runs of each name by when they were asked for."""
    counted = Counter()
    runs = apps.get_model("training", "Run").objects.using(schema_editor.connection.alias)
    for run in runs.order_by("created_at", "id").only("slug"):
        counted[run.slug] += 1
        run.number = counted[run.slug]
        run.save(update_fields=["number"])


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0006_request_id'),
    ]

    operations = [
        migrations.AddField(
            model_name='run',
            name='number',
            field=models.PositiveIntegerField(db_default=1, default=1, help_text='Tells apart the runs that make a model of this name'),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
