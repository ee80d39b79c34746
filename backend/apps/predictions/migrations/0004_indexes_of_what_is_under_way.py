import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from apps.core.index_operations import AddIndexBeside, RemoveIndexBeside, RemoveOwnIndexBeside


class Migration(migrations.Migration):
    """What waits or runs is a handful of a million rows: its indexes hold nothing else, and an answer writes fewer."""

    atomic = False

    dependencies = [
        ("predictions", "0003_kinds_of_the_table"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexBeside("prediction", models.Index(fields=["kind", "created_at", "id"], name="waiting_order", condition=Q(status="queued"))),
        AddIndexBeside("prediction", models.Index(fields=["lease_expires_at"], name="claimed_order", condition=Q(status="processing"))),
        AddIndexBeside("prediction", models.Index(fields=["completed_at"], name="ended_order", condition=Q(completed_at__isnull=False))),
        AddIndexBeside("prediction", models.Index(fields=["owner", "-created_at", "-id"], name="unanswered_of_owner", condition=Q(status__in=("failed", "canceled")))),
        AddIndexBeside("prediction", models.Index(fields=["-created_at", "-id"], name="unanswered_order", condition=Q(status__in=("failed", "canceled")))),
        RemoveIndexBeside("prediction", "queue_order"),
        RemoveIndexBeside("prediction", "lease_order"),
        RemoveIndexBeside("prediction", "figures_order"),
        # history_order begins with the owner too.
        RemoveOwnIndexBeside(
            "prediction",
            "owner",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="predictions", to=settings.AUTH_USER_MODEL),
        ),
    ]
