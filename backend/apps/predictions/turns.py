"""In which order the queue is answered: fairly between people, and each one's in the order in which they were sent.

What somebody sends has its turn at once, unless more of theirs of that kind waits: then at the moment at which that
would be done if nobody else were there. So a thousand files of one person stand before a file of another only by what
they cost until it was sent. Turns are moments of the clock and nobody is put before one that has passed, so everybody's
come (a "virtual clock": Zhang, SIGCOMM 1990).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from apps.predictions.models import Prediction

# Until a version has answered something.
SECONDS_PER_ITEM = 0.05
# Of sound that one second of a CPU computes, roughly: a version's average says little of one long recording.
SOUND_PER_SECOND = 50.0


def take_turns(rows: Sequence[Prediction], last: Mapping[str, datetime]) -> None:
    """Give new rows of one owner, in their order, their turns.

    Args:
        last: the last turn of what waits of that owner, by kind.
    """
    before = dict(last)
    for row in rows:
        earliest = before[row.kind] + _cost(row) if row.kind in before else row.created_at
        row.turn = earliest if earliest > row.created_at else None
        before[row.kind] = row.takes_turn_at


def _cost(row: Prediction) -> timedelta:
    seconds = row.version.seconds_per_item or SECONDS_PER_ITEM
    return timedelta(seconds=max(seconds, (row.upload.duration or 0) / SOUND_PER_SECOND))
