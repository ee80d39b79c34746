"""How often a link was used, and how often it may be on one day."""

from datetime import timedelta

from django.db.models import Case, F, PositiveIntegerField, Value, When
from django.utils import timezone

from apps.core.errors import Problem
from apps.sharing import links
from apps.sharing.models import Link


def require_room_today(link: Link) -> None:
    """Raises Problem 429 where as many files came by a link today as may come."""
    if link.uses_today >= link.most_a_day:
        detail = (
            f"This link takes {link.most_a_day} files a day, and today's have come. The next day begins at 0:00 UTC."
        )
        raise Problem(429, detail, retry_after=_seconds_to_midnight())


def count_use(link: Link) -> None:
    """One more, in the transaction that writes what was sent: of two at once the day's last place takes one.

    Raises:
        Problem: 429 as `require_room_today`; 404, 410 where the link ended meanwhile.
    """
    now = timezone.now()
    today = now.date()
    still_open = Link.objects.filter(pk=link.pk, revoked_at=None, expires_at__gt=now)
    room = still_open.exclude(used_on=today, uses_that_day__gte=F("most_a_day"))
    that_day = Case(
        When(used_on=today, then=F("uses_that_day") + 1), default=Value(1), output_field=PositiveIntegerField()
    )
    if not room.update(uses=F("uses") + 1, uses_that_day=that_day, used_on=today, last_used_at=now):
        require_room_today(links.still_open(link))
        raise Problem(429, "Two files came at once. Try again.", retry_after=1)


def _seconds_to_midnight() -> int:
    now = timezone.now()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((midnight - now).total_seconds()) + 1
