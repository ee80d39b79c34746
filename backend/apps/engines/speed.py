"""How long an item of a version takes on this installation."""

from django.db.models import F
from django.db.models.functions import Coalesce

from apps.catalogue.models import Version

NEWEST_WEIGHS = 0.1


def note_speed(version_id: int, seconds: float) -> None:
    """Mix the seconds per item of the newest batch into the version's moving average; the first one is taken whole."""
    known = Coalesce(F("seconds_per_item"), seconds)
    Version.objects.filter(pk=version_id).update(seconds_per_item=known * (1 - NEWEST_WEIGHS) + seconds * NEWEST_WEIGHS)
