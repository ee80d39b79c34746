"""What a job found goes into the catalogue and is shown: a child ends with the files of a real, small model."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from pytest_django import DjangoCaptureOnCommitCallbacks
from rest_framework.test import APIClient

from apps.catalogue.install import install
from apps.catalogue.models import Model, Version
from apps.training.imports.payload import ImportPayload
from apps.training.jobs.notify import notify
from apps.training.jobs.submit import enqueue
from apps.training.models import DataSetVersion, Job, Run, Variant
from apps.training.states import Status, Work
from apps.training.tests.conftest import URL
from apps.training.tests.scripted import Script, performed
from ml.adopt.details import Details
from ml.bundle import EVALUATION, MANIFEST, Bundle, write_bundle
from ml.jobs.messages import AdoptResult, MadeVariant, OptimiseResult, Refused, TrainResult
from ml.optimise.comparison import Comparison, Machine, Row
from ml.optimise.gate import Verdict
from ml.optimise.rates import Loss, Rate, Speed
from ml.training.events import EpochEnded, Started

pytestmark = pytest.mark.django_db
CIFAR = settings.SHIPPED_BUNDLES_DIR / "resnet-cifar10"
SPEECH = settings.SHIPPED_BUNDLES_DIR / "wav2vec2-small"
DIGEST = "1" * 64
EVALUATED = {
    "data_set": {"slug": "pets", "title": "Pets", "digest": DIGEST}, "split": "test", "items": 8, "failed": [],
    "labels": ["cat", "dog"], "top1": 0.5, "top1_interval": [0.2, 0.8],
    "worst": [{"name": "a.png", "file": f"files/{'a' * 64}.png", "truth": "cat", "answer": "dog", "score": 0.9}],
}  # fmt: skip


def copied(source: Path, target: Path, **changes: object) -> Path:
    """A bundle with other words in its manifest."""
    content = json.loads((source / MANIFEST).read_text()) | changes
    files = {name: source / name for name in content.pop("files")}
    return write_bundle(target, content, files).folder


def row(name: str, **more: Any) -> Row:
    """Of the table."""
    return Row(
        name=name, slug="pets", digest=DIGEST, variant=None, parameters=10, size=100, memory=1000,
        error=Rate(0.1, 0.05, 0.2), **{"loss": None, "speeds": [], "verdict": None, **more},
    )  # fmt: skip


TABLE = Comparison(
    kind="image-classification",
    data_set={"slug": "pets", "digest": DIGEST},
    split="validation",
    items=8,
    item="32 x 32",
    machine=Machine("a processor", 2, 1, "ONNX Runtime"),
    rows=[
        row("pets v1"),
        row(
            "int8",
            loss=Loss(0.01, 0.0, 0.02, 1, 2, 0.5),
            speeds=[Speed(1, 0.01, 0.02, 100.0, 0.5, 0.4, 0.6)],
            verdict=Verdict(accepted=True, reason="Twice as fast."),
            pareto=True,
        ),
    ],
)


def test_a_finished_run_has_the_figures_of_its_bundle_and_of_its_test(
    waiting_run: Run, script: Script, as_operator: APIClient
) -> None:
    bundle = waiting_run.folder / "bundle"
    copied(CIFAR, bundle, slug="pets")
    (bundle / EVALUATION).write_text(json.dumps(EVALUATED))
    content = json.loads((bundle / MANIFEST).read_text())
    write_bundle(bundle, content, {name: bundle / name for name in (*content.pop("files"), EVALUATION)})
    script.write(TrainResult(bundle=bundle))
    assert performed().status == Status.SUCCEEDED
    shown = as_operator.get(f"{URL}/runs/{waiting_run.pk}").json()
    assert (shown["eta_seconds"], shown["registered"]) == (0, None)
    assert shown["metrics"] == dict(Bundle.load(bundle).manifest.metrics)
    assert (shown["evaluation"]["top1"], shown["evaluation"]["items"]) == (0.5, 8)
    (worst,) = shown["evaluation"]["worst"]
    assert (worst["name"], worst["answer"]) == ("a.png", "dog")
    assert worst["url"] == f"{URL}/data-sets/pets/versions/1/files/{'a' * 64}"
    waiting_run.refresh_from_db()
    assert waiting_run.digest == Bundle.load(bundle).digest


def test_a_run_without_a_test_split_has_no_evaluation(waiting_run: Run, script: Script, as_operator: APIClient) -> None:
    script.write(TrainResult(bundle=copied(CIFAR, waiting_run.folder / "bundle", slug="pets")))
    performed()
    assert as_operator.get(f"{URL}/runs/{waiting_run.pk}").json()["evaluation"] is None


def test_a_bundle_that_was_damaged_on_its_way_fails_the_run(waiting_run: Run, script: Script) -> None:
    bundle = copied(CIFAR, waiting_run.folder / "bundle", slug="pets")
    (bundle / "model.onnx").write_bytes(b"half")
    script.write(TrainResult(bundle=bundle))
    ended = performed()
    assert (ended.status, ended.error) == (Status.FAILED, f"bundle: model.onnx differs from the sha256 in {MANIFEST}")


@pytest.fixture
def finished_run(waiting_run: Run, script: Script) -> Run:
    """A run whose model lies in its folder."""
    script.write(TrainResult(bundle=copied(CIFAR, waiting_run.folder / "bundle", slug="pets")))
    performed()
    return waiting_run


@pytest.mark.parametrize(("form", "slug"), [({}, "pets"), ({"slug": "my-pets"}, "my-pets")])
def test_the_model_of_a_run_becomes_a_version_under_its_own_name_or_another(
    finished_run: Run, as_operator: APIClient, form: dict[str, str], slug: str
) -> None:
    answer = as_operator.post(f"{URL}/runs/{finished_run.pk}/register", form, format="json")
    assert (answer.status_code, answer.json()) == (
        201, {"model": slug, "number": 1, "reference": f"{slug}/versions/1"},
    )  # fmt: skip
    version = Version.objects.get(model_id=slug)
    assert (version.parsed.slug, version.model.kind) == (slug, "image-classification")
    assert as_operator.get(f"{URL}/runs/{finished_run.pk}").json()["registered"] == f"{slug}/versions/1"
    assert not [path.name for path in finished_run.folder.iterdir() if path.name.startswith(".renamed")]


def test_a_model_that_is_registered_twice_is_one_version(finished_run: Run, as_operator: APIClient) -> None:
    for _ in range(2):
        answer = as_operator.post(f"{URL}/runs/{finished_run.pk}/register", {}, format="json")
        assert answer.json()["number"] == 1
    assert Version.objects.count() == 1


def test_a_model_is_not_registered_under_the_name_of_a_model_of_another_kind(
    finished_run: Run, as_operator: APIClient
) -> None:
    Model.objects.create(slug="ear", kind="speech-recognition", title="Ear", summary="Ear.")
    answer = as_operator.post(f"{URL}/runs/{finished_run.pk}/register", {"slug": "ear"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_kind")
    assert answer.json()["errors"][0]["pointer"] == "/slug"
    assert not Version.objects.exists()


@pytest.mark.parametrize("spoil", ["gone", "changed"])
def test_a_model_whose_files_are_gone_or_damaged_is_not_registered(
    finished_run: Run, as_operator: APIClient, spoil: str
) -> None:
    if spoil == "gone":
        shutil.rmtree(finished_run.folder)
    else:
        (finished_run.folder / "bundle" / "model.onnx").write_bytes(b"")
    answer = as_operator.post(f"{URL}/runs/{finished_run.pk}/register", {}, format="json")
    assert (answer.status_code, "Make it again" in answer.json()["detail"]) == (409, True)


def test_a_removed_run_leaves_its_version(
    finished_run: Run, as_operator: APIClient, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    as_operator.post(f"{URL}/runs/{finished_run.pk}/register", {}, format="json")
    with django_capture_on_commit_callbacks(execute=True):
        assert as_operator.delete(f"{URL}/runs/{finished_run.pk}").status_code == 204
    assert not finished_run.folder.exists()
    assert as_operator.get(f"{URL}/models/pets/versions/1").status_code == 200


def test_the_last_epoch_is_kept_though_the_trainer_was_killed_before_it_wrote(waiting_run: Run, script: Script) -> None:
    """A child that was lost had written its history; the next one ends without telling of that epoch again."""
    epoch = EpochEnded(
        number=1, step=20, train_loss=1.0, validation_loss=0.9, metric_name="top1", metric=0.5, best=True,
        learning_rate=0.1, seconds=1.0, samples=(),
    )  # fmt: skip
    bundle = copied(CIFAR, waiting_run.folder / "bundle", slug="pets")
    (waiting_run.folder / "history.json").write_text(json.dumps({"curve": [], "epochs": [epoch.entry()]}))
    started = Started(
        step=20, steps=20, epochs=1, parameters=1, train_items=8, validation_items=8, processes=1, device="cpu"
    )
    script.write(started, TrainResult(bundle=bundle))
    performed()
    assert list(waiting_run.epochs.values_list("number", "metric")) == [(1, 0.5)]


@pytest.fixture
def parent(db: None) -> Version:
    """A version that variants are made of, with its files."""
    return install(CIFAR)


@pytest.fixture
def compared(parent: Version, frozen: DataSetVersion, as_operator: APIClient, script: Script) -> Job:
    """A comparison that has ended: int8 was accepted, prune refused."""
    body = {"data_set": "pets", "version": 1, "steps": ["int8"]}
    DataSetVersion.objects.update(manifest={**frozen.manifest, "classes": list(parent.parsed.labels or ())})
    url = f"{URL}/models/{parent.model_id}/versions/1/variants"
    assert as_operator.post(url, body, format="json").status_code == 202
    job = Job.objects.get()
    copied(CIFAR, job.folder / "int8", variant="int8", title="Smaller")
    digest = Bundle.load(job.folder / "int8").digest
    variants = (
        MadeVariant(name="int8", digest=digest, metrics={"size": 100}, accepted=True, reason="Twice as fast."),
        MadeVariant(name="prune", digest=DIGEST, metrics={}, accepted=False, reason="It loses too much."),
    )
    script.write(OptimiseResult(comparison=TABLE, variants=variants))
    return performed()


def test_the_table_and_the_variants_are_shown_with_their_verdicts(
    compared: Job, parent: Version, as_operator: APIClient
) -> None:
    assert (compared.status, compared.error) == (Status.SUCCEEDED, "")
    (shown,) = as_operator.get(f"{URL}/models/{parent.model_id}/versions/1/comparisons").json()["results"]
    assert (shown["steps"], shown["data_set"], shown["data_set_version"]) == (["int8"], "pets", 1)
    first, second = shown["table"]["rows"]
    assert (first["verdict"], second["verdict"]) == (None, {"accepted": True, "reason": "Twice as fast."})
    assert second["speeds"][0]["ratio"] == 0.5
    found = {one["name"]: (one["accepted"], one["reason"], one["registered"]) for one in shown["variants"]}
    assert found == {"int8": (True, "Twice as fast.", None), "prune": (False, "It loses too much.", None)}


def test_an_accepted_variant_becomes_the_next_version_of_its_parent_s_model(
    compared: Job, parent: Version, as_operator: APIClient
) -> None:
    variant = Variant.objects.get(name="int8")
    answer = as_operator.post(f"{URL}/variants/{variant.pk}/register", {}, format="json")
    assert (answer.status_code, answer.json()["reference"]) == (201, f"{parent.model_id}/versions/2")
    variant.refresh_from_db()
    assert (variant.registered and variant.registered.parsed.variant) == "int8"
    (shown,) = as_operator.get(f"{URL}/models/{parent.model_id}/versions/1/comparisons").json()["results"]
    assert f"{parent.model_id}/versions/2" in {one["registered"] for one in shown["variants"]}


def test_a_variant_can_have_a_name_of_its_own(compared: Job, as_operator: APIClient) -> None:
    variant = Variant.objects.get(name="int8")
    answer = as_operator.post(f"{URL}/variants/{variant.pk}/register", {"slug": "tiny"}, format="json")
    assert answer.json()["reference"] == "tiny/versions/1"


def test_an_unknown_variant_is_not_found(as_operator: APIClient, waiting_run: Run) -> None:
    assert as_operator.post(f"{URL}/variants/{waiting_run.pk}/register", {}, format="json").status_code == 404


def test_a_comparison_that_failed_has_no_table(parent: Version, as_operator: APIClient) -> None:
    job = Job.objects.create(
        work=Work.OPTIMISE, version=parent, status=Status.FAILED, error="No.", created_at=parent.created_at,
        payload={"data_set": "pets", "version": 1, "steps": ["int8", "fp16"]},
    )  # fmt: skip
    (shown,) = as_operator.get(f"{URL}/models/{parent.model_id}/versions/1/comparisons").json()["results"]
    assert (shown["job"]["id"], shown["table"], shown["variants"]) == (str(job.pk), None, [])


def imported(operator: User, slug: str) -> Job:
    """A model that somebody sent."""
    details = Details(slug=slug, title="Theirs", licence="MIT", source="theirs.zip")
    job = enqueue(Work.IMPORT, operator, ImportPayload(file="model.zip", details=details))
    notify(job)
    job.folder.mkdir(parents=True)
    (job.folder / "model.zip").touch()
    return job


def test_a_model_that_was_taken_in_is_a_version_and_its_folder_goes(
    operator: User,
    script: Script,
    as_operator: APIClient,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    job = imported(operator, "theirs")
    script.write(AdoptResult(bundle=copied(CIFAR, job.folder / "bundle", slug="theirs")))
    with django_capture_on_commit_callbacks(execute=True):
        ended = performed()
    assert (ended.status, str(ended.version)) == (Status.SUCCEEDED, "theirs v1")
    shown = as_operator.get(f"{URL}/jobs/{job.pk}").json()
    assert (shown["model"], shown["source"]) == ("theirs/versions/1", "theirs.zip")
    assert not job.folder.exists()


def test_a_model_of_another_kind_under_a_known_name_fails_the_import_with_what_to_do(
    operator: User, script: Script
) -> None:
    Model.objects.create(slug="theirs", kind="image-classification", title="Theirs", summary="Theirs.")
    job = imported(operator, "theirs")
    script.write(AdoptResult(bundle=copied(SPEECH, job.folder / "bundle", slug="theirs")))
    ended = performed()
    assert ended.status == Status.FAILED
    assert "choose another name" in ended.error
    assert ended.version is None


def test_an_import_that_is_refused_keeps_its_file_for_another_try(operator: User, script: Script) -> None:
    job = imported(operator, "theirs")
    script.write(Refused(reason="There is no model in it."))
    assert performed().error == "There is no model in it."
    assert (job.folder / "model.zip").exists()
