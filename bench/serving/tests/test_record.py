"""Figures and records."""

import json
from pathlib import Path

import pytest

from bench.serving import machine, record
from bench.serving.places import ROOT
from bench.serving.record import Figure, Outcome


@pytest.mark.parametrize(("value", "verdict"), [(2, "goal"), (3, "goal"), (8, "floor"), (8.1, "below")])
def test_less_is_better_unless_it_says_otherwise(value: float, verdict: str) -> None:
    assert Figure("CPU", value, "ms", floor=8, goal=3).verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [(0.5, "goal"), (0.2, "floor"), (0.1, "below")])
def test_of_a_rate_more_is_better(value: float, verdict: str) -> None:
    assert Figure("rate", value, "", floor=0.2, goal=0.5, more=True).verdict == verdict


def test_a_second_scenario_joins_the_first_in_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "versions", dict)
    for name, value in (("empty", 1.23456789), ("many", 2.0), ("many", 3.0)):
        outcome = Outcome([Figure("rate", value, "/s")])
        record.add(tmp_path, name, outcome, checkout=ROOT, load_before=0.0, quick=False)
    scenarios = json.loads((tmp_path / record.RESULT).read_text())["scenarios"]
    assert {name: one["figures"][0]["value"] for name, one in scenarios.items()} == {"empty": 1.2346, "many": 3.0}
