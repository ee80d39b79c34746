"""The rules as they are shipped: beyond what, for how long, how bad. `tuning` has what staff made of them.

The same as those of `observability/rules` where Prometheus has them too; docs/alerts.md says what to do.
"""

from dataclasses import dataclass
from typing import Literal

from apps.alerts.figures import ABORTED
from apps.alerts.models import Severity
from ml.kinds import KINDS

Unit = Literal["seconds", "share", "count"]
# Between which a threshold may be moved.
BOUNDS: dict[Unit, tuple[float, float]] = {"seconds": (0, 7 * 24 * 3600), "share": (0, 1), "count": (0, 1_000_000)}
# 95 of 100 are answered within so many seconds.
OBJECTIVES, OBJECTIVE = {"image-classification": 5.0}, 30.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A figure is held against a threshold.

    Args:
        threshold: the figure is beyond it above, or below where `is_floor`.
        seconds: how long it has to be so.
        back: how long the figure has to be on the right side again, so that one which hovers is one alert, not many.
        unit: of figure and threshold; None where it is a matter of yes or no, and there is nothing to move.
        of: the one subject that it is for; empty: all.
    """

    name: str
    severity: Severity
    threshold: float
    seconds: float
    is_floor: bool = False
    back: float = 60
    unit: Unit | None = None
    of: str = ""

    @property
    def key(self) -> str:
        """Its name, and what it is for where there are several of that name."""
        return f"{self.name}.{self.of}" if self.of else self.name

    def is_broken_by(self, value: float) -> bool:
        """Whether the figure is beyond the threshold."""
        return value < self.threshold if self.is_floor else value > self.threshold


NO_WORKER = Rule("no_worker", Severity.CRITICAL, 1, 10, is_floor=True, back=10)
BROKER_AWAY = Rule("broker_away", Severity.CRITICAL, 1, 30, is_floor=True, back=10)
DISK_FULL = Rule("disk_full", Severity.CRITICAL, 0.05, 120, is_floor=True, unit="share")
DISK_FILLING = Rule("disk_filling", Severity.WARNING, 0.15, 600, is_floor=True, unit="share")
QUEUE_OLD = Rule("queue_old", Severity.WARNING, 300, 300, unit="seconds")
FAILING = Rule("failing", Severity.WARNING, 0.2, 300, unit="share")
NO_TRAINER = Rule("no_trainer", Severity.WARNING, 0, 900)
BACKUP_FAILED = Rule("backup_failed", Severity.WARNING, 0, 60, back=0)
GUESSING = Rule("sign_in_guessing", Severity.WARNING, 20, 0, back=600, unit="count")
ROLLOUT_ABORTED = Rule(ABORTED, Severity.WARNING, 0, 0)
DRIFT = Rule("drift", Severity.WARNING, 0, 0)
SLOW = tuple(
    Rule("slow", Severity.WARNING, OBJECTIVES.get(kind, OBJECTIVE), 900, unit="seconds", of=kind) for kind in KINDS
)
# The worst first.
RULES = (
    NO_WORKER, BROKER_AWAY, DISK_FULL, DISK_FILLING, QUEUE_OLD, FAILING, *SLOW, ROLLOUT_ABORTED, DRIFT, NO_TRAINER,
    BACKUP_FAILED, GUESSING,
)  # fmt: skip
