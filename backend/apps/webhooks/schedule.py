"""When a delivery that failed is tried again, and when a webhook is given a rest."""

import random
from datetime import datetime, timedelta

# Between one attempt and the next: ten attempts in three days, as the specification advises.
DELAYS = [
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
]  # fmt: skip
# Of each delay, so that what failed together does not come back together.
JITTER = 0.1
LONGEST_DELAY = timedelta(hours=24)
# After so many failures in a row nothing is sent for twice as long as before, up to this.
LONGEST_HOLD_SECONDS = 60
# Both: many at once may fail while a receiver starts anew, and one in a week says little.
PAUSED_AFTER, PAUSED_AFTER_FAILURES = timedelta(hours=24), 10


def next_try(tries: int, now: datetime, retry_after: float | None) -> datetime | None:
    """When to try again after so many tries, at least `retry_after` seconds from now; None: no more."""
    if tries > len(DELAYS):
        return None
    delay = DELAYS[tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - nobody gains by guessing it
    asked = timedelta(seconds=min(retry_after or 0, LONGEST_DELAY.total_seconds()))
    return now + max(delay, asked)


def hold(failures: int) -> timedelta:
    """How long a webhook is let alone that has failed so often in a row: what is down for one is down for all."""
    return timedelta(seconds=min(2 ** min(failures, 10), LONGEST_HOLD_SECONDS))


def shall_pause(failures: int, since: datetime, now: datetime) -> bool:
    """Whether a webhook that has failed so often and so long is left alone."""
    return failures >= PAUSED_AFTER_FAILURES and now - since >= PAUSED_AFTER
