from django.db import migrations, models
from django.db.models.functions import Coalesce

from apps.core.index_operations import AddIndexBeside, RemoveIndexBeside


class Migration(migrations.Migration):
    """The queue is ordered fairly between people, no longer by time alone."""

    atomic = False

    dependencies = [("predictions", "0007_request_id")]

    operations = [
        migrations.AddField(
            "prediction", "turn", models.DateTimeField(help_text="Its place in the queue, where that is later than created_at says", null=True)
        ),
        RemoveIndexBeside("prediction", "waiting_order"),
        AddIndexBeside(
            "prediction",
            models.Index(
                models.F("kind"), Coalesce("turn", "created_at"), models.F("id"), name="waiting_order", condition=models.Q(status="queued")
            ),
        ),
    ]
