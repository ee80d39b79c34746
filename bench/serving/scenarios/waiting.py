"""A long queue drains as fast as a short one: predictions a second with 100,000 waiting, and with a thousand."""

import time
from contextlib import ExitStack
from dataclasses import replace

from bench.serving.arithmetic import ratio
from bench.serving.media import small
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.places import say
from bench.serving.record import Figure, Outcome
from bench.serving.scenarios.history import RAISED, templates
from bench.serving.servers.slipway import Slipway

SHORT, LONG = 3000, 100_000


def run(options: Options) -> Outcome:
    """A short queue, a long one, a short one again."""
    with ExitStack() as stack:
        (running,) = replace(options, against=None).slipways(stack, [bundles.empty()], RAISED)
        templates(running, small())
        seconds = options.seconds(30)
        rounds = [(length, _drained(running, length, seconds)) for length in (SHORT, LONG, SHORT, LONG)]
    short, long = ([row for length, row in rounds if length == wanted] for wanted in (SHORT, LONG))
    figures = [
        Figure(f"{name} of draining with {LONG:,} waiting, of that with {SHORT:,}", share, "", floor, goal, more=more)
        for name, floor, goal, more in (("rate", 0.67, 0.83, True), ("cpu_ms", 1.5, 1.2, False))
        for share in [ratio(sum(row[name] for row in long), sum(row[name] for row in short))]
    ]
    figures.append(Figure(f"rate of draining, {LONG:,} waiting", sum(row["rate"] for row in long) / 2, "/s"))
    return Outcome(figures, {"short": short, "long": long})


def _drained(running: Slipway, length: int, seconds: float) -> dict[str, float]:
    """Rate and CPU while a queue of this length drains."""
    running.inside("rows", str(length), "queued")
    _wait_until_it_moves(running)
    server = running.server("empty")
    left, began, before = _left(running), time.perf_counter(), server.cpu()
    while time.perf_counter() - began < seconds and _left(running) > 100:
        time.sleep(0.5)
    took, done, after = time.perf_counter() - began, left - _left(running), server.cpu()
    running.command("-m", "bench.serving.inside.empty_queue")
    found = {"rate": done / took, "cpu_ms": 1000 * (sum(after.values()) - sum(before.values())) / done}
    say(f"{length:,} waiting: {found}")
    return found


def _wait_until_it_moves(running: Slipway) -> None:
    """The sweep rings for rows that nobody announced."""
    left, ends = _left(running), time.perf_counter() + 60
    while _left(running) >= left and time.perf_counter() < ends:
        time.sleep(0.2)


def _left(running: Slipway) -> int:
    summary = running.get("summary")
    return int(summary["waiting"] + summary["processing"])
