"""docs/scale.md: its first table holds what things cost, and the others are reckoned from it and written here."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from pathlib import Path

from bench.serving.places import ROOT
from bench.simulation.model import Costs, Found, Load, System, simulate

DOCUMENT = ROOT / "docs" / "scale.md"
SECTION = re.compile(r"(<!-- reckoned: (?P<name>[\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
# Predictions an hour, and whether they are all of one person.
HOURLY = ((100, False), (10_000, False), (1_000_000, False), (1_000_000, True))
# So much of what is there may be busy in the mean: arrivals come in heaps.
FULL = 0.6
WEB_CONNECTIONS, WORKER_CONNECTIONS, OTHER_CONNECTIONS = 12, 5, 30
ZONE_MS = 1.0


def costs_of(text: str) -> dict[str, float]:
    """The rows `| name | number | ...` of the first table."""
    found: dict[str, float] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if line.startswith("|") and len(cells) > 2 and re.fullmatch(r"[\d.,]+", cells[1]):
            found[cells[0]] = float(cells[1].replace(",", ""))
        elif found:
            return found
    return found


def written(text: str) -> str:
    """The document with its tables reckoned anew."""
    known = costs_of(text)
    tables = {"loads": loads, "cards": cards, "sockets": sockets, "zones": zones}
    return SECTION.sub(lambda found: f"{found[1]}{tables[found['name']](known)}{found[3]}", text)


def costs(known: dict[str, float], *, card: bool = False) -> Costs:
    """Of a photo that comes alone; with a card the model and the decoding are what they are there."""
    return Costs(
        known["web, a request"], known["web, each file"], known["worker, a batch"],
        known["worker, each photo"] + known["worker, decoding a photo"],
        known["model, on a card" if card else "model, on a processor"],
        known["database, each"], known["owner's row, a change"], known["owner's row, each file"],
    )  # fmt: skip


def system_for(per_second: float, one: Costs) -> System:
    """Webs, workers and processors of the database that are busy for some 60 % of the time."""
    batch = max(1.0, min(32.0, per_second / 8))
    worker = one.worker_batch / batch + one.worker_file + one.model_file
    busy = {"webs": one.web_request + one.web_file, "workers": worker, "database_cores": one.database_file}
    return System(**{name: max(1, ceil(per_second * ms / 1000 / FULL)) for name, ms in busy.items()})


def loads(known: dict[str, float]) -> str:
    """100 to a million an hour: what they need, how long one waits, what they leave."""
    rows = []
    for hourly, one_owner in HOURLY:
        one, rate = costs(known), hourly / 3600
        system = system_for(rate, one)
        # The same number of predictions for each, that the medians be of the same worth.
        load = Load(per_second=rate, seconds=max(60, 3000 / rate), one_owner=one_owner)
        found = simulate(one, system, load)
        used = WEB_CONNECTIONS * system.webs + WORKER_CONNECTIONS * system.workers + OTHER_CONNECTIONS
        name = f"{hourly:,}{' of one person' if one_owner else ''}"
        rows.append([name, system.webs, system.workers, system.database_cores, used, *_waits(found, rate)])
        rows[-1] += _kept(known, hourly)
    head = "an hour|web|workers|database cores|connections|p50 ms|p95 ms|busiest|events kept|rows a year|files a year"
    return _table(head.split("|"), rows)


def cards(known: dict[str, float]) -> str:
    """What so many workers with a card give together, with work waiting for all of them."""
    rows = []
    for count in (1, 10, 50):
        one = costs(known, card=True)
        # Nothing is asked of the web here: requests of 64 files wait, and as one has been answered there comes another.
        one = replace(one, web_request=0, web_file=0, database_file=known["database, each, by workers"])
        each = one.worker_batch / System().batch + one.worker_file + one.model_file
        system = System(workers=count, database_cores=max(1, ceil(count / each * one.database_file / FULL)))
        load = Load(clients=4 * count, files=64, seconds=20)
        many, alone = (simulate(one, system, replace(load, one_owner=of_one)) for of_one in (False, True))
        rows.append([count, f"{many.rate:,.0f}", f"{alone.rate:,.0f}", system.database_cores, _busiest(many)])
    return _table(["cards", "photos a second", "of one person", "database cores", "busiest"], rows)


def sockets(known: dict[str, float]) -> str:
    """Pages that only listen."""
    rows = []
    for count in (1000, 10_000, 100_000):
        web_mib, nginx_mib = (count * known[f"{part}, each page"] / 1024 for part in ("web", "frontend"))
        beats = count * known["web, each page in a minute"] / 60_000
        webs = max(ceil(web_mib / 600), ceil(beats / FULL))
        rows.append([f"{count:,}", f"{nginx_mib:,.0f}", ceil(nginx_mib / 224), f"{web_mib:,.0f}", f"{beats:.2f}", webs])
    head = ["pages", "frontend MiB", "frontend pods", "web MiB", "web processors", "web pods"]
    return _table(head, rows)


def zones(known: dict[str, float]) -> str:
    """What a database in another zone adds, at a millisecond there and back."""
    rows = []
    for name, where in (("a request", "web"), ("a batch", "worker")):
        count = known[f"statements, {name}"]
        rows.append([f"{where}, {name}", f"{count:.0f}", f"{count * ZONE_MS:.0f}"])
    return _table(["", "statements", "ms more"], rows)


def _waits(found: Found, rate: float) -> list[str]:
    if found.left > rate * 10:
        return ["ever more", "ever more", _busiest(found)]
    return [f"{found.p50:.0f}", f"{found.p95:.0f}", _busiest(found)]


def _busiest(found: Found) -> str:
    name = max(found.busy, key=lambda each: found.busy[each])
    return f"{name}, {found.busy[name]:.0%}"


def _kept(known: dict[str, float], hourly: int) -> list[str]:
    week = hourly * 24 * 7 * known["kept for a week, each"] / 1e6
    row = known["kept for ever, or for SLIPWAY_PREDICTION_DAYS, each"] + known["thumbnail, each"]
    rows, files = (hourly * 24 * 365 * size / 1e6 for size in (row, known["file, each"]))
    return [_size(week), _size(rows), _size(files)]


def _size(gigabytes: float) -> str:
    unit = next((unit for unit, least in (("PB", 1e6), ("TB", 1e3)) if gigabytes >= least), "GB")
    return f"{gigabytes / {'PB': 1e6, 'TB': 1e3, 'GB': 1}[unit]:.1f} {unit}"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def write(path: Path = DOCUMENT) -> None:
    """In its place."""
    path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
