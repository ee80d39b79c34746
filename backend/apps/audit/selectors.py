"""Reads: entries by who, what, whence and when."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from apps.audit.models import Entry, Head

PAGE = 500


def entries(
    *,
    events: Sequence[str] = (),
    by: str = "",
    address: str = "",
    text: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Entry]:
    """Those that all of this is true of; what is left out lets everything pass. `text` is looked for in the facts."""
    found = Entry.objects.all()
    found = found.filter(event__in=events) if events else found
    found = found.filter(by=by) if by else found
    found = found.filter(address=address) if address else found
    found = found.filter(facts__icontains=text) if text else found
    found = found.filter(at__gte=since) if since else found
    return found.filter(at__lt=until) if until else found


def page_after(number: int, rows: QuerySet[Entry]) -> list[tuple[Entry, str]]:
    """The next ones of the chain after that number, in its order, each with the digest of the one before."""
    head = Head.objects.filter(pk=Head.ONLY).first() or Head()
    before = Entry.objects.filter(number=OuterRef("number") - 1).values("digest")
    found = rows.filter(number__gt=number).order_by("number").annotate(before=Subquery(before))
    first = head.kept_after_digest
    return [(entry, entry.before or (first if entry.number == head.kept_after + 1 else "")) for entry in found[:PAGE]]
