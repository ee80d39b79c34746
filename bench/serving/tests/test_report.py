"""The page and its pictures."""

from pathlib import Path
from xml.etree import ElementTree

from bench.serving.report.bars import Chart, nice_ticks, shown, svg
from bench.serving.report.page import notes, page

FIGURE = {"name": "CPU", "unit": "ms", "floor": 8, "goal": 3, "more": False}
MACHINE = {
    "cpu": "a processor",
    "cores": 2,
    "instructions": [],
    "memory_gib": 4,
    "fsync_ms": 1,
    "system": "",
    "python": "",
}


def _record(value: float, verdict: str) -> dict[str, object]:
    taken = {
        "command": "python -m bench.serving empty",
        "commit": "abc",
        "load": {"before": 0, "after": 1},
        "quick": False,
    }
    figures = [{**FIGURE, "value": value, "verdict": verdict}]
    versions = {"slipway": {"django": "5"}, "peers": {}}
    return {"machine": MACHINE, "versions": versions, "scenarios": {"empty": {**taken, "figures": figures}}}


def test_every_record_has_a_column_and_the_last_one_is_judged() -> None:
    text = page({"2026-01-01-before": _record(34, "below"), "2026-01-02-after": _record(2.5, "goal")}, {})
    assert "| figure | before | after | floor | goal | reaches |" in text
    assert "| CPU | 34 ms | 2.5 ms | ≤ 8 | ≤ 3 | goal |" in text


def test_the_notes_of_the_newest_record_that_has_some_stand_before_the_machine(tmp_path: Path) -> None:
    records = {name: _record(1, "goal") for name in ("2026-01-01-a", "2026-01-02-b", "2026-01-03-c")}
    for name, text in {"2026-01-01-a": "## Old\n", "2026-01-02-b": "## Why\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "notes.md").write_text(text, encoding="utf-8")
    told = notes(records, tmp_path)
    text = page(records, {}, told)
    assert "## Old" not in text
    assert text.index("## Why") < text.index("## On what")


def test_bars_end_where_their_values_say() -> None:
    picture = svg(Chart("CPU", "ms", {"one": {"web": 1, "worker": 2}, "two & a half": {"web": 2.5}}, ("limit", 4)))
    widths = [float(one.get("width", "")) for one in ElementTree.fromstring(picture).iter() if one.get("stroke-width")]
    bars = widths[2:]  # after the legend
    assert [round(width / bars[0], 2) for width in bars] == [1, 2, 2.5]


def test_an_axis_has_few_round_numbers_that_reach_the_longest_bar() -> None:
    assert nice_ticks(34) == [0, 10, 20, 30, 40]
    assert nice_ticks(1) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]
    assert [shown(one) for one in (0.6000000000000001, 1234, 12.34)] == ["0.6", "1,234", "12.3"]
