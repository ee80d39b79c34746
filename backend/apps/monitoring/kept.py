"""Buckets that are over are counted once and kept in this process: a look at Operations reads what ended since.

So its cost does not grow with the table, nor with the span. What is deleted later still counts in a bucket that is
kept.
"""

import threading
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from apps.monitoring.buckets import Bucket, add, count
from apps.monitoring.spans import RANGES, Span

# Whatever ended is written by then: a worker waits for a locked database, and clocks differ a little.
SETTLED = timedelta(seconds=60)
# Each is a multiple of the one before.
LENGTHS = sorted(length for _, length in RANGES.values())
_SPANS = {length: whole for whole, length in RANGES.values()}
_kept: dict[int, dict[int, Bucket]] = {length: {} for length in LENGTHS}
_lock = threading.Lock()


def buckets_of(span: Span) -> dict[int, Bucket]:
    """Those of the span by where they begin, seconds since 1970, in their order.

    One after the other: two looks at once would count the same, and one would forget what the other is reading.
    """
    with _lock:
        found = _buckets(int(span.start.timestamp()), span.end, span.bucket_seconds)
    return {at: found[at] for at in sorted(found)}


def forget_all() -> None:
    """For tests: nothing is known of the one before."""
    for known in _kept.values():
        known.clear()


def _buckets(start: int, end: datetime, length: int) -> dict[int, Bucket]:
    """Those that are over, kept or counted now; what is not over yet is added up from shorter ones."""
    over = max(start, int((end - SETTLED).timestamp()) // length * length)
    found = _over(start, over, length)
    if length == LENGTHS[0]:
        return found | count(over, end, length)
    return found | _longer(_buckets(over, end, _shorter(length)), length)


def _over(start: int, over: int, length: int) -> dict[int, Bucket]:
    known = _kept[length]
    missing = [at for at in range(start, over, length) if at not in known]
    if len(missing) == 1 and length > LENGTHS[0]:
        # What is usually missing is the one that has just ended, whose parts are known.
        (at,) = missing
        known |= _longer(_over(at, at + length, _shorter(length)), length)
    elif missing:
        counted = count(missing[0], datetime.fromtimestamp(missing[-1] + length, UTC), length)
        known |= {at: counted[at] for at in missing}
    found = {at: known[at] for at in range(start, over, length)}
    for at in [at for at in known if at < over - _SPANS[length]]:
        known.pop(at, None)
    return found


def _shorter(length: int) -> int:
    return LENGTHS[LENGTHS.index(length) - 1]


def _longer(parts: dict[int, Bucket], length: int) -> dict[int, Bucket]:
    grouped: dict[int, list[Bucket]] = defaultdict(list)
    for at, part in parts.items():
        grouped[at // length * length].append(part)
    return {at: add(some) for at, some in grouped.items()}
