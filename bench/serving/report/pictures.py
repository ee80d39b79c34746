"""The pictures of the page, each from one scenario of a record."""

from collections.abc import Callable, Mapping
from typing import Any

from bench.serving.report.bars import Chart

Details = Mapping[str, Any]
PARTS = ("web", "worker", "broker", "database")


def empty(details: Details) -> Chart:
    """CPU of the path itself, by part."""
    bars = {name: _parts(row["cpu"]) for name, row in details["8"].items()}
    return Chart("An empty model, 8 at once: CPU time per prediction", "ms of CPU, all processes of the server", bars)


def resnet(details: Details) -> Chart:
    """Rates beside the limit of the cores."""
    rows = details["8"]
    limit = max(row["rate"] for name, row in rows.items() if name.startswith("in-process"))
    bars = {name: {"rate": row["rate"]} for name, row in rows.items() if not name.startswith("in-process")}
    return Chart(
        "ResNet-50, 8 at once: predictions a second", "predictions a second", bars, ("without a server", limit)
    )


def history(details: Details) -> Chart:
    """How much dearer everything is with many rows."""
    bars = {name: {"cost": details["many"][name] / few} for name, few in details["few"].items() if few}
    return Chart("With many finished rows: cost of what it was with 1,000", "times", bars, ("goal", 1.2))


PICTURES: Mapping[str, Callable[[Details], Chart]] = {
    "empty": empty,
    "resnet": resnet,
    "history": history,
    "history on PostgreSQL": history,
}


def _parts(cpu: Mapping[str, float]) -> dict[str, float]:
    """The known parts by name, the rest together; one part alone has no name."""
    if len(cpu) == 1:
        return {"all": next(iter(cpu.values()))}
    known = {part: cpu[part] for part in PARTS if part in cpu}
    return known | {"others": sum(value for part, value in cpu.items() if part not in PARTS)}
