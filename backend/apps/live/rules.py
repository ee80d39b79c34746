"""What must hold among events."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery

from apps.core.rules import Rule
from apps.live.models import Event, Stream


def rules() -> Iterator[Rule]:
    """All rules."""
    newest = Event.objects.filter(user=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    yield Rule(
        Stream.objects.filter(Q(last_seq__lt=Subquery(newest)) | Q(trimmed_seq__gt=F("last_seq"))),
        "Its counter is behind its events, so the page may miss some.",
        "Restore a backup, or delete the user's events in the database: the page then loads its lists anew.",
    )
