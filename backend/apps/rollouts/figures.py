"""How a rollout stands: what was counted, what that proves, and what is still missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from typing import Literal

from django.db.models import Count, Sum
from django.utils import timezone

from apps.catalogue.splits import Arm
from apps.rollouts.models import BadEvent, Rollout, RolloutCount
from apps.rollouts.plan import ALPHA, Guard, Mode, Plan, Signal
from apps.rollouts.signals import SignalFigures, signals_of
from ml.sequential import Counted, Measured, events_until, log_e_value, lower_bound

# What a rollout does: nobody was answered yet in one of the arms; a signal holds it; the time of the step is not over;
# too few answers; it cannot be told whether it is as good; it may be promoted.
Doing = Literal["no_data", "held", "baking", "gathering", "inconclusive", "ready"]


NOTHING = Measured(0, 0.0, 0.0)
SUMMED = ("answered", "failed", "slow")
MEASURED = ("scored", "confidence", "confidence_squares", "known", "familiarity", "familiarity_squares")


@dataclass(frozen=True, slots=True)
class ArmFigures:
    """Answers of one arm in one step: all, those that failed by the version's fault, slow ones, and what they say."""

    answered: int = 0
    failed: int = 0
    slow: int = 0
    confidence: Measured = NOTHING
    familiarity: Measured = NOTHING


@dataclass(frozen=True, slots=True)
class GuardFigures:
    """Of whom something bad came: people, each once. `log_e`: the evidence; None where nobody was answered yet."""

    guard: Guard
    mode: Mode
    worse: int
    others: int
    log_e: float | None
    log_line: float
    events_to_abort: int

    @property
    def has_crossed(self) -> bool:
        """Whether the evidence has reached the line."""
        return self.log_e is not None and self.log_e >= self.log_line


@dataclass(frozen=True, slots=True)
class Figures:
    """All of a rollout."""

    steps: Sequence[Mapping[Arm, ArmFigures]]
    guards: Sequence[GuardFigures]
    signals: Sequence[SignalFigures]
    difference: float | None
    lowest_difference: float | None
    doing: Doing
    step_until: datetime
    promotes_at: datetime


def figures_of(rollout: Rollout, now: datetime | None = None) -> Figures:
    """By three statements."""
    plan, now = rollout.parsed, now or timezone.now()
    steps = _steps(rollout, plan)
    now_step = steps[rollout.step]
    ours, theirs = _counted(steps, Arm.CANDIDATE), _counted(steps, Arm.CONTROL)
    lowest = lower_bound(ours, theirs, ALPHA) if ours.answers and theirs.answers else None
    until = rollout.step_since + timedelta(seconds=plan.steps[rollout.step].bake_seconds)
    signals = signals_of(rollout, plan, {one: _measured(steps, one) for one in (Signal.CONFIDENCE, Signal.FAMILIARITY)})
    rest = sum(step.bake_seconds for step in plan.steps[rollout.step + 1 :])
    return Figures(
        steps=steps,
        guards=guards_of(rollout, plan, has_data=bool(ours.answers)),
        signals=signals,
        difference=ours.rate - theirs.rate if lowest is not None else None,
        lowest_difference=lowest,
        doing="held" if any(one.holds for one in signals) else _doing(rollout, plan, now_step, lowest, now < until),
        step_until=until,
        promotes_at=max(until, now) + timedelta(seconds=rest),
    )


def guards_of(rollout: Rollout, plan: Plan, *, has_data: bool = True) -> list[GuardFigures]:
    """What each guard knows, by one statement."""
    found = BadEvent.objects.filter(rollout=rollout).order_by().values_list("guard", "step", "arm")
    bad = Counter({(guard, step, arm): count for guard, step, arm, count in found.annotate(Count("pk"))})
    share = plan.steps[rollout.step].share
    guards = []
    for guard in Guard:
        worse, others, evidence = 0, 0, 0.0
        for number, step in enumerate(plan.steps):
            ours = bad[guard.value, number, Arm.CANDIDATE.value]
            theirs = sum(bad[guard.value, number, arm.value] for arm in (Arm.CONTROL, Arm.REST))
            worse, others = worse + ours, others + theirs
            # Of each step by its own share: fair bets one after the other are one fair bet.
            evidence += log_e_value(ours, theirs, step.share)
        known = has_data and (guard is not Guard.SLOW or rollout.slow_above is not None)
        guards.append(
            GuardFigures(
                guard=guard, mode=plan.mode(guard), worse=worse, others=others, log_e=evidence if known else None,
                log_line=log(plan.line), events_to_abort=events_until(plan.line, share),
            )
        )  # fmt: skip
    return guards


def _steps(rollout: Rollout, plan: Plan) -> list[dict[Arm, ArmFigures]]:
    steps = [dict.fromkeys(Arm, ArmFigures()) for _ in plan.steps]
    counts = RolloutCount.objects.filter(rollout=rollout).order_by().values_list("step", "arm")
    for step, arm, answered, failed, slow, *sums in counts.annotate(*map(Sum, (*SUMMED, *MEASURED))):
        steps[step][Arm(arm)] = ArmFigures(answered, failed, slow, Measured(*sums[:3]), Measured(*sums[3:]))
    return steps


def _measured(steps: Sequence[Mapping[Arm, ArmFigures]], signal: Signal) -> tuple[Measured, Measured]:
    """The candidate's, and those of production's slice."""
    ours, theirs = ([getattr(step[arm], signal.value) for step in steps] for arm in (Arm.CANDIDATE, Arm.CONTROL))
    return sum(ours, NOTHING), sum(theirs, NOTHING)


def _counted(steps: Sequence[Mapping[Arm, ArmFigures]], arm: Arm) -> Counted:
    return Counted(sum(step[arm].answered for step in steps), sum(step[arm].failed for step in steps))


def _doing(
    rollout: Rollout, plan: Plan, step: Mapping[Arm, ArmFigures], lowest: float | None, is_baking: bool
) -> Doing:
    fewest = min(step[Arm.CANDIDATE].answered, step[Arm.CONTROL].answered)
    if not fewest:
        return "no_data"
    if is_baking:
        return "baking"
    if fewest < plan.steps[rollout.step].least:
        return "gathering"
    is_last = rollout.step == len(plan.steps) - 1
    if is_last and (lowest is None or lowest < -plan.margin):
        return "inconclusive"
    return "ready"
