"""Data in, a version out, with a real network in a child of its own; runs where `make install-train` did."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from apps.catalogue.models import Version
from apps.engines.engines import engine_for
from apps.training.jobs.claim import claim
from apps.training.jobs.perform import perform
from apps.training.jobs.process import JobProcess
from apps.training.models import Job, Run
from apps.training.runs.recorder import RunRecorder
from apps.training.tests.conftest import CLASSES, URL, Answer, picture, pictures, work_off
from config.env import ROOT
from ml.jobs.messages import Update
from ml.training.events import Checkpointed
from ml.training.presets import PRESETS
from ml.types import Classification, Item, Result

PYTHON = ROOT / ".venv-train" / "bin" / "python"
RECIPE = {**PRESETS["resnet20"].model_dump(mode="json"), "epochs": 3, "batch_size": 12, "image_size": 16}
pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="`make install-train` brings torch")


@pytest.fixture
def begun(as_operator: APIClient, send: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run on a frozen set of pictures that waits for a trainer whose children have torch."""
    monkeypatch.setattr(sys, "executable", str(PYTHON))
    send(pictures())
    work_off()
    as_operator.post(f"{URL}/data-sets/pets/freeze", {"title": "Pets", "licence": "CC0"}, format="json")
    work_off()
    body = {"data_set": "pets", "version": 1, "recipe": RECIPE, "slug": "pet-model"}
    return Run.objects.get(pk=as_operator.post(f"{URL}/runs", body, format="json").json()["id"])


def test_a_run_whose_child_is_killed_goes_on_and_becomes_a_version_that_answers(
    begun: Run, as_operator: APIClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begin, take = JobProcess.__enter__, RunRecorder.take
    children: list[JobProcess] = []

    def entered(child: JobProcess) -> JobProcess:
        children.append(child)
        return begin(child)

    def kill_the_first(recorder: RunRecorder, update: Update) -> None:
        take(recorder, update)
        if isinstance(update, Checkpointed) and len(children) == 1:
            children[0].popen.kill()

    monkeypatch.setattr(JobProcess, "__enter__", entered)
    monkeypatch.setattr(RunRecorder, "take", kill_the_first)
    first = claim()
    assert first
    perform(first)
    assert Job.objects.get(pk=first.pk).status == "queued"
    (ended,) = work_off()
    assert (ended.status, ended.attempt) == ("succeeded", 2), ended.error
    shown = as_operator.get(f"{URL}/runs/{begun.pk}").json()
    assert [epoch["number"] for epoch in shown["epochs"]] == [1, 2, 3]
    assert len(shown["evaluation"]["confusion"]) == len(CLASSES)
    answer = as_operator.post(f"{URL}/runs/{begun.pk}/register", {}, format="json")
    assert (answer.status_code, answer.json()["reference"]) == (201, "pet-model/versions/1")
    file = tmp_path / "pet.png"
    file.write_bytes(picture(1))
    (result,) = engine_for(Version.objects.get(model_id="pet-model")).predict_many([Item(file)])
    assert isinstance(result, Result)
    assert isinstance(result.output, Classification)
    assert {label.label for label in result.output.labels} == set(CLASSES)
