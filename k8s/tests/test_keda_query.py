"""KEDA's query is about the table as the backend has it: a renamed column would leave the workers as they are."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from config.env import ROOT
from manifests import Manifests, Object, Pod

BACKEND_PYTHON = ROOT / ".venv" / "bin" / "python"
# Django and the models live in the backend's own environment.
ASK = """
import json, sys, django
django.setup()
from django.core.management import call_command
from django.db import connection
from apps.predictions.models import FINAL, Prediction, Status
from apps.training.models import Job
from apps.training.states import ACTIVE
from apps.training.states import Status as Stage
call_command("migrate", verbosity=0)
counts = []
with connection.cursor() as cursor:
    for query in json.load(sys.stdin):
        cursor.execute(query)
        counts.append(cursor.fetchone())
# What is paused waits for a person, not for a trainer.
open = {Prediction: set(Status) - set(FINAL), Job: set(ACTIVE) - {Stage.PAUSED}}
print(json.dumps({"counts": counts, "open": {model._meta.db_table: sorted(states) for model, states in open.items()}}))
"""


def queries(manifests: Manifests) -> Iterator[tuple[Object, str]]:
    """Each ScaledObject with what it asks."""
    for scaler in manifests.of("ScaledObject"):
        yield scaler, scaler["spec"]["triggers"][0]["metadata"]["query"]


@pytest.fixture(scope="module")
def answer(places: Mapping[str, Manifests]) -> Mapping[str, Any]:
    """The backend's word: what each query gives on an empty database, and by table which states are work to be done."""
    wanted = json.dumps([query for _, query in queries(places["production"])])
    variables = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": ""}
    command = [str(BACKEND_PYTHON), "-c", ASK]
    done = subprocess.run(
        command, input=wanted, cwd=ROOT / "backend", env=variables, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_queries_run_on_the_real_tables_and_give_one_number(answer: Mapping[str, Any]) -> None:
    assert answer["counts"] == [[0], [0], [0]]


def test_what_waits_and_what_runs_is_counted(places: Mapping[str, Manifests], answer: Mapping[str, Any]) -> None:
    for _, query in queries(places["production"]):
        table, states = re.search(r"FROM (\w+)", query), re.search(r"status IN \((.+)\)", query)
        assert table
        assert states
        assert sorted(re.findall(r"'(\w+)'", states[1])) == answer["open"][table[1]]


def test_each_scaler_counts_the_kind_that_its_workers_serve(places: Mapping[str, Manifests]) -> None:
    pods: dict[str, Pod] = {pod.owner["metadata"]["name"]: pod for pod in places["production"].pods()}
    for scaler, query in queries(places["production"]):
        variables = pods[scaler["spec"]["scaleTargetRef"]["name"]].containers[0]["env"]
        kinds = [each["value"] for each in variables if each["name"] == "SLIPWAY_WORKER_KINDS"]
        assert re.findall(r"kind = '([\w-]+)'", query) == kinds
