"""What makes a rollout hold and ask: answers that are less sure or stranger, and another share of people than asked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from django.db.models import Count

from apps.catalogue.splits import Arm
from apps.rollouts.models import Participant, Rollout
from apps.rollouts.plan import ALPHA, RATIO_ALPHA, Mode, Plan, Signal
from ml.sequential import Measured, highest_difference, log_e_ratio


@dataclass(frozen=True, slots=True)
class SignalFigures:
    """What a signal has seen.

    Args:
        candidate: the mean of its answers; of `ratio` the share of the people that it has. None: no data.
        production: the mean of the slice's; of `ratio` the share that was asked for, of now.
        highest: what the candidate's mean is above production's at most, at all looks together; None for `ratio`.
        log_e: the evidence that the share is broken, as a logarithm; None for the others.
    """

    signal: Signal
    mode: Mode
    candidate: float | None
    production: float | None
    highest: float | None
    log_e: float | None
    has_crossed: bool

    @property
    def holds(self) -> bool:
        """Whether the rollout waits for somebody to look."""
        return self.has_crossed and self.mode == "armed"


def signals_of(
    rollout: Rollout, plan: Plan, measured: Mapping[Signal, tuple[Measured, Measured]]
) -> list[SignalFigures]:
    """By one statement.

    Args:
        measured: the candidate's figures and those of production's slice, in all steps.
    """
    means = [_mean(signal, plan, *pair) for signal, pair in measured.items()]
    return [*means, _ratio(rollout, plan)]


def _mean(signal: Signal, plan: Plan, ours: Measured, theirs: Measured) -> SignalFigures:
    if not ours.answers or not theirs.answers:
        return SignalFigures(signal, plan.mode(signal), None, None, None, None, has_crossed=False)
    highest = highest_difference(ours, theirs, ALPHA)
    crossed = highest < -plan.margin
    return SignalFigures(signal, plan.mode(signal), ours.mean, theirs.mean, highest, None, has_crossed=crossed)


def _ratio(rollout: Rollout, plan: Plan) -> SignalFigures:
    found = Participant.objects.filter(rollout=rollout).order_by().values_list("step", "arm")
    people = Counter({(step, arm): count for step, arm, count in found.annotate(Count("pk"))})
    ours = [people[number, Arm.CANDIDATE.value] for number in range(len(plan.steps))]
    others = [sum(people[number, arm.value] for arm in (Arm.CONTROL, Arm.REST)) for number in range(len(plan.steps))]
    log_e = log_e_ratio(zip(ours, others, (step.share for step in plan.steps), strict=True))
    all_people = sum(ours) + sum(others)
    return SignalFigures(
        Signal.RATIO, plan.mode(Signal.RATIO), sum(ours) / all_people if all_people else None,
        plan.steps[rollout.step].share, None, log_e, has_crossed=log_e >= -log(RATIO_ALPHA),
    )  # fmt: skip
