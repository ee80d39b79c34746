from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.predictions import actions, trash
from apps.predictions.models import Prediction, Status
from apps.training.corrections.rehearsal import others
from apps.training.jobs.claim import claim
from apps.training.jobs.perform import perform
from apps.training.models import DataSet, DataSetVersion, Job, Run
from apps.training.runs import submit
from apps.training.tests.conftest import URL, picture, work_off
from apps.uploads.models import Upload
from ml.datasets.frozen import DataItem
from ml.training.presets import PRESETS

LABELS = ["cat", "dog"]
ALL_LABELS = [*LABELS, "parrot"]


@pytest.fixture
def version(db: None) -> Version:
    """A model that can be trained further, in words."""
    model = Model.objects.create(slug="pets", kind="image-classification", title="Pets", summary="Pets.")
    manifest = {
        "slug": "pets", "kind": "image-classification", "title": "Pets", "summary": "Pets.", "licence": "MIT",
        "metrics": {}, "lineage": {}, "parameters": 1, "files": {"model.safetensors": "0" * 64}, "labels": ALL_LABELS,
        "architecture": {"family": "resnet20"},
        "preprocess": {"size": 32, "resize": "squash", "mean": [0.5] * 3, "std": [0.5] * 3},
    }  # fmt: skip
    return Version.objects.create(model=model, number=1, digest="0" * 64, manifest=manifest, size=1)


@pytest.fixture
def judged(owner: User, version: Version) -> Callable[..., Prediction]:
    """A prediction of which its owner said something."""

    def make(seed: int, feedback: dict[str, Any]) -> Prediction:
        upload = Upload(owner=owner, name="pet.png", kind="image-classification", content_type="image/png", size=0)
        upload.file.save("pet.png", ContentFile(picture(seed)), save=False)
        upload.size, upload.sha256 = len(picture(seed)), sha256(picture(seed)).hexdigest()
        upload.save()
        now = timezone.now()
        return Prediction.objects.create(
            owner=owner, upload=upload, version=version, kind="image-classification", status=Status.SUCCEEDED,
            output={"labels": [{"label": "cat", "index": 0, "score": 0.9}]}, created_at=now, search="",
            feedback=feedback, feedback_at=now,
        )  # fmt: skip

    return make


def accept(client: APIClient, row: Prediction, **more: str) -> Any:
    return client.put(f"{URL}/corrections/{row.pk}", {"state": "accepted", **more}, format="json")


def test_an_operator_sees_what_was_said_and_the_file_of_it(
    as_operator: APIClient, as_owner: APIClient, judged: Callable[..., Prediction]
) -> None:
    row = judged(1, {"label": "dog"})
    found = as_operator.get(f"{URL}/corrections").json()
    (correction,) = found["results"]
    assert (correction["given"], correction["said"], correction["state"], correction["by"]) == (
        "cat",
        "dog",
        "pending",
        "owner",
    )
    assert found["counts"] == {"pending": 1, "accepted": 0, "rejected": 0}
    assert as_operator.get(correction["url"]).getvalue() == picture(1)
    assert as_owner.get(correction["url"]).status_code == 403
    assert as_owner.put(f"{URL}/corrections/{row.pk}", {"state": "accepted"}, format="json").status_code == 403


def test_what_its_owner_has_deleted_is_shown_to_no_operator(
    as_operator: APIClient, owner: User, judged: Callable[..., Prediction]
) -> None:
    row = judged(1, {"label": "dog"})
    trash.put(owner, [row.pk])
    assert as_operator.get(f"{URL}/corrections").json()["results"] == []
    assert accept(as_operator, row).status_code == 404


def test_a_wrong_answer_without_the_right_one_has_to_be_given_one(
    as_operator: APIClient, judged: Callable[..., Prediction]
) -> None:
    row = judged(1, {"correct": False})
    assert (accept(as_operator, row).status_code, accept(as_operator, row, answer="dog").status_code) == (422, 200)
    assert as_operator.get(f"{URL}/corrections?state=accepted").json()["results"][0]["answer"] == "dog"


