"""The chain: each entry's digest covers the digest of the one before, and the head says where it ends.

Whoever changes or removes an entry has to compute all later ones anew, and then the head, whose seal wants SECRET_KEY.
A head with a wrong seal is sealed again by the next entries, and an entry says so for good. Whoever has the key too can
still rewrite all of it: against this helps only what was written down elsewhere, as in syslog or in an export.
"""

import logging

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from apps.audit.line import canonical, digest_of
from apps.audit.models import Entry, Head
from apps.core.statements import save_fields

logger = logging.getLogger(__name__)
LINKED_AT_ONCE = 500
RESEALED = "audit_seal_changed"


@transaction.atomic
def link() -> int:
    """Give entries that have no place yet the next ones, in the order in which they were written. Returns how many.

    None where somebody else is at it: whoever does this in a request waits for nobody.
    """
    head = hold()
    waiting = list(Entry.objects.filter(number=None).order_by("pk")[:LINKED_AT_ONCE]) if head else []
    if not head or not waiting:
        return 0
    if head.number and not is_sealed(head):
        waiting.insert(0, _resealed(head))
    for entry in waiting:
        entry.number = head.number + 1
        entry.digest = digest_of(entry, head.digest)
        head.number, head.digest = entry.number, entry.digest
    save_fields(waiting, ["number", "digest"])
    seal(head)
    return len(waiting)


def hold() -> Head | None:
    """The head, locked until the transaction ends; None where somebody else has it."""
    heads = Head.objects.select_for_update(skip_locked=True).filter(pk=Head.ONLY)
    head = heads.first()
    if head is None and not Head.objects.exists():
        Head.objects.bulk_create([Head(pk=Head.ONLY)], ignore_conflicts=True)
        head = heads.first()
    return head


def seal(head: Head) -> None:
    """Write the head down, signed."""
    head.seal = _signer().signature(_state(head))
    head.save()


def is_sealed(head: Head) -> bool:
    """Whether this Slipway wrote the head, with its SECRET_KEY or one of the former ones."""
    try:
        _signer().unsign(f"{_state(head)}:{head.seal}")
    except BadSignature:
        return False
    return True


def _signer() -> Signer:
    return Signer(salt="slipway.audit")


def _resealed(head: Head) -> Entry:
    logger.error(
        "the head of the audit was not written by this Slipway, or SECRET_KEY has changed: entry %s", head.number
    )
    facts = canonical({"number": head.number, "digest": head.digest})
    return Entry.objects.create(at=timezone.now(), event=RESEALED, facts=facts)


def _state(head: Head) -> str:
    return f"{head.number} {head.digest} {head.kept_after} {head.kept_after_digest}"
