"""One-time tickets for the websocket, for programs that have no session cookie."""

import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from apps.accounts.keys import digest_of
from apps.accounts.models import Ticket
from apps.accounts.rights import Right, standing

GOOD_FOR = timedelta(seconds=60)


def issue_ticket(right: Right) -> tuple[str, datetime]:
    """A new ticket and when it ends. Tickets that nobody used are removed on the way."""
    now = timezone.now()
    Ticket.objects.filter(expires_at__lte=now).delete()
    text = secrets.token_urlsafe(32)
    row = Ticket.objects.create(
        user_id=right.user, digest=digest_of(text), right=right.model_dump(), expires_at=now + GOOD_FOR
    )
    return text, row.expires_at


def redeem_ticket(ticket: str) -> Right | None:
    """The right that a ticket was made by, which uses it up; None if it is unknown, used or too old, or that ended."""
    found = Ticket.objects.filter(digest=digest_of(ticket)).first()
    if found is None:
        return None
    # Of two sockets that show the same ticket at once, only one deletes the row.
    deleted, _ = Ticket.objects.filter(pk=found.pk).delete()
    if not deleted or found.expires_at <= timezone.now() or found.right is None:
        return None
    right = Right.model_validate(found.right)
    return right if standing([right]) else None
