"""docs/performance.md: every figure from records, with its command, commit and load."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.serving import record
from bench.serving.places import RECORDS
from bench.serving.report.bars import shown
from bench.serving.scenarios import SCENARIOS

Record = Mapping[str, Any]
# Written by hand, beside the figures of a record.
NOTES = "notes.md"
HEAD = """\
# Performance

What a prediction costs between the request and the answer. [The bench](../bench/serving/README.md) says how it is
measured and what the columns mean. Each table is from a record below `bench/serving/records/`, and this page is
written from those by `python -m bench.serving.report`: change them, not this.

**Compare by CPU time.** It counts all processes of a server, and neighbours on the machine move it little. Rates and
waiting times were taken in turn with the peers', in the same rounds; the load average stands beside them. With more
load than cores they say only how the servers stand to each other.
"""


def named_records(folder: Path = RECORDS) -> dict[str, Record]:
    """The records that have a name, the oldest first."""
    found = [path.parent for path in folder.glob(f"*/{record.RESULT}") if not path.parent.name.startswith("run-")]
    by_age = sorted(found, key=lambda one: (one.name[:10], min(_moments(one))))
    return {one.name: record.read(one) for one in by_age}


def _moments(folder: Path) -> list[str]:
    return [one["at"] for one in record.read(folder)["scenarios"].values()]


def notes(records: Mapping[str, Record], folder: Path = RECORDS) -> str:
    """What was found out about the newest record that has notes: why a goal was not reached, say."""
    found = [folder / name / NOTES for name in records if (folder / name / NOTES).exists()]
    return found[-1].read_text(encoding="utf-8") if found else ""


def page(records: Mapping[str, Record], pictures: Mapping[str, str], told: str = "") -> str:
    """The whole page; `pictures` are paths by the scenario's name, `told` what was found out beside the figures."""
    parts = [HEAD]
    for name in sorted({name for one in records.values() for name in one["scenarios"]}, key=_place):
        parts.append(_section(name, {title: one for title, one in records.items() if name in one["scenarios"]}))
        if name in pictures:
            parts.append(f"![{name}]({pictures[name]})\n")
    parts += [told] if told else []
    parts += ["## On what\n", *(_machine(title, one) for title, one in records.items())]
    return "\n".join(parts)


def _place(name: str) -> tuple[int, str]:
    """In the order of the scenarios; on PostgreSQL after SQLite."""
    return list(SCENARIOS).index(name.partition(" on ")[0]), name


def _section(name: str, records: Mapping[str, Record]) -> str:
    """One scenario: its figures in every record that has it, and how they were taken."""
    scenario, _, place = name.partition(" on ")
    titles = [title[11:] for title in records]
    head = ["figure", *titles, "floor", "goal", "reaches"]
    lines = [
        f"## {SCENARIOS[scenario][0].upper()}{SCENARIOS[scenario][1:]}{f', on {place}' if place else ''}\n",
        _row(head),
    ]
    lines.append(_row(["---", *["---:"] * (len(head) - 2), "---"]))
    taken = [one["scenarios"][name] for one in records.values()]
    for figure in taken[-1]["figures"]:
        values = [_value(one["figures"], figure["name"]) for one in taken]
        bounds = [_bound(figure, "floor"), _bound(figure, "goal")]
        lines.append(_row([figure["name"], *values, *bounds, figure["verdict"]]))
    lines += ["", *(_taken(title, one) for title, one in zip(records, taken, strict=True))]
    return "\n".join(lines) + "\n"


def _value(figures: Sequence[Mapping[str, Any]], name: str) -> str:
    found = next((one for one in figures if one["name"] == name), None)
    return f"{shown(found['value'])} {found['unit']}".strip() if found else ""


def _bound(figure: Mapping[str, Any], name: str) -> str:
    sign = "≥" if figure["more"] else "≤"
    return "" if figure[name] is None else f"{sign} {figure[name]:g}"


def _taken(title: str, one: Mapping[str, Any]) -> str:
    load = f"load {one['load']['before']:.1f} before, {one['load']['after']:.1f} after"
    quick = ", short rounds" if one["quick"] else ""
    return f"`{title}`: `{one['command']}` at {one['commit']}, {load}{quick}  "


def _machine(title: str, one: Record) -> str:
    computer, versions = one["machine"], one["versions"]
    listed = {name: ", ".join(f"{key} {value}" for key, value in of.items()) for name, of in versions.items()}
    instructions = " ".join(computer["instructions"])
    place = f"{computer['cores']} cores of {computer['cpu']} ({instructions}), {computer['memory_gib']} GiB"
    disk = f"8 KB on the disk in {computer['fsync_ms']:.1f} ms"
    text = f"**{title}**: {place}, {disk}, {computer['system']}, Python {_python(computer)}; {listed['slipway']}"
    return f"{text}; peers: {listed['peers']}.\n"


def _python(computer: Mapping[str, Any]) -> str:
    took = computer.get("python_ms")
    return f"{computer['python']} (30,000 objects in {took:.1f} ms)" if took else computer["python"]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
