"""Some of many, and many in parts."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Element = TypeVar("Element")


def spread(elements: Sequence[Element], most: int | None) -> Sequence[Element]:
    """At most so many, at even distances, so that a list sorted by class or speaker gives some of each."""
    if most is None or len(elements) <= most:
        return elements
    return [elements[index * len(elements) // most] for index in range(most)]


def parts_of(elements: Sequence[Element], size: int) -> Iterator[Sequence[Element]]:
    """Cut into parts of so many, the last one shorter."""
    for first in range(0, len(elements), size):
        yield elements[first : first + size]
