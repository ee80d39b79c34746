from django.db import migrations, models
from django.db.models import Q

from apps.core.index_operations import AddIndexBeside


class Migration(migrations.Migration):
    """A prediction keeps plain figures of its file; what people said is right is found by its version."""

    atomic = False

    dependencies = [("predictions", "0017_traceback")]

    operations = [
        migrations.AddField(
            "prediction",
            "traits",
            models.JSONField(null=True, help_text="Plain figures of the file, to tell whether files change (ml.drift)"),
        ),
        AddIndexBeside("prediction", models.Index(fields=["version", "-completed_at"], name="judged_of_version", condition=Q(feedback__isnull=False))),
    ]
