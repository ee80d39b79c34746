"""The simulation against this machine: costs are taken from some loads, and the rates of others foretold."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace

from bench.serving.arithmetic import medians
from bench.serving.contest import Load as Order
from bench.serving.contest import measure
from bench.serving.media import small
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.simulation.model import Costs, Load, System, simulate

FILES = 64
TOLERANCE = 0.15
Figures = Mapping[str, float]
# Of one file: it is accepted, claimed and ended.
CHANGES = 3
KNOWN = {"1": Order(1), "8": Order(8), "many": Order(2, each=FILES)}
HELD_OUT = {"2": Order(2), "4": Order(4), "32": Order(32)}


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure that was foretold and measured; `counts`: it must be right, which a median with two humps need not."""

    name: str
    foretold: float
    measured: float
    counts: bool


def check(options: Options, rounds: int, seconds: float) -> tuple[Costs, list[Compared]]:
    """The costs that some loads showed, and what they foretell of others."""
    figures = measured({**KNOWN, **HELD_OUT}, rounds, seconds, options)
    costs = calibrated(figures)
    found = []
    for name, order in HELD_OUT.items():
        foretold = simulate(costs, System(), Load(clients=order.connections))
        found.append(Compared(f"{name} at once, a second", foretold.rate, figures[name]["rate"], counts=True))
        found.append(Compared(f"{name} at once, p50 ms", foretold.p50, figures[name]["p50"], counts=False))
    return costs, found


def measured(orders: Mapping[str, Order], rounds: int, seconds: float, options: Options) -> dict[str, Figures]:
    """The loads in turn, so that a neighbour meets all of them alike; medians."""
    found: dict[str, list[Figures]] = {name: [] for name in orders}
    with ExitStack() as stack:
        (running,) = options.slipways(stack, [bundles.empty()])
        server = running.server("empty")
        for _ in range(rounds):
            for name, order in orders.items():
                timed = replace(order, seconds=seconds)
                found[name].append(measure(server, [server.upload(*[small()] * order.each)], timed))
    return {name: medians(of_one) for name, of_one in found.items()}


def calibrated(figures: Mapping[str, Figures]) -> Costs:
    """Costs by which the simulation gives the time of one at a time and the rate of eight at once.

    What one at a time waits beyond what processors take is three changes, each until it is on the disk.
    """
    one, eight, many = (figures[name] for name in KNOWN)
    web_file = (many["cpu.web"] * FILES - eight["cpu.web"]) / (FILES - 1)
    batch = System().batch
    worker_file = (many["cpu.worker"] * batch - one["cpu.worker"]) / (batch - 1)
    costs = {
        "web_request": max(0.0, eight["cpu.web"] - web_file),
        "web_file": web_file,
        "worker_batch": max(0.0, one["cpu.worker"] - worker_file),
        "worker_file": worker_file,
    }
    slow, row = 1.0, 0.0
    for _ in range(4):
        row = max(0.0, one["p50"] - slow * sum(costs.values())) / CHANGES
        slow = _slowness(costs, row, eight["rate"])
    return Costs(**costs, row_change=row, slowness=slow)


def _slowness(costs: Mapping[str, float], row: float, rate: float) -> float:
    least, most = 1.0, 10.0
    for _ in range(30):
        middle = (least + most) / 2
        found = simulate(Costs(**costs, row_change=row, slowness=middle), System(), Load(clients=8))
        least, most = (middle, most) if found.rate > rate else (least, middle)
    return (least + most) / 2
