"""How a shadow stands: how much was mirrored, how often both agree, and whose answers people find better."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from apps.shadows.models import Choice, Difference, Shadow
from ml.sequential import Counted, interval, log_e_value

# The interval holds at all looks together in so many shadows but one of a hundred.
ALPHA = 0.01


@dataclass(frozen=True, slots=True)
class Agreement:
    """The share of answers that are the same, 0 to 1, with its interval at all looks together."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All of a shadow. The evidence is of an e-value's logarithm: that people find the one better, or the other."""

    seen: int
    same: int
    different: int
    failed: int
    agreement: Agreement | None
    votes: Mapping[Choice, int]
    log_e_candidate: float
    log_e_production: float


def figures_of(shadow: Shadow) -> Figures:
    """By one statement."""
    found = Difference.objects.filter(shadow=shadow).exclude(choice="").order_by().values_list("choice")
    votes = Counter(dict(found.annotate(Count("pk"))))
    ours, theirs = votes[Choice.CANDIDATE], votes[Choice.PRODUCTION]
    return Figures(
        seen=shadow.seen,
        same=shadow.same,
        different=shadow.different,
        failed=shadow.failed,
        agreement=_agreement(shadow.same, shadow.different),
        votes={choice: votes[choice] for choice in Choice},
        # A sign test: of who chose one of the two, half would choose the candidate's if neither were better.
        log_e_candidate=log_e_value(ours, theirs, 0.5),
        log_e_production=log_e_value(theirs, ours, 0.5),
    )


def _agreement(same: int, different: int) -> Agreement | None:
    counted = Counted(same + different, different)
    return Agreement(counted.rate, *interval(counted, ALPHA)) if counted.answers else None
