"""What ended is counted once it is over, by the scheduler: no answer waits for it, and no row is locked by workers.

Forward, a quarter of a minute after the other; and after the first start of a Slipway that had predictions before,
backward as well, some hours at each look.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from apps.monitoring.buckets import count, longer
from apps.monitoring.kept import FIGURES, GAUGES, LEVELS, read, write
from apps.monitoring.models import Counted, KeptBucket
from apps.monitoring.spans import moment
from apps.predictions.models import Prediction

# Whatever ended is written by then: a worker waits for a locked database, and clocks differ a little.
SETTLED = timedelta(seconds=60)
SHORT, MIDDLE, LONG = sorted(LEVELS)
# After a pause of the scheduler so many steps at a look, of five minutes at most each.
STEPS = 24
# What was before waits longer than what is.
SECONDS_BACK = 1.0


def roll_up() -> None:
    """One look: count what is over by now."""
    catch_up(timezone.now())
    look_back(timezone.now())


def catch_up(now: datetime) -> None:
    """Count forward, up to what is over at `now`."""
    over = _floor(now - SETTLED, SHORT)
    for _ in range(STEPS):
        counted = _counted(now)
        if counted.until >= over or not _step(counted, over):
            return


def look_back(now: datetime) -> None:
    """Count some hours more of what was there before anybody counted."""
    end = time.monotonic() + SECONDS_BACK
    while _hour_back(now) and time.monotonic() < end:
        pass


def _hour_back(now: datetime) -> bool:
    """False where there is no earlier one."""
    counted, horizon = _counted(now), _floor(now - LEVELS[LONG], LONG)
    if counted.since <= horizon:
        return False
    earlier = Prediction.objects.filter(completed_at__gte=horizon, completed_at__lt=counted.since)
    newest = earlier.order_by("-completed_at").values_list("completed_at", flat=True).first()
    since = _floor(newest, LONG) if newest else horizon
    hour = count(since, min(since + timedelta(seconds=LONG), counted.since)) if newest else {}
    with transaction.atomic():
        if Counted.objects.filter(pk=Counted.ONLY, since=counted.since).update(since=since):
            if since >= now - LEVELS[MIDDLE]:
                write(longer(hour, MIDDLE), MIDDLE, FIGURES)
            write(longer(hour, LONG), LONG, FIGURES)
    return True


def _step(counted: Counted, over: datetime) -> bool:
    """Up to the end of five minutes at most. False where another scheduler has done it meanwhile."""
    start = counted.until
    end = min(over, _floor(start, MIDDLE) + timedelta(seconds=MIDDLE))
    found = count(start, end)
    with transaction.atomic():
        if not Counted.objects.filter(pk=Counted.ONLY, until=start).update(until=end):
            return False
        write(found, SHORT, FIGURES)
        for shorter, length in ((SHORT, MIDDLE), (MIDDLE, LONG)):
            if end == _floor(end, length):
                _fold(end - timedelta(seconds=length), shorter, length)
    if end == _floor(end, LONG):
        _tidy(end)
    return True


def _fold(start: datetime, shorter: int, length: int) -> None:
    parts = KeptBucket.objects.filter(length=shorter, at__gte=start, at__lt=start + timedelta(seconds=length))
    write(longer(read(parts), length), length, (*FIGURES, *GAUGES))


def _tidy(now: datetime) -> None:
    for length, kept in LEVELS.items():
        KeptBucket.objects.filter(length=length, at__lt=now - kept).delete()


def _counted(now: datetime) -> Counted:
    """It begins with a whole hour, so that the longest buckets are whole."""
    begin = _floor(now - timedelta(seconds=LONG), LONG)
    counted, _ = Counted.objects.get_or_create(pk=Counted.ONLY, defaults={"since": begin, "until": begin})
    return counted


def _floor(at: datetime, length: int) -> datetime:
    return moment(int(at.timestamp()) // length * length)
