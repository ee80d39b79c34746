"""Entries that are old enough go, where SLIPWAY_AUDIT_DAYS says so; the chain then begins after the last of them."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.audit.chain import hold, is_sealed, seal
from apps.audit.models import Entry
from apps.core import audit

REMOVED_AT_ONCE = 5000


@transaction.atomic
def trim() -> int:
    """Remove the oldest entries, as long as each is too old. Returns how many.

    Nothing is removed below a head whose seal is wrong: what is there may be wanted as evidence.
    """
    head = hold() if settings.SLIPWAY.audit_days else None
    if head is None or not is_sealed(head):
        return 0
    limit = timezone.now() - timedelta(days=settings.SLIPWAY.audit_days)
    last = None
    for entry in Entry.objects.exclude(number=None).order_by("number")[:REMOVED_AT_ONCE]:
        if entry.at >= limit:
            break
        last = entry
    if last is None or last.number is None:
        return 0
    count, head.kept_after, head.kept_after_digest = last.number - head.kept_after, last.number, last.digest
    # First the head: the database lets only what lies before it go.
    seal(head)
    Entry.objects.filter(number__lte=last.number).delete()
    audit.note("audit_trimmed", entries=count, number=last.number, digest=last.digest)
    return count
