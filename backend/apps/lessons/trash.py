"""Photos that their owner removed, and may have back for a moment."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.lessons.models import Photo
from apps.uploads import store
from apps.uploads.models import Upload

# The page offers it for ten seconds.
UNDO = timedelta(minutes=1)
# More go with the next sweep, a few seconds later.
REMOVED_AT_ONCE = 200


@transaction.atomic
def empty() -> None:
    """Delete what nobody has taken back in time. Part of the sweep."""
    late = Photo.objects.filter(trashed_at__lte=timezone.now() - UNDO).values_list("pk", flat=True)
    store.delete(Upload.objects.filter(pk__in=list(late[:REMOVED_AT_ONCE])))
