"""Arrays of one shape are computed together."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Shape = tuple[int, ...]


class Row(Protocol):
    """Something that stands for one array of a batch."""

    @property
    def array(self) -> NDArray[np.float32]:
        """One row of the batch, without the batch's axis."""


AnyRow = TypeVar("AnyRow", bound=Row)


def by_shape(rows: Iterable[AnyRow], limit: Callable[[Shape], int]) -> Iterator[list[AnyRow]]:
    """Rows of one shape each, a batch as soon as it is full, so that little waits in memory; the rests come last.

    The largest first: lanes that compute them side by side are done at nearly the same time when the last are small.

    Args:
        limit: how many rows of a shape make a full batch.
    """
    waiting: dict[Shape, list[AnyRow]] = {}
    for row in rows:
        batch = waiting.setdefault(row.array.shape, [])
        batch.append(row)
        if len(batch) >= limit(row.array.shape):
            yield waiting.pop(row.array.shape)
    yield from sorted(waiting.values(), key=lambda batch: len(batch) * batch[0].array.size, reverse=True)
