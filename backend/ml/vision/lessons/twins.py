"""Photos that show the same, by what they look like."""

from collections.abc import Sequence

from ml.vision.fingerprint import Fingerprint, near_pairs


def twin_groups(prints: Sequence[Fingerprint]) -> list[int]:
    """For each photo a number, the same for all that show the same: the place of the first of them."""
    first = list(range(len(prints)))

    def root(place: int) -> int:
        while first[place] != place:
            place = first[place]
        return place

    for one, other in near_pairs(prints):
        low, high = sorted((root(one), root(other)))
        first[high] = low
    return [root(place) for place in range(len(prints))]
