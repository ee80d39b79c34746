"""What is in the tables must not make the next prediction dearer: 100,000 rows on SQLite, a million on PostgreSQL."""

from contextlib import ExitStack
from dataclasses import replace

from bench.serving import wire
from bench.serving.arithmetic import ratio
from bench.serving.contest import Load, Runner, asking, contest, measure
from bench.serving.media import photo, small
from bench.serving.models import bundles
from bench.serving.options import Options
from bench.serving.places import say
from bench.serving.record import Figure, Outcome
from bench.serving.servers.server import Server
from bench.serving.servers.slipway import Slipway

FEW, DAYS = 1000, 90
MANY = {False: 100_000, True: 1_000_000}
TEMPLATES = 32
RAISED = {
    "SLIPWAY_LEASE_SECONDS": "3600",
    "SLIPWAY_MAX_WAITING": "10000000",
    "SLIPWAY_MAX_WAITING_PER_USER": "10000000",
}


def run(options: Options) -> Outcome:
    """CPU time of everything with a thousand finished rows, then with many."""
    many = MANY[options.on_postgres] // (10 if options.quick else 1)
    with ExitStack() as stack:
        (running,) = replace(options, against=None).slipways(stack, [bundles.empty()], RAISED)
        templates(running, photo())
        running.inside("rows", str(FEW), "succeeded", "1")
        few = _costs(running, options, f"{FEW:,} rows")
        say(f"rows: {running.inside('rows', str(many), 'succeeded', str(DAYS))}")
        much = _costs(running, options, f"{many:,} rows")
    place = "PostgreSQL" if options.on_postgres else "SQLite"
    figures = [
        Figure(f"{name}, {many:,} rows of {FEW:,}, {place}", ratio(much[name], few[name]), "", 1.5, 1.2) for name in few
    ]
    return Outcome(figures, {"few": few, "many": much})


def templates(running: Slipway, file: wire.File, model: str = "empty") -> None:
    """Some real predictions, whose rows are multiplied."""
    server = running.server(model)
    measure(server, [server.upload(*[file] * TEMPLATES)], Load(seconds=0.1, warm_seconds=0))


def _costs(running: Slipway, options: Options, title: str) -> dict[str, float]:
    """CPU milliseconds of each thing that people and programs do."""
    server = running.server("empty")
    load = Load(8, options.seconds(12), 1, warm_seconds=3)
    found = contest({"submit to answer": asking(server, server.upload(small()))}, load, title)
    results = running.get("predictions?limit=1")["results"]
    paths = {
        "list": "predictions",
        "detail": f"predictions/{results[0]['id']}",
        "search": "predictions?q=photo",
        "search without a hit": "predictions?q=nothing-has-this-name",
        "Operations": "operations/overview",
    }
    found |= contest(
        {name: _reading(running, path) for name, path in paths.items()}, Load(2, options.seconds(6), 2), title
    )
    return {name: one.cpu_ms for name, one in found.items()} | {"claim": _claim(running)}


def _reading(running: Slipway, path: str) -> Runner:
    server = Server(path, running.port, running.roots, "{")
    headers = {"Authorization": f"Bearer {running.key}"}
    return asking(server, wire.request("GET", f"/api/v1/{path}", running.port, headers))


def _claim(running: Slipway) -> float:
    with running.frozen("scheduler", "worker"):
        running.inside("rows", "2000", "queued")
        found = running.inside("claim_and_finish", "3")
        running.command("-m", "bench.serving.inside.empty_queue")
    say(f"claim: {found}")
    return float(found["claim_ms"])
