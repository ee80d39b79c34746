import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from apps.core.index_operations import RemoveIndexBeside, RemoveOwnIndexBeside


class Migration(migrations.Migration):
    """What is old is found by its number, and what is a user's by the unique one: two indexes less for each event."""

    atomic = False

    dependencies = [
        ("live", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        RemoveIndexBeside("event", "live_event_at_ddc87c_idx"),
        RemoveOwnIndexBeside(
            "event",
            "user",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="events", to=settings.AUTH_USER_MODEL),
        ),
    ]
