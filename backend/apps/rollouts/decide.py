"""Abort, go on to the next step, or wait: after each batch with something bad in it, and every few seconds."""

import logging
from collections.abc import Collection
from math import exp
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone

from apps.catalogue.models import Split
from apps.rollouts.end import abort, locked
from apps.rollouts.figures import GuardFigures, figures_of, guards_of
from apps.rollouts.models import Rollout, RolloutEvent, State
from apps.rollouts.notify import note, notify
from apps.rollouts.plan import Signal
from apps.rollouts.signals import SignalFigures
from apps.rollouts.slow import measure

logger = logging.getLogger(__name__)


def decide(rollouts: Collection[UUID]) -> None:
    """What the guards of these say by now. Never raises: the answers are written, and the sweep asks again."""
    for rollout in Rollout.objects.filter(pk__in=rollouts, state=State.RUNNING):
        try:
            _heed(rollout)
        except DatabaseError as error:
            logger.warning("the guards of %s are asked again in some seconds: %s", rollout.pk, error)


def sweep() -> None:
    """All that run: guards, production's p95 where it was not known, and steps that are done."""
    for rollout in Rollout.objects.filter(state=State.RUNNING).select_related("production", "candidate"):
        measure(rollout)
        if _heed(rollout):
            continue
        figures = figures_of(rollout)
        for signal in figures.signals:
            if signal.holds:
                _tell(rollout, RolloutEvent.What.HELD, f"Signal {signal.signal.value}:", _said_by(signal))
        if figures.doing == "ready":
            _advance(rollout)


def _heed(rollout: Rollout) -> bool:
    """Whether a guard has ended it."""
    for guard in guards_of(rollout, rollout.parsed):
        if not guard.has_crossed:
            continue
        if guard.mode == "armed":
            abort(rollout.pk, by=None, reason=_said(guard))
            return True
        _tell(rollout, RolloutEvent.What.CROSSED, f"Guard {guard.guard.value}:", _said(guard))
    return False


def _said(guard: GuardFigures) -> str:
    worse = {"errors": "failures", "slow": "answers slower than production's p95", "corrected": "corrected answers"}
    odds = f"{exp(min(guard.log_e or 0.0, 40.0)):,.0f}"
    return (
        f"Guard {guard.guard.value}: {worse[guard.guard.value]} of {guard.worse} people of the candidate and "
        f"{guard.others} of production. That is {odds} to 1 against it; {exp(guard.log_line):,.0f} to 1 is the line."
    )


def _said_by(signal: SignalFigures) -> str:
    name, ours, theirs = signal.signal.value, signal.candidate or 0.0, signal.production or 0.0
    if signal.signal is Signal.RATIO:
        return f"Signal {name}: {ours:.1%} of the people have the candidate, and {theirs:.1%} were asked for."
    lower = -(signal.highest or 0.0)
    return f"Signal {name}: the candidate's mean is {ours:.3f}, production's {theirs:.3f}; {lower:.3f} lower at least."


@transaction.atomic
def _tell(rollout: Rollout, what: RolloutEvent.What, begins: str, said: str) -> None:
    """Each does so once."""
    if locked(rollout.pk) and not rollout.events.filter(what=what, detail__startswith=begins).exists():
        note(rollout, what, detail=said)
        notify(rollout)


@transaction.atomic
def _advance(seen: Rollout) -> None:
    rollout = locked(seen.pk)
    if rollout is None or rollout.step + 1 == len(rollout.parsed.steps) or figures_of(rollout).doing != "ready":
        return
    rollout.step, rollout.step_since, rollout.revision = rollout.step + 1, timezone.now(), rollout.revision + 1
    rollout.save(update_fields=["step", "step_since", "revision"])
    share = rollout.parsed.steps[rollout.step].share
    Split.objects.filter(rollout=rollout.pk).update(share=share, step=rollout.step)
    note(rollout, RolloutEvent.What.ADVANCED, detail=f"{share:.0%}")
    notify(rollout)
