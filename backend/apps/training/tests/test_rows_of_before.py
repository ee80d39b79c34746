"""What an older Slipway wrote into its rows is still shown, and its files are still found."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.training.models import DataSetVersion, Epoch, Job, Point, Run, Variant
from apps.training.states import Status
from apps.training.tests.conftest import URL
from apps.training.tests.test_variants import MANIFEST, version_of

pytestmark = pytest.mark.django_db
# As `asdict` of the comparison of that time wrote it, with fields that nobody shows.
RATE = {"value": 0.1, "low": 0.05, "high": 0.2}
PARENT: dict[str, Any] = {
    "name": "pets v1", "slug": "pets", "digest": "0" * 64, "variant": None, "parameters": 10, "size": 100,
    "memory": 1000, "error": RATE, "loss": None, "speeds": [], "verdict": None, "pareto": True,
}  # fmt: skip
FP16 = {
    **PARENT, "name": "fp16", "variant": "fp16", "memory": None, "pareto": False,
    "loss": {**RATE, "better": 0, "worse": 1, "p": 1.0}, "verdict": {"accepted": True, "reason": "For GPUs."},
}  # fmt: skip
TABLE = {
    "kind": "image-classification", "data_set": {"slug": "pets", "digest": "0" * 64}, "split": "validation",
    "items": 8, "item": "32 x 32", "rows": [PARENT, FP16],
    "machine": {"processor": "a processor", "cores": 2, "threads": 1, "runtime": "ONNX Runtime"},
}  # fmt: skip


def test_a_table_of_before_is_shown(as_operator: APIClient, operator: User) -> None:
    version = version_of(MANIFEST)
    job = Job.objects.create(
        work="optimise", owner=operator, version=version, status=Status.SUCCEEDED, created_at=timezone.now(),
        payload={"data_set": "pets", "version": 1, "steps": ["fp16"]}, result=TABLE,
    )  # fmt: skip
    Variant.objects.create(job=job, parent=version, name="fp16", digest="1" * 64, accepted=True, reason="For GPUs.")
    (shown,) = as_operator.get(f"{URL}/models/pets/versions/1/comparisons").json()["results"]
    assert [one["name"] for one in shown["table"]["rows"]] == ["pets v1", "fp16"]
    assert shown["table"]["rows"][1]["loss"]["p"] == 1.0
    assert shown["variants"][0]["reason"] == "For GPUs."


def test_a_run_of_before_is_shown_with_its_curve_and_its_epochs(as_operator: APIClient, waiting_run: Run) -> None:
    started = {
        "steps": 20, "epochs": 2, "parameters": 10, "train_items": 8, "validation_items": 8, "processes": 1,
        "device": "cpu",
    }  # fmt: skip
    Run.objects.update(started=started, step=20, eta_seconds=0, notes=["Small."], metrics={"top1": 0.5})
    Point.objects.create(run=waiting_run, step=1, epoch=1, loss=1.0, learning_rate=0.1, examples_per_second=5.0)
    Epoch.objects.create(
        run=waiting_run, number=1, step=10, train_loss=1.0, validation_loss=None, metric_name="top1", metric=0.5,
        best=True, learning_rate=0.1, seconds=1.0, samples=[{"name": "a.png", "truth": "cat", "answer": "dog"}],
    )  # fmt: skip
    shown = as_operator.get(f"{URL}/runs/{waiting_run.pk}").json()
    assert (shown["started"], shown["metrics"], shown["best_metric"]) == (started, {"top1": 0.5}, 0.5)
    assert (shown["last_point"]["step"], shown["last_epoch"]["validation_loss"]) == (1, None)
    assert shown["epochs"][0]["samples"][0]["answer"] == "dog"


@pytest.mark.parametrize(
    ("evaluation", "shown"),
    [
        ({"top1": 0.5, "top5": 0.9, "per_class": {"cat": 0.5}, "confusions": [["cat", "dog", 3]]}, "top1"),
        ({"wer": 0.2, "wer_interval": [0.1, 0.3], "clips": 8, "characters": 100}, "wer"),
    ],
)
def test_an_evaluation_of_before_is_shown_with_fields_that_came_later_left_out(
    as_operator: APIClient, waiting_run: Run, evaluation: dict[str, Any], shown: str
) -> None:
    whole = {"data_set": {"slug": "pets"}, "split": "test", "items": 8, "failed": [], "worst": [], **evaluation}
    Run.objects.update(evaluation=whole)
    found = as_operator.get(f"{URL}/runs/{waiting_run.pk}").json()["evaluation"]
    assert found[shown] == evaluation[shown]
    assert "confusion_labels" not in found


def test_a_job_without_progress_says_so(as_operator: APIClient, waiting_run: Run) -> None:
    Job.objects.update(progress={})
    shown = as_operator.get(f"{URL}/jobs/{waiting_run.job_id}").json()
    assert shown["progress"] == {"stage": "", "done": 0, "total": 0, "note": ""}


def test_a_job_whose_owner_has_left_is_nobody_s(as_operator: APIClient, waiting_run: Run) -> None:
    Job.objects.update(owner=None)
    assert as_operator.get(f"{URL}/jobs/{waiting_run.job_id}").json()["owner"] is None
    assert as_operator.post(f"{URL}/jobs/{waiting_run.job_id}/cancel").json()["status"] == "canceled"


def test_a_frozen_set_of_before_that_names_no_classes_or_exclusions_is_shown(
    as_operator: APIClient, frozen: DataSetVersion
) -> None:
    manifest = dict(frozen.manifest)
    del manifest["classes"]
    DataSetVersion.objects.update(manifest=manifest)
    shown = as_operator.get(f"{URL}/data-sets/pets/versions/1").json()
    assert (shown["classes"], shown["characters"], shown["excluded"]) == (None, None, 0)


def test_a_paused_run_of_before_is_resumed(as_operator: APIClient, waiting_run: Run) -> None:
    Job.objects.update(status=Status.PAUSED, attempt=4, claimed_by="", lease_expires_at=None, wish="")
    assert as_operator.post(f"{URL}/runs/{waiting_run.pk}/resume").json()["job"]["attempt"] == 4
    assert Job.objects.get().status == Status.QUEUED