def test_a_confirmed_answer_is_the_model_s_own(as_operator: APIClient, judged: Callable[..., Prediction]) -> None:
    assert accept(as_operator, judged(1, {"correct": True})).json()["answer"] == "cat"


def test_nothing_is_learnt_before_something_was_accepted(
    as_operator: APIClient, judged: Callable[..., Prediction]
) -> None:
    judged(1, {"label": "dog"})
    body = {"slug": "from-users", "parent": "pets/versions/1"}
    assert as_operator.post(f"{URL}/corrections/run", body, format="json").status_code == 409
    assert not DataSet.objects.exists()


def test_one_call_makes_a_data_set_of_what_was_accepted_and_a_run_on_it(
    as_operator: APIClient, judged: Callable[..., Prediction], version: Version
) -> None:
    for seed in range(24):
        accept(as_operator, judged(seed, {"label": LABELS[seed % 2]}))
    judged(99, {"label": "dog"})
    body = {"slug": "from-users", "parent": "pets/versions/1"}
    answer = as_operator.post(f"{URL}/corrections/run", body, format="json")
    assert answer.status_code == 202
    run = run_of_the_frozen_set()
    assert (run.parent, run.slug, run.job.status) == (version, "pets", "queued")
    counts = run.data_set_version.manifest["counts"]
    assert sum(count["items"] for count in counts.values()) == 24
    assert run.data_set_version.manifest["classes"] == LABELS
    assert (run.recipe["labels"], run.recipe["keep_norms"], run.notes) == ("extend", True, [])
    assert 0 < run.recipe["remember"] < 1
    assert learner(as_operator)["mixable"] == []  # the set of corrections itself has nothing to add to them


def test_a_set_of_corrections_tells_how_many_of_its_files_their_owners_have_deleted(
    as_operator: APIClient, judged: Callable[..., Prediction], version: Version
) -> None:
    rows = [judged(seed, {"label": LABELS[seed % 2]}) for seed in range(24)]
    for row in rows:
        accept(as_operator, row)
    body = {"slug": "from-users", "parent": "pets/versions/1"}
    as_operator.post(f"{URL}/corrections/run", body, format="json")
    assert as_operator.get(f"{URL}/data-sets/from-users").json()["deleted_since"] == 0
    for row in rows[:3]:
        actions.delete(row.owner, row.pk)
    assert as_operator.get(f"{URL}/data-sets/from-users").json()["deleted_since"] == 3


def test_the_latest_word_on_a_file_counts(
    as_operator: APIClient, judged: Callable[..., Prediction], version: Version
) -> None:
    for seed in range(24):
        accept(as_operator, judged(seed, {"label": LABELS[seed % 2]}))
    accept(as_operator, judged(0, {"label": "dog"}))  # a cat before
    assert learner(as_operator)["count"] == 24
    teach(as_operator)
    counts = run_of_the_frozen_set().data_set_version.manifest["counts"]
    assert sum(count["per_class"].get("dog", 0) for count in counts.values()) == 13


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (["cat"] * 2 + ["dog"] * 3, "5 accepted corrections are too few, 10 are needed. Accept more"),
        (["cat"] * 12, "All of them are 'cat': the model would answer that to everything"),
        (["cat"] * 9 + ["dog"] * 3 + ["parrot"], "There are fewer of 'parrot' (1). Accept more of them, reject them"),
    ],
)
def test_too_few_corrections_are_refused_with_what_to_do(
    as_operator: APIClient, judged: Callable[..., Prediction], answers: list[str], reason: str
) -> None:
    for seed, answer in enumerate(answers):
        accept(as_operator, judged(seed, {"label": answer}))
    assert reason in learner(as_operator)["lacking"]
    answer = teach(as_operator)
    assert (answer.status_code, reason in answer.json()["detail"]) == (409, True)
    assert not DataSet.objects.exists()


