"""The rules: which figure, beyond what, for how long, how bad.

The same as those of `observability/rules` where Prometheus has them too; docs/alerts.md says what to do.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from apps.alerts import figures
from apps.alerts.figures import Figures, Window
from apps.alerts.models import Severity
from ml.kinds import KINDS

# 95 of 100 are answered within so many seconds.
OBJECTIVES, OBJECTIVE = {"image-classification": 5.0}, 30.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A figure is held against a threshold.

    Args:
        threshold: the figure is beyond it above, or below where `is_floor`.
        seconds: how long it has to be so.
        back: how long the figure has to be on the right side again, so that one which hovers is one alert, not many.
    """

    name: str
    severity: Severity
    threshold: float
    seconds: float
    is_floor: bool = False
    back: float = 60

    def is_broken_by(self, value: float) -> bool:
        """Whether the figure is beyond the threshold."""
        return value < self.threshold if self.is_floor else value > self.threshold


NO_WORKER = Rule("no_worker", Severity.CRITICAL, 1, 10, is_floor=True, back=10)
NO_TRAINER = Rule("no_trainer", Severity.WARNING, 0, 900)
BROKER_AWAY = Rule("broker_away", Severity.CRITICAL, 1, 30, is_floor=True, back=10)
QUEUE_OLD = Rule("queue_old", Severity.WARNING, 300, 300)
FAILING = Rule("failing", Severity.WARNING, 0.2, 300)
DISK_FILLING = Rule("disk_filling", Severity.WARNING, 0.15, 600, is_floor=True)
DISK_FULL = Rule("disk_full", Severity.CRITICAL, 0.05, 120, is_floor=True)
BACKUP_FAILED = Rule("backup_failed", Severity.WARNING, 0, 60, back=0)
GUESSING = Rule("sign_in_guessing", Severity.WARNING, 20, 0, back=600)
ROLLOUT_ABORTED = Rule(figures.ABORTED, Severity.WARNING, 0, 0)
SLOW = {kind: Rule("slow", Severity.WARNING, OBJECTIVES.get(kind, OBJECTIVE), 900) for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure, and the rule that it is held against; None while it cannot be told."""

    rule: Rule
    subject: str
    value: float | None

    @property
    def is_broken(self) -> bool:
        """Whether the figure is known to be beyond the threshold."""
        return self.value is not None and self.rule.is_broken_by(self.value)

    @property
    def is_back(self) -> bool:
        """Whether it is known not to be."""
        return self.value is not None and not self.rule.is_broken_by(self.value)


def readings(window: Window) -> Iterator[Reading]:
    """All rules with their figures of now."""
    known, risen = figures.gauges_by_name(), window.look()
    untold = dict.fromkeys(KINDS) if window.is_young else {}
    read: tuple[tuple[Rule, Callable[[], Mapping[str, float | None]]], ...] = (
        (NO_WORKER, figures.workers),
        (NO_TRAINER, lambda: _untrained(known)),
        (BROKER_AWAY, lambda: known["slipway_broker_up"]),
        (QUEUE_OLD, lambda: known["slipway_queue_oldest_seconds"]),
        (FAILING, lambda: untold | figures.failing(risen)),
        (DISK_FILLING, lambda: _free(known)),
        (DISK_FULL, lambda: _free(known)),
        (BACKUP_FAILED, lambda: {"": known["slipway_upkeep_failed"].get("backup", 0.0)}),
        (GUESSING, figures.guesses),
        (ROLLOUT_ABORTED, figures.aborted),
    )
    for rule, figures_of in read:
        yield from (Reading(rule, subject, value) for subject, value in figures_of().items())
    slow = untold | figures.p95(risen)
    yield from (Reading(SLOW[kind], kind, value) for kind, value in slow.items() if kind in SLOW)


def _free(known: Mapping[str, Figures]) -> Figures:
    free, size = known["slipway_storage_free_bytes"], known["slipway_storage_size_bytes"]
    return {folder: free[folder] / size[folder] for folder in free if size[folder]}


def _untrained(known: Mapping[str, Figures]) -> Figures:
    """How many jobs wait while no trainer is there."""
    waiting, present = known["slipway_training_jobs"].get("", 0.0), known["slipway_trainers"].get("", 0.0)
    return {"": 0.0 if present or not settings.SLIPWAY.training else waiting}
