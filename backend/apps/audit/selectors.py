"""Reads: entries by who, what, whence and when."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

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
    return with_previous(rows.filter(number__gt=number).order_by("number")[:PAGE])


def with_previous(rows: Iterable[Entry]) -> list[tuple[Entry, str]]:
    """Some of them, each with the digest of the one before it in the chain. Two statements, however many they are."""
    entries = list(rows)
    head = Head.objects.filter(pk=Head.ONLY).first() or Head()
    numbers = {entry.number - 1 for entry in entries if entry.number}
    before = dict(Entry.objects.filter(number__in=numbers).values_list("number", "digest"))
    before.setdefault(head.kept_after, head.kept_after_digest)
    return [(entry, before.get((entry.number or 0) - 1, "")) for entry in entries]
