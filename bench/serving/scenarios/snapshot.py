"""Somebody reads for ten minutes (a backup, a report) while half of what the server can do keeps coming. PostgreSQL."""

import time
from contextlib import ExitStack
from dataclasses import replace

import psycopg

from bench.serving.arithmetic import ratio
from bench.serving.contest import Load, asking, contest
from bench.serving.media import small
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.places import say
from bench.serving.record import Figure, Outcome
from bench.serving.servers.slipway import Slipway

HELD_SECONDS, QUICK_SECONDS, CONNECTIONS = 600, 60, 32


def run(options: Options) -> Outcome:
    """A minute before, the snapshot with its last minute measured, and how long the queue takes to be empty after."""
    held = QUICK_SECONDS if options.quick else HELD_SECONDS
    with ExitStack() as stack:
        (running,) = replace(options, on_postgres=True, against=None).slipways(stack, [bundles.empty()])
        server = running.server("empty")
        send = {"Slipway": asking(server, server.upload(small()))}
        most = contest(send, Load(8, 10, 1), "all that it can")["Slipway"].rate
        paced = Load(CONNECTIONS, min(60, held / 2), 1, warm_seconds=2, per_second=most / 2)
        before = contest(send, paced, "half of it")["Slipway"]
        if running.database is None:
            raise TypeError("it runs on PostgreSQL")
        with psycopg.connect(running.database.url) as reader:
            reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            reader.execute("SELECT count(*) FROM predictions_prediction")
            rest = replace(paced, seconds=max(1.0, held - paced.seconds))
            contest(send, rest, f"snapshot held for {rest.seconds:g} s")
            during = contest(send, paced, f"snapshot held for {held} s")["Slipway"]
        drained = _drained(running)
    figures = [
        Figure(
            f"rate, a snapshot held for {held} s, of that before",
            ratio(during.rate, before.rate),
            "",
            0.7,
            0.9,
            more=True,
        ),
        Figure("p95, of that before", ratio(during.p95, before.p95), "", None, 2),
        Figure("CPU, of that before", ratio(during.cpu_ms, before.cpu_ms), ""),
        Figure("seconds until nothing waits, after", drained, "s", None, 60),
    ]
    return Outcome(figures, {"most": most, "before": before.row(), "during": during.row(), "drained": drained})


def _drained(running: Slipway) -> float:
    began = time.perf_counter()
    while (summary := running.get("summary"))["waiting"] + summary["processing"]:
        time.sleep(0.2)
    say(f"drained after {time.perf_counter() - began:.1f} s")
    return time.perf_counter() - began
