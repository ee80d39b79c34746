"""The queue alone, on PostgreSQL: rows that are claimed and ended a second, with nothing between."""

from contextlib import ExitStack
from dataclasses import replace

from bench.serving.arithmetic import medians
from bench.serving.media import photo
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.places import say
from bench.serving.record import Figure, Outcome
from bench.serving.scenarios.history import templates
from bench.serving.servers.slipway import Slipway

WORKERS = 4
BATCHES = {1: 40, 8: 15, 32: 6}


def run(options: Options) -> Outcome:
    """Claim and finish by one worker; finish alone by four at once, for batches of three sizes."""
    with ExitStack() as stack:
        on_postgres = replace(options, on_postgres=True, against=None)
        (running,) = on_postgres.slipways(stack, [bundles.empty()], {"SLIPWAY_LEASE_SECONDS": "3600"})
        templates(running, photo())
        with running.frozen("scheduler", "worker"):
            rounds = [_both(running, options.seconds(9)) for _ in range(options.rounds(5))]
            finished = {size: _finish(running, size, options.rounds(3)) for size in BATCHES}
    found = medians(rounds)
    figures = [
        Figure("claim and finish by one worker, PostgreSQL", found["rate"], "rows/s", 2000, 5000, more=True),
        Figure("write-ahead log of claim and finish", found["log_bytes"] / 1024, "KiB/row", None, 2.5),
        Figure("CPU of claim and finish, worker", found["cpu_ms"], "ms/row"),
        Figure("CPU of claim and finish, database", found["database_ms"], "ms/row"),
    ]
    for size, row in finished.items():
        title = f"finish alone, {WORKERS} workers at once, batches of {size}"
        figures.append(Figure(title, row["rate"], "rows/s", 2000 if size == 32 else None, more=True))
        figures.append(Figure(f"their CPU, batches of {size}", row["cpu_ms"], "ms/row"))
    return Outcome(figures, {"claim and finish": found, "finish": {str(size): row for size, row in finished.items()}})


def _both(running: Slipway, seconds: float) -> dict[str, float]:
    running.inside("rows", str(int(seconds * 1200)), "queued")
    before = running.server("empty").cpu()["database"]
    found: dict[str, float] = running.inside("claim_and_finish", str(seconds))
    found["database_ms"] = 1000 * (running.server("empty").cpu()["database"] - before) / found["rows"]
    say(f"claim and finish: {found}")
    return found


def _finish(running: Slipway, size: int, rounds: int) -> dict[str, float]:
    sized = replace(running, env={**running.env, "SLIPWAY_BATCH_ITEMS": str(size)})
    found = []
    for _ in range(rounds):
        running.command("-m", "bench.serving.inside.empty_queue")
        running.inside("rows", str(WORKERS * BATCHES[size] * size), "queued")
        found.append(sized.inside("finish_together", str(WORKERS), str(BATCHES[size])))
        say(f"finish, batches of {size}: {found[-1]}")
    # Neighbours that write make it slower, and never quicker.
    return medians(found) | {"best_rate": max(one["rate"] for one in found)}
