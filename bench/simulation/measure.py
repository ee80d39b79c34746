"""The first table of docs/scale.md, filled in from what the bench measures here, and the others reckoned anew."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.serving import machine, record
from bench.serving.options import Options
from bench.serving.places import RECORDS, say
from bench.simulation.check import KNOWN, calibrated, measured
from bench.simulation.document import DOCUMENT, written

# Of a row of the table the figure; of all that was measured for a scenario the figures of its rows.
Rows = dict[str, float]


def queue(details: Mapping[str, Any]) -> Rows:
    """What workers cost the database, and how long a change holds the row of one owner: four workers wait for it."""
    held = {size: 1000 * size / details["finish"][str(size)]["best_rate"] for size in (1, 32)}
    each = max(0.0, (held[32] - held[1]) / 31)
    return {
        "database, each, by workers": details["claim and finish"]["database_ms"],
        "owner's row, a change": held[1] - each,
        "owner's row, each file": each,
    }


def sleeping(details: Mapping[str, Any]) -> Rows:
    """Decoding is what it adds."""
    return {"worker, decoding a photo": details["decoding"]["cpu_ms"] - details["without"]["cpu_ms"]}


def kept(details: Mapping[str, Any]) -> Rows:
    """What a prediction leaves; thumbnails are made when somebody looks."""
    return {
        "kept for a week, each": details["events"],
        "kept for ever, or for SLIPWAY_PREDICTION_DAYS, each": details["rest"] - details["thumbnails"],
    }


def sockets(details: Mapping[str, Any]) -> Rows:
    """What an idle page costs the web."""
    behind = details["behind nginx"]
    return {
        "web, each page": details["memory"]["kib"],
        "web, each page in a minute": 60_000 * behind["web"] / behind["open"],
    }


SCENARIOS: Mapping[str, Callable[[Mapping[str, Any]], Rows]] = {
    "queue": queue,
    "sleeping": sleeping,
    "bytes": kept,
    "sockets": sockets,
}
PARTS = ("path", *SCENARIOS)


def path(options: Options) -> Rows:
    """What a request costs from the form to the answer, on PostgreSQL, with an empty model."""
    found = measured(KNOWN, options.rounds(5), options.seconds(4), replace(options, on_postgres=True))
    costs = calibrated(found)
    return {
        "web, a request": costs.web_request,
        "web, each file": costs.web_file,
        "worker, a batch": costs.worker_batch,
        "worker, each photo": costs.worker_file,
        "database, each": found["8"]["cpu.database"],
    }


def filled(text: str, rows: Rows) -> str:
    """The document with these figures in its first table, and the others reckoned from it."""
    for name, value in rows.items():
        row = rf"^(\| {re.escape(name)} \| )[\d.,]+"
        text, found = re.subn(row, rf"\g<1>{max(0.0, value):.3g}", text, count=1, flags=re.MULTILINE)
        if not found:
            raise ValueError(f"the table has no row {name!r}")
    return written(text)


def measure(parts: Sequence[str], options: Options, name: str, document: Path = DOCUMENT) -> None:
    """Measure these parts, or take them from the record of that name where it has them, and write the document."""
    known = record.read(RECORDS / name).get("scenarios", {}) if name else {}
    say(f"load before: {machine.load_average():.1f}")
    for part in parts:
        if part == "path":
            rows = path(options)
        elif part in known:
            rows = SCENARIOS[part](known[part]["details"])
        else:
            rows = SCENARIOS[part](import_module(f"bench.serving.scenarios.{part}").run(options).details)
        say(f"{part}: {rows}; load {machine.load_average():.1f}")
        document.write_text(filled(document.read_text(encoding="utf-8"), rows), encoding="utf-8")
