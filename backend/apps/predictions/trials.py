"""Tells the room of rollouts, which is above this one, what became of predictions that have a part in one."""

from collections.abc import Callable, Sequence

from apps.predictions.models import Prediction

# Called in the transaction that writes the rows.
Ended = Callable[[Sequence[Prediction]], None]
Judged = Callable[[Prediction], None]
_ended: list[Ended] = []
_judged: list[Judged] = []


def heard_by(ended: Ended, judged: Judged) -> None:
    """Called once when Django starts."""
    _ended.append(ended)
    _judged.append(judged)


def tell_ended(rows: Sequence[Prediction]) -> None:
    """A worker has ended these; nothing happens where none has a part in a rollout."""
    mine = [row for row in rows if row.trial]
    for hear in _ended if mine else ():
        hear(mine)


def tell_judged(row: Prediction) -> None:
    """A person has said what is right, or took it back."""
    for hear in _judged if row.trial else ():
        hear(row)
