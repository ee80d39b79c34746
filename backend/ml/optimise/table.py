"""The comparison as a table in Markdown, for a model's page and for the terminal."""

from ml.kinds import metric_of
from ml.optimise.comparison import Comparison, Row
from ml.optimise.rates import Loss, Rate, Speed


def markdown(comparison: Comparison) -> str:
    """The table, one row a model, and below it what was measured on what."""
    metric = metric_of(comparison.kind)
    right, better = metric.words, metric.higher_is_better
    sizes = [speed.batch for speed in comparison.rows[0].speeds]
    throughput = [f"{size} at once" for size in sizes[1:]]
    head = ["", f"{right} (95 %)", f"change of {right}, points", "one: p50 / p95", *throughput, "file", "memory", ""]
    lines = [head, ["---"] * len(head), *(cells(row, better, len(sizes)) for row in comparison.rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    reasons = "\n".join(f"- {row.name}: {verdict(row)}" for row in comparison.rows if row.verdict)
    return f"{table}\n\n{reasons}\n\n{footing(comparison)}\n"


def cells(row: Row, higher_is_better: bool, times: int) -> list[str]:
    """One row; a variant for GPUs has no times."""
    name = f"**{row.name}**" if row.pareto else row.name
    timed = [f"{latency(row.speeds[0])}{quick(row.speeds[0], row)}"] if row.speeds else ["for GPUs"]
    timed += [f"{speed.per_second:,.0f}/s{quick(speed, row)}" for speed in row.speeds[1:]]
    timed += [""] * (times - len(timed))
    memory = "" if row.memory is None else f"{row.memory / 1e6:.0f} MB"
    size = f"{row.size / 1e6:.1f} MB"
    return [
        name,
        share(row.error, higher_is_better),
        change(row.loss, higher_is_better),
        *timed,
        size,
        memory,
        mark(row),
    ]


def share(rate: Rate, higher_is_better: bool) -> str:
    """The metric with its interval, in per cent."""
    value, low, high = (100 * number for number in rate.as_metric(higher_is_better))
    return f"{value:.2f} % [{low:.2f}, {high:.2f}]"


def change(loss: Loss | None, higher_is_better: bool) -> str:
    """By how much the metric moved, in points, with the 95 % interval."""
    if loss is None:
        return "the parent"
    value, low, high = (100 * number for number in loss.as_change(higher_is_better))
    return f"{value:+.2f} [{low:+.2f}, {high:+.2f}]"


def latency(speed: Speed) -> str:
    """Median and 95th percentile, three digits."""
    return f"{1000 * speed.p50:.3g} / {1000 * speed.p95:.3g} ms"


def quick(speed: Speed, row: Row) -> str:
    """How many times the parent's speed."""
    return "" if row.loss is None else f" ({1 / speed.ratio:.2f} x)"


def mark(row: Row) -> str:
    """Whether it was accepted."""
    if row.verdict is None:
        return ""
    return "accepted" if row.verdict.accepted else "refused"


def verdict(row: Row) -> str:
    """Accepted or refused, and why."""
    return f"{mark(row)}. {row.verdict.reason}" if row.verdict else ""


def footing(comparison: Comparison) -> str:
    """What the figures rest on."""
    names = ", ".join(row.name for row in comparison.rows if row.pareto)
    largest = comparison.rows[0].speeds[-1].batch
    return (
        f"{comparison.items:,} {comparison.split} items of `{comparison.data_set['slug']}`; one item of the timed "
        f"batches is {comparison.item}. {comparison.machine.words}. Memory is the peak of a process that serves "
        f"batches of {largest}. Bold: no other is both more accurate and faster ({names})."
    )
