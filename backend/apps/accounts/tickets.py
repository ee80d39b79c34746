"""One-time tickets for the websocket, for programs that have no session cookie."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from apps.accounts.keys import digest_of
from apps.accounts.models import Ticket

GOOD_FOR = timedelta(seconds=60)


def issue_ticket(user: User) -> tuple[str, datetime]:
    """A new ticket and when it ends. Tickets that nobody used are removed on the way."""
    now = timezone.now()
    Ticket.objects.filter(expires_at__lte=now).delete()
    text = secrets.token_urlsafe(32)
    row = Ticket.objects.create(user=user, digest=digest_of(text), expires_at=now + GOOD_FOR)
    return text, row.expires_at


def redeem_ticket(ticket: str) -> User | None:
    """The user of a ticket, which is used up by this; None if it is unknown, used, too old or of a deactivated user."""
    found = Ticket.objects.select_related("user").filter(digest=digest_of(ticket)).first()
    if found is None:
        return None
    # Of two sockets that show the same ticket at once, only one deletes the row.
    deleted, _ = Ticket.objects.filter(pk=found.pk).delete()
    if not deleted or found.expires_at <= timezone.now() or not found.user.is_active:
        return None
    return found.user
