"""How the versions of a model stand against others by people's votes: who wins, how often, and whether by chance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import comb

from django.contrib.auth.models import User
from django.db.models import Count, F, Q

from apps.catalogue.models import Model, Version
from apps.core.errors import Problem
from apps.predictions.models import Vote
from ml.intervals import wilson

WINNER, LOSER = "better__version", "worse__version"


@dataclass(frozen=True, slots=True)
class Standing:
    """Of the votes on answers of a version beside those of another to the same files, how many were for each."""

    version: Version
    other: Version
    won: int
    lost: int

    @property
    def share(self) -> float:
        """Of the votes that were for `version`."""
        return self.won / (self.won + self.lost)

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the share."""
        return wilson(self.won, self.won + self.lost)

    @property
    def chance(self) -> float:
        """Two-sided sign test: how likely so uneven votes are where people find both versions equally good."""
        votes, fewer = self.won + self.lost, min(self.won, self.lost)
        return min(1.0, 2 * sum(comb(votes, count) for count in range(fewer + 1)) / (1 << votes))


def standings(asker: User, slug: str) -> list[Standing]:
    """Of all versions of a model that have votes, the newest version first, and of one what has most votes first.

    Votes of all people count; models that `asker` may not see are left out. Raises Problem 404.
    """
    seen = Model.all_for(asker)
    if not seen.filter(slug=slug).exists():
        raise Problem(404, "There is no such model.")
    of_two = Vote.objects.exclude(**{WINNER: F(LOSER)}).filter(
        **{f"{WINNER}__model__in": seen, f"{LOSER}__model__in": seen}
    )
    mine = of_two.filter(Q(**{f"{WINNER}__model": slug}) | Q(**{f"{LOSER}__model": slug}))
    counts = Counter(
        {
            (winner, loser): count
            for winner, loser, count in mine.order_by().values_list(WINNER, LOSER).annotate(Count("pk"))
        }
    )
    versions = Version.objects.in_bulk({key for pair in counts for key in pair})
    found = [
        Standing(versions[one], versions[other], counts[one, other], counts[other, one])
        for one, other in _both_ways(counts)
        if versions[one].model_id == slug
    ]
    return sorted(found, key=lambda one: (-one.version.number, -one.won - one.lost, one.other.pk))


def _both_ways(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    return {pair for one, other in pairs for pair in ((one, other), (other, one))}
