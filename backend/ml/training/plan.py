"""Which items are computed together, for a whole run, known before it begins.

The plan depends on the seed, the epoch and the items alone. So a run that was killed goes on with the very batch that
came next, and any number of processes computes the same batches: each batch is cut into as many parts as there are
processes (times the parts of gradient accumulation), and `accelerate` deals the parts out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

SMALLEST_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Draw:
    """An item as it is seen in one epoch; `speed` is the factor by which sound is played faster."""

    epoch: int
    index: int
    speed: float = 1.0


Batch = list[Draw]
Plan = Callable[[int], list[Batch]]


def pictures(items: int, batch_size: int, parts: int, seed: int) -> Plan:
    """Batches of so many pictures in random order; a short last one is left out if it is less than a quarter of one."""

    def of_epoch(epoch: int) -> list[Batch]:
        order = np.random.default_rng([seed, epoch]).permutation(items)
        batches = [order[start : start + batch_size] for start in range(0, items, batch_size)]
        if len(batches) > 1 and len(batches[-1]) < max(2 * parts, SMALLEST_SHARE * batch_size):
            batches.pop()
        return [[Draw(epoch, int(index)) for index in batch] for batch in batches]

    return of_epoch


def sounds(
    seconds: Sequence[float], buckets: Sequence[float], *, seconds_per_batch: float, speed: float, parts: int, seed: int
) -> Plan:
    """Batches of clips of one bucket of length, after their change of speed, in random order.

    Args:
        seconds: the length of each clip; one that is longer than the largest bucket at its speed is played as it is.
        buckets: lengths in seconds, rising.
        speed: the farthest change of speed, 0.1 for 0.9 to 1.1.
    """
    lengths = np.asarray(seconds)

    def of_epoch(epoch: int) -> list[Batch]:
        random = np.random.default_rng([seed, epoch])
        speeds = random.uniform(1 - speed, 1 + speed, len(lengths))
        speeds[lengths / speeds > buckets[-1]] = 1.0
        places = np.searchsorted(buckets, lengths / speeds)
        order = random.permutation(len(lengths))
        batches: list[Batch] = []
        for place, bucket in enumerate(buckets):
            chosen = [Draw(epoch, int(index), float(speeds[index])) for index in order[places[order] == place]]
            size = max(parts, int(seconds_per_batch / bucket))
            batches += [filled(chosen[start : start + size], parts) for start in range(0, len(chosen), size)]
        return [batches[place] for place in random.permutation(len(batches))]

    return of_epoch


def filled(batch: Batch, parts: int) -> Batch:
    """A batch with at least one item for each part: the first ones again where there are too few."""
    return [batch[place % len(batch)] for place in range(max(parts, len(batch)))]


def cut(batch: Batch, parts: int) -> Iterator[Batch]:
    """A batch in parts of nearly the same size."""
    for part in np.array_split(np.arange(len(batch)), parts):
        yield [batch[place] for place in part]


@dataclass(frozen=True, slots=True)
class Parts:
    """The rest of an epoch as a batch sampler: all parts of the batches from `first` on, batch after batch."""

    batches: Sequence[Batch]
    parts: int
    first: int = 0

    def __len__(self) -> int:
        return (len(self.batches) - self.first) * self.parts

    def __iter__(self) -> Iterator[Batch]:
        for batch in self.batches[self.first :]:
            yield from cut(batch, self.parts)
