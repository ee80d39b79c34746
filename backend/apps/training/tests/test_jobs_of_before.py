"""A job that an older Slipway wrote down is done by this one, and a run that it began goes on."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.training.jobs.handlers import handler_of
from apps.training.jobs.selectors import jobs
from apps.training.models import DataSetVersion, Job, Run
from apps.training.runs.history import missed
from apps.training.tests.conftest import URL, work_off
from apps.training.tests.test_variants import MANIFEST, version_of
from ml.jobs.orders import (
    CheckOrder,
    DistilStep,
    FreezeOrder,
    ImportOrder,
    InstallOrder,
    Int8Step,
    OptimiseOrder,
    Order,
    PruneStep,
    TrainOrder,
)

pytestmark = pytest.mark.django_db
LOOK = {"seed": 3, "splitting": "new", "validation": 0.2, "test": 0.1, "exclude": ["duplicates"], "case": "lower"}
SAID = {
    "slug": "theirs", "title": "Theirs", "licence": "MIT", "source": "theirs.zip", "labels": ["cat", "dog"],
    "vocabulary": [], "preprocess": {"size": 32, "resize": "squash", "mean": [0, 0, 0], "std": [1, 1, 1]},
}  # fmt: skip
ON_PETS = {"data_set": "pets", "version": 1}


def written(work: str, payload: dict[str, Any], **about: Any) -> Job:
    """A row as it was left waiting."""
    job = Job.objects.create(work=work, payload=payload, created_at=timezone.now(), **about)
    return jobs().select_related("data_set").get(pk=job.pk)


def order_for(job: Job) -> Order:
    """What its child would be told."""
    return handler_of(job).order(job)


def test_a_check_takes_what_was_not_chosen_as_it_was(frozen: DataSetVersion) -> None:
    first = order_for(written("check", {}, data_set=frozen.data_set))
    assert isinstance(first, CheckOrder)
    assert first.examination.options.model_dump() == {
        "seed": 1, "splitting": "source", "validation": 0.1, "test": 0.1, "exclude": (), "wordless": False,
        "case": None, "punctuation": None, "digits": None,
    }  # fmt: skip
    again = order_for(written("check", LOOK, data_set=frozen.data_set))
    assert isinstance(again, CheckOrder)
    chosen = again.examination.options
    assert (chosen.seed, chosen.splitting, chosen.exclude, chosen.case) == (3, "new", ("duplicates",), "lower")


def test_a_freeze_is_called_as_it_was_asked_for(frozen: DataSetVersion) -> None:
    order = order_for(written("freeze", {**LOOK, "title": "Pets", "licence": "CC0"}, data_set=frozen.data_set))
    assert isinstance(order, FreezeOrder)
    assert (order.about.slug, order.about.title, order.about.licence) == ("pets", "Pets", "CC0")
    assert order.folder == frozen.folder.parent / "2"


def test_corrections_that_wait_to_be_frozen_are_compared_with_their_model(frozen: DataSetVersion) -> None:
    model = Model.objects.create(slug="ear", kind="speech-recognition", title="Ear", summary="Ear.")
    parent = Version.objects.create(model=model, number=1, digest="0" * 64, manifest={}, size=1)
    follow = {"parent": parent.pk, "slug": "ear", "recipe": {"kind": "speech-recognition", "epochs": 3}}
    payload = {"title": "Corrections of ear", "licence": "As agreed", "train": follow, "model": "ear/versions/1"}
    order = order_for(written("freeze", payload, data_set=frozen.data_set))
    assert isinstance(order, FreezeOrder)
    assert order.examination.vocabulary
    assert order.examination.vocabulary.parts[-2:] == ("ear", "1")


def test_variants_keep_their_steps_and_their_options(frozen: DataSetVersion) -> None:
    version = version_of(MANIFEST)
    options = {"keep": 0.7, "allowed_loss": 0.01, "student": "resnet20", "recipe": {"epochs": 3}, "mode": "dynamic"}
    job = written("optimise", {**ON_PETS, "steps": ["prune", "distil", "int8"], **options}, version=version)
    order = order_for(job)
    assert isinstance(order, OptimiseOrder)
    assert order.steps == (
        PruneStep(folder=job.folder / "prune", keep=0.7, recipe={"epochs": 3}),
        DistilStep(folder=job.folder / "distil", student="resnet20", recipe={"epochs": 3}),
        Int8Step(folder=job.folder / "int8", mode="dynamic"),
    )
    assert (order.allowed_loss, order.parent_name, order.data_set) == (0.01, "pets v1", frozen.folder)


def test_models_of_others_keep_what_was_said_of_them(frozen: DataSetVersion) -> None:
    job = written("import", {"file": "model.zip", "said": SAID, "measure": ON_PETS})
    job.folder.mkdir(parents=True)
    (job.folder / "model.zip").touch()
    order = order_for(job)
    assert isinstance(order, ImportOrder)
    assert (order.details.labels, order.details.preprocess) == (("cat", "dog"), SAID["preprocess"])
    assert (order.file, order.measure) == (job.folder / "model.zip", frozen.folder)
    about = {"slug": "ear", "title": "a/ear", "licence": "", "source": "a/ear"}
    fetched = order_for(written("install", {"name": "a/ear", "said": about}))
    assert isinstance(fetched, InstallOrder)
    assert (fetched.name, fetched.details.title, fetched.measure) == ("a/ear", "a/ear", None)


def test_a_recipe_without_a_field_that_came_later_has_its_default(waiting_run: Run) -> None:
    Run.objects.update(recipe={"kind": "image-classification", "epochs": 7})
    order = order_for(jobs().get(pk=waiting_run.job_id))
    assert isinstance(order, TrainOrder)
    assert (order.recipe.epochs, order.recipe.kind) == (7, "image-classification")


def test_a_job_whose_payload_makes_no_sense_fails_with_a_sentence(operator: User, frozen: DataSetVersion) -> None:
    written("optimise", {**ON_PETS, "steps": ["fold"]}, version=version_of(MANIFEST), owner=operator)
    (job,) = work_off()
    assert (job.status, job.error) == ("failed", "Something unexpected went wrong; the trainer's log has it.")


def test_a_report_of_before_is_shown(as_operator: APIClient, frozen: DataSetVersion) -> None:
    item = {"name": "cat/1.png", "number": 0, "answer": "cat"}
    finding = {
        "code": "duplicates", "severity": "warning", "sentence": "Two are the same.", "advice": "Leave them out.",
        "cases": [{"files": [item], "note": "the same"}], "cases_total": 1, "leaving": 1,
    }  # fmt: skip
    counts = {"items": 8, "seconds": None, "speakers": None, "per_class": {"cat": 8}}
    report = {
        "kind": "image-classification", "layout": "a folder per class", "ready": True, "items": 8,
        "findings": [finding], "counts": dict.fromkeys(("train", "validation", "test"), counts),
        "classes": {"cat": 8}, "sides": [{"least": 0.0, "below": None, "count": 8}], "seconds": 0.0, "speakers": 0,
        "lengths": [], "sample_rates": {}, "silence_share": 0.0, "characters": {}, "proposed_characters": "",
        "examples": [item, {**item, "number": None}],
    }  # fmt: skip
    data_set = frozen.data_set
    data_set.report, data_set.options = report, LOOK
    data_set.save()
    shown = as_operator.get(f"{URL}/data-sets/pets").json()
    url = f"{URL}/data-sets/pets/items/0/file"
    assert shown["options"] == LOOK
    assert shown["report"]["findings"][0]["cases"][0]["files"][0] == {"name": "cat/1.png", "answer": "cat", "url": url}
    assert [one["url"] for one in shown["report"]["examples"]] == [url, None]


def test_the_history_of_a_run_that_went_astray_is_read(waiting_run: Run) -> None:
    """Older runs wrote NaN, which is no JSON, for a loss that was no number any more."""
    epoch = {
        "epoch": 1, "step": 10, "train_loss": 1.5, "validation_loss": float("nan"), "metric_name": "top1",
        "metric": 0.5, "best": True, "learning_rate": 0.1,
    }  # fmt: skip
    waiting_run.folder.mkdir(parents=True)
    (waiting_run.folder / "history.json").write_text(json.dumps({"curve": [{"step": 1}], "epochs": [epoch]}))
    (found,) = missed(waiting_run, 10)
    assert (found.number, found.train_loss, found.validation_loss, found.seconds) == (1, 1.5, None, 0.0)
