from django.db import migrations, models
from django.db.models import Q

from apps.core.index_operations import AddIndexBeside


class Migration(migrations.Migration):
    """A prediction that is deleted can be had back for a moment."""

    atomic = False

    dependencies = [("predictions", "0008_turns")]

    operations = [
        migrations.AddField(
            "prediction",
            "trashed_at",
            models.DateTimeField(null=True, help_text="Deleted by its owner, who may still undo it"),
        ),
        AddIndexBeside("prediction", models.Index(fields=["trashed_at"], name="trashed_order", condition=Q(trashed_at__isnull=False))),
    ]
