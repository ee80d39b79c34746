"""Whether a variant is worth having: no worse than agreed, and faster than its parent."""

from collections.abc import Sequence
from dataclasses import dataclass

from ml.optimise.rates import Loss, Speed


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is a sentence, also where it was accepted."""

    accepted: bool
    reason: str


def judge(loss: Loss, allowed: float, speeds: Sequence[Speed], *, for_gpu: bool) -> Verdict:
    """The verdict on a variant.

    It is faster where the interval of its time over its parent's is below 1 at one batch size at least, and slower
    where it is above 1 at any. Variants for GPUs are judged by their answers alone: their speed shows only there.

    Args:
        allowed: the most that the error rate may rise, absolute (0.01 is one point).
    """
    if loss.value > allowed:
        interval = f"95 %: {points(loss.low)} to {points(loss.high)}"
        return Verdict(False, f"It loses {points(loss.value)} ({interval}); {points(allowed)} are allowed.")
    if for_gpu:
        return Verdict(True, "Its answers hold; its speed shows only on a GPU and was not measured.")
    return faster(speeds)


def faster(speeds: Sequence[Speed]) -> Verdict:
    """The verdict on the time alone."""
    slower = [speed for speed in speeds if speed.ratio_low > 1]
    if slower:
        return Verdict(False, f"It is slower than its parent: {times(slower[0])}.")
    gains = [speed for speed in speeds if speed.ratio_high < 1]
    if not gains:
        return Verdict(False, "It is not faster than its parent beyond what the measurement can tell.")
    return Verdict(True, f"It is faster than its parent: {times(min(gains, key=lambda speed: speed.ratio))}.")


def times(speed: Speed) -> str:
    """A ratio in words."""
    size = f"batches of {speed.batch} take {speed.ratio:.2f} of the time"
    return f"{size} (95 %: {speed.ratio_low:.2f} to {speed.ratio_high:.2f})"


def points(share: float) -> str:
    """0.0049 as `0.49 points`."""
    return f"{100 * share:.2f} points"


def pareto(costs: Sequence[tuple[float, float]]) -> list[bool]:
    """For each (error rate, seconds): whether no other is better in one and at least as good in the other."""
    return [not any(dominates(other, cost) for other in costs) for cost in costs]


def dominates(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """At least as good in both, better in one."""
    return one[0] <= other[0] and one[1] <= other[1] and one != other
