"""The curve of a run."""

from collections.abc import Sequence

from apps.training.models import Point

MOST = 2000


def thinned(points: Sequence[Point]) -> Sequence[Point]:
    """At most some 2,000 points, spread evenly, with the last one: more cannot be told apart on a screen."""
    every = -(-len(points) // MOST) or 1
    return [point for place, point in enumerate(reversed(points)) if place % every == 0][::-1]
