"""The simulation against this machine: costs are taken from some loads, and the rates of others foretold."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure that was foretold and measured; `counts`: it must be right, which a median with two humps need not."""

    name: str
    foretold: float
    measured: float
    counts: bool


def check(options: Options, rounds: int, seconds: float) -> tuple[Costs, list[Compared]]:
    """The costs that some loads showed, and what they foretell of others."""
    known = {"1": Order(1, seconds), "8": Order(8, seconds), "many": Order(2, seconds, each=FILES)}
    held_out = {"2": Order(2, seconds), "4": Order(4, seconds), "32": Order(32, seconds)}
    measured = _measured({**known, **held_out}, rounds, options)
    costs = calibrated(measured["1"], measured["8"], measured["many"])
    found = []
    for name, order in held_out.items():
        foretold = simulate(costs, System(), Load(clients=order.connections))
        found.append(Compared(f"{name} at once, a second", foretold.rate, measured[name]["rate"], counts=True))
        found.append(Compared(f"{name} at once, p50 ms", foretold.p50, measured[name]["p50"], counts=False))
    return costs, found


def _measured(orders: Mapping[str, Order], rounds: int, options: Options) -> dict[str, Figures]:
    """The loads in turn, so that a neighbour meets all of them alike; medians."""
    found: dict[str, list[Figures]] = {name: [] for name in orders}
    with ExitStack() as stack:
        (running,) = options.slipways(stack, [bundles.empty()])
        server = running.server("empty")
        for _ in range(rounds):
            for name, order in orders.items():
                found[name].append(measure(server, [server.upload(*[small()] * order.each)], order))
    return {name: medians(of_one) for name, of_one in found.items()}


def calibrated(one: Figures, eight: Figures, many: Figures) -> Costs:
    """Costs by which the simulation gives the time of one at a time and the rate of eight at once."""
    web_file = (many["cpu.web"] * FILES - eight["cpu.web"]) / (FILES - 1)
    batch = System().batch
    worker_file = (many["cpu.worker"] * batch - one["cpu.worker"]) / (batch - 1)
    costs = {
        "web_request": max(0.0, eight["cpu.web"] - web_file),
        "web_file": web_file,
        "worker_batch": max(0.0, one["cpu.worker"] - worker_file),
        "worker_file": worker_file,
    }
    slow, hop = 1.0, 0.0
    for _ in range(4):
        hop = max(0.0, one["p50"] - slow * sum(costs.values()))
        slow = _slowness(costs, hop, eight["rate"])
    return Costs(**costs, hop=hop, slowness=slow)


def _slowness(costs: Mapping[str, float], hop: float, rate: float) -> float:
    least, most = 1.0, 10.0
    for _ in range(30):
        middle = (least + most) / 2
        found = simulate(Costs(**costs, hop=hop, slowness=middle), System(), Load(clients=8))
        least, most = (middle, most) if found.rate > rate else (least, middle)
    return (least + most) / 2