def test_a_model_that_cannot_be_trained_further_is_refused_before_anything_is_written(
    as_operator: APIClient, judged: Callable[..., Prediction], version: Version
) -> None:
    for seed in range(24):
        accept(as_operator, judged(seed, {"label": LABELS[seed % 2]}))
    version.manifest["files"] = {}
    version.save(update_fields=["manifest"])
    assert as_operator.get(f"{URL}/corrections/learners").json()["results"] == []
    assert teach(as_operator).status_code == 422
    assert not DataSet.objects.exists()


def test_one_correction_is_enough_beside_a_data_set_that_the_model_knows(
    as_operator: APIClient,
    send: Callable[..., Any],
    judged: Callable[..., Prediction],
    version: Version,
) -> None:
    send(
        {
            f"{label}/{number}.png": picture(900 + 20 * place + number)
            for place, label in enumerate(LABELS)
            for number in range(15)
        },
        "known",
    )
    body = {"seed": 1, "splitting": "new", "validation": 0.2, "test": 0.2, "title": "Known", "licence": "CC0"}
    work_off()
    as_operator.post(f"{URL}/data-sets/known/freeze", body, format="json")
    work_off()
    accept(as_operator, judged(1, {"label": "parrot"}))
    for seed in (2, 900):  # the second is a picture of the set
        accept(as_operator, judged(seed, {"label": "dog"}))
    found = learner(as_operator)
    assert "too few" in found["lacking"]
    assert found["mixable"] == [{"data_set": "known", "version": 1, "title": "Known"}]
    refused = teach(as_operator, data_set="known", version=1)
    assert "fewer of 'parrot' (1)" in refused.json()["detail"]  # nothing of it is in the set either
    as_operator.put(
        f"{URL}/corrections/{Prediction.objects.earliest('created_at').pk}", {"state": "rejected"}, format="json"
    )
    assert teach(as_operator, data_set="known", version=1).status_code == 202
    manifest = run_of_the_frozen_set().data_set_version.manifest
    items = {name: count["items"] for name, count in manifest["counts"].items()}
    before = DataSetVersion.objects.get(data_set="known").manifest["counts"]
    assert items["test"] + items["validation"] <= before["test"]["items"] + before["validation"]["items"]
    assert sum(items.values()) == 31  # 30 and the two corrections, of which one takes the place of its copy
    assert "mixed in: Known, CC0" in manifest["licence"]


def test_a_run_that_takes_the_labels_of_the_set_alone_says_which_are_lost(
    operator: User, frozen: DataSetVersion, version: Version
) -> None:
    recipe = PRESETS["fine-tune-pictures"]
    run = submit.train(operator, submit.NewRun(frozen, recipe, version, "pets-2"))
    lost = "The new model knows the labels of the data set alone; 1 of pets v1 are lost: parrot."
    assert run.notes == [lost]
    extending = recipe.model_copy(update={"labels": "extend"})
    extended = submit.train(operator, submit.NewRun(frozen, extending, version, "pets-3"))
    assert extended.notes == []


def learner(client: APIClient) -> Any:
    (found,) = client.get(f"{URL}/corrections/learners").json()["results"]
    return found


def teach(client: APIClient, **beside: Any) -> Any:
    body = {"slug": "from-users", "parent": "pets/versions/1", **beside}
    return client.post(f"{URL}/corrections/run", body, format="json")


def run_of_the_frozen_set() -> Run:
    """Freeze what waits; the run itself needs torch and a model that is more than words."""
    job = claim()
    assert job
    perform(job)
    assert Job.objects.get(pk=job.pk).status == "succeeded", Job.objects.get(pk=job.pk).error
    return Run.objects.get()


def test_a_file_that_a_set_holds_twice_is_mixed_in_once() -> None:
    def item(name: str, sha256: str) -> DataItem:
        return DataItem(file=f"files/{sha256}.jpg", name=name, sha256=sha256, split="train", label="cat")

    found = others([item("a.jpg", "1"), item("copy of a.jpg", "1"), item("b.jpg", "2"), item("c.jpg", "3")], {"3"})
    assert sorted(one.sha256 for one in found) == ["1", "2"]
