"""The figures of now, each with the rule that it is held against."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from apps.alerts import figures
from apps.alerts.figures import Figures, Window
from apps.alerts.rules import Rule
from apps.alerts.tuning import tuned_rules
from ml.kinds import KINDS


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
    """All rules that are on, with their figures."""
    known, risen = figures.gauges_by_name(), window.look()
    untold = dict.fromkeys(KINDS) if window.is_young else {}
    read: dict[str, Callable[[], Mapping[str, float | None]]] = {
        "no_worker": figures.workers,
        "no_trainer": lambda: _untrained(known),
        "broker_away": lambda: known["slipway_broker_up"],
        "queue_old": lambda: known["slipway_queue_oldest_seconds"],
        "failing": lambda: untold | figures.failing(risen),
        "slow": lambda: untold | figures.p95(risen),
        "disk_filling": lambda: _free(known),
        "disk_full": lambda: _free(known),
        "backup_failed": lambda: {"": known["slipway_upkeep_failed"].get("backup", 0.0)},
        "sign_in_guessing": figures.guesses,
        figures.ABORTED: figures.aborted,
        "drift": figures.drifting,
    }
    for rule in (tuned.rule for tuned in tuned_rules() if tuned.is_on):
        for subject, value in read[rule.name]().items():
            if rule.of in {"", subject}:
                yield Reading(rule, subject, value)


def _free(known: Mapping[str, Figures]) -> Figures:
    free, size = known["slipway_storage_free_bytes"], known["slipway_storage_size_bytes"]
    return {folder: free[folder] / size[folder] for folder in free if size[folder]}


def _untrained(known: Mapping[str, Figures]) -> Figures:
    """How many jobs wait while no trainer is there."""
    waiting, present = known["slipway_training_jobs"].get("", 0.0), known["slipway_trainers"].get("", 0.0)
    return {"": 0.0 if present or not settings.SLIPWAY.training else waiting}
