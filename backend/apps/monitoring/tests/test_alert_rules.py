"""What is in `observability/` fits Slipway and itself: rules and their tests, the dashboard, the document."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from rest_framework.test import APIClient

from config.env import ROOT

FOLDER = ROOT / "observability"
RULES = [
    rule
    for group in yaml.safe_load((FOLDER / "rules" / "slipway.yml").read_text())["groups"]
    for rule in group["rules"]
]
ALERTS = [rule for rule in RULES if "alert" in rule]
RECORDED = {rule["record"] for rule in RULES if "record" in rule}
BOARD = json.loads((FOLDER / "grafana" / "dashboards" / "slipway.json").read_text())
PROMETHEUS_OWN = {"up", "ALERTS"}
# Masataka Okabe and Kei Ito, https://jfly.uni-koeln.de/color/: told apart also by who sees few colours; and one grey.
OKABE_ITO = {"#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999"}
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}


def board_expressions() -> list[str]:
    """Every PromQL expression of the dashboard."""
    panels = [target["expr"] for panel in BOARD["panels"] for target in panel.get("targets", [])]
    return panels + [annotation["expr"] for annotation in BOARD["annotations"]["list"]]


EXPRESSIONS = [rule["expr"] for rule in RULES] + board_expressions()


def series_in(expression: str) -> set[str]:
    """The names of the series that an expression reads. Raises ValueError where it is not PromQL."""
    names: set[str] = set()

    def visit(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            assert node.name
            names.add(node.name)

    promql_parser.walk(promql_parser.parse(expression), visit)
    return names


def told_by_slipway(client: APIClient) -> set[str]:
    """The names of all series that `/metrics` can have."""
    text = client.get("/metrics").content.decode()
    families = text_string_to_metric_families(text)
    return {family.name + suffix for family in families for suffix in SUFFIXES[family.type]}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_each_expression_is_promql_that_reads_a_figure_or_is_a_constant(expression: str) -> None:
    assert series_in(expression) or re.fullmatch(r"vector\(\d+\)", expression)


def test_each_series_that_is_read_is_told_or_recorded(nobody: APIClient, db: None) -> None:
    read = set().union(*(series_in(expression) for expression in EXPRESSIONS))
    assert read - RECORDED - PROMETHEUS_OWN <= told_by_slipway(nobody)


def test_each_recorded_figure_is_used() -> None:
    read = set().union(*(series_in(expression) for expression in EXPRESSIONS))
    assert not RECORDED - read


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_each_alert_says_how_bad_it_is_and_where_to_read_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert set(rule["annotations"]) == {"summary", "description", "runbook"}
    assert rule["annotations"]["runbook"] == f"docs/alerts.md#{rule['alert'].lower()}"


def test_the_document_has_a_section_for_each_alert_in_their_order_and_says_the_same_severity() -> None:
    text = (ROOT / "docs" / "alerts.md").read_text()
    sections = re.findall(r"^## (\w+)\n\n\*\*(\w+)\.\*\*", text, re.MULTILINE)
    assert sections == [(rule["alert"], rule["labels"]["severity"].capitalize()) for rule in ALERTS]
    assert re.findall(r"^## (?!Slipway)(.*)", text, re.MULTILINE) == ["Without Prometheus"]


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_each_alert_is_tested_to_fire_and_to_be_silent(rule: dict[str, Any]) -> None:
    groups = yaml.safe_load((FOLDER / "tests" / f"{rule['alert']}.yml").read_text())["tests"]
    cases = [case for group in groups for case in group["alert_rule_test"]]
    assert {case["alertname"] for case in cases} == {rule["alert"]}
    assert {bool(case["exp_alerts"]) for case in cases} == {True, False}


def run(*command: str | Path) -> None:
    """Run a tool of Prometheus; what it says is the message of a failure."""
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} is not installed; Debian's packages prometheus and prometheus-alertmanager have it")
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=FOLDER)
    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_takes_the_configuration_and_the_rules() -> None:
    run("promtool", "check", "config", "prometheus.yml")


def test_the_alerts_fire_and_are_silent_as_their_tests_say() -> None:
    run("promtool", "test", "rules", *sorted((FOLDER / "tests").glob("*.yml")))


def test_alertmanager_takes_the_configuration() -> None:
    run("amtool", "check-config", "alertmanager.yml")


def test_the_dashboard_reads_from_the_data_source_that_is_provisioned() -> None:
    provisioned = FOLDER / "grafana" / "provisioning" / "datasources" / "prometheus.yml"
    (source,) = yaml.safe_load(provisioned.read_text())["datasources"]
    panels = [panel for panel in BOARD["panels"] if panel["type"] != "row"]
    assert {panel["datasource"]["uid"] for panel in panels} == {source["uid"]}
    assert all(target["datasource"]["uid"] == source["uid"] for panel in panels for target in panel["targets"])


def test_each_panel_has_its_own_place_a_title_and_a_sentence() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        place = panel["gridPos"]
        xs, ys = range(place["x"], place["x"] + place["w"]), range(place["y"], place["y"] + place["h"])
        cells = {(x, y) for x in xs for y in ys}
        assert max(xs) < 24
        assert not cells & taken, panel["title"]
        taken |= cells
        assert panel["title"]
        assert panel["type"] == "row" or (panel["description"] and panel["fieldConfig"]["defaults"]["unit"])
    ids = [panel["id"] for panel in BOARD["panels"]]
    assert len(ids) == len(set(ids))


def test_the_dashboard_uses_only_colours_that_all_can_tell_apart() -> None:
    assert set(colours_in(BOARD)) <= OKABE_ITO


def colours_in(value: Any) -> Iterator[str]:
    """Every `#rrggbb` in nested JSON."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from colours_in(inner)
    elif isinstance(value, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        yield value.upper()
