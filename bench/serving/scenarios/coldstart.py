"""A worker that is started while something waits: how long until the first answer, beside only loading the models."""

import subprocess
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from bench.serving import cpu
from bench.serving.arithmetic import medians, ratio
from bench.serving.contest import Load, measure
from bench.serving.media import small
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.places import say
from bench.serving.record import Figure, Outcome
from bench.serving.servers.program import program
from bench.serving.servers.slipway import Slipway, python_of

LOAD = """
import resource, sys
from pathlib import Path
import django
django.setup()
import processes.worker
from ml.serving.engine import load
for folder in sys.argv[1:]:
    load(Path(folder)).warm()
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime)
"""


def run(options: Options) -> Outcome:
    """The shipped models, which a worker loads by itself. The two take turns."""
    with ExitStack() as stack:
        on_postgres = replace(options, on_postgres=True, against=None)
        (running,) = on_postgres.slipways(stack, [bundles.empty()], roles=("web", "scheduler"))
        rounds = [{**_worker(running), **_alone(running)} for _ in range(options.rounds(5))]
    found = medians(rounds)
    say(f"medians: {found}")
    figures = [
        Figure(
            "cold start to the first answer, of import + load + warm-up",
            ratio(found["s"], found["alone_s"]),
            "",
            2,
            1.3,
        ),
        Figure("the same in CPU time", ratio(found["cpu_s"], found["alone_cpu_s"]), ""),
        Figure("cold start to the first answer", found["s"], "s"),
    ]
    return Outcome(figures, {"rounds": rounds, "medians": found})


def _worker(running: Slipway) -> dict[str, float]:
    """Seconds, and CPU seconds of the worker, from its start to the answer of what waited."""
    server = running.server("empty", wait=False)
    measure(server, [server.upload(small())], Load(seconds=0.001, warm_seconds=0))
    began = time.perf_counter()
    argv: list[str | Path] = [python_of(running.checkout), "-m", "processes.serve", "worker"]
    with program(argv, running.checkout / "backend", running.env) as (process, _):
        while _waits(running.get("summary")):
            time.sleep(0.05)
        found = {"s": time.perf_counter() - began, "cpu_s": cpu.seconds_of({"all": process.pid})["all"]}
    say(f"worker: {found}")
    return found


def _waits(summary: Mapping[str, int]) -> bool:
    return bool(summary["waiting"] + summary["processing"])


def _alone(running: Slipway) -> dict[str, float]:
    """A process that only imports what a worker is, loads the same models and warms them."""
    shipped = sorted(path.parent for path in (running.checkout / "backend/ml/bundles").glob("*/bundle.json"))
    argv: list[str | Path] = [python_of(running.checkout), "-c", LOAD, *shipped]
    began = time.perf_counter()
    done = subprocess.run(
        argv, cwd=running.checkout / "backend", env=dict(running.env), capture_output=True, text=True, check=True
    )
    found = {"alone_s": time.perf_counter() - began, "alone_cpu_s": float(done.stdout)}
    say(f"alone: {found}")
    return found
