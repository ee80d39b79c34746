"""What operators do with what people said, beyond the straight way."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from rest_framework.test import APIClient

from apps.catalogue.models import Model, Version
from apps.predictions.models import Prediction, Status
from apps.storage.file_store import media
from apps.training.models import Correction, DataSet, DataSetVersion, Job
from apps.training.tests.conftest import URL, Answer, picture, work_off
from apps.uploads.models import Upload
from ml.tests.datasets.material import sound_bytes

pytestmark = pytest.mark.django_db
LABELS = ["cat", "dog"]
Judged = Callable[..., Prediction]


def version_of(kind: str, slug: str, **outputs: object) -> Version:
    """A version that can be trained further, in words."""
    model = Model.objects.create(slug=slug, kind=kind, title=slug, summary=slug)
    pictures = {"size": 32, "resize": "squash", "mean": [0.5] * 3, "std": [0.5] * 3}
    sounds = {
        "sample_rate": 16_000, "normalize": True, "buckets": [2.0], "window_seconds": 2.0, "overlap_seconds": 1.0,
        "frame_stride": 320,
    }  # fmt: skip
    manifest = {
        "slug": slug, "kind": kind, "title": slug, "summary": slug, "licence": "MIT", "metrics": {}, "lineage": {},
        "parameters": 1, "files": {"model.safetensors": "0" * 64}, "architecture": {"family": "resnet20"},
        "preprocess": pictures if "labels" in outputs else sounds, **outputs,
    }  # fmt: skip
    return Version.objects.create(model=model, number=1, digest="0" * 64, manifest=manifest, size=1)


@pytest.fixture
def eye(db: None) -> Version:
    return version_of("image-classification", "eye", labels=LABELS)


@pytest.fixture
def ear(db: None) -> Version:
    return version_of("speech-recognition", "ear", vocabulary=["<pad>", "|", "A", "B"], blank=0, word_delimiter="|")


@pytest.fixture
def judged(owner: User) -> Judged:
    """A prediction of which its owner said something."""

    def make(version: Version, feedback: dict[str, object], seed: int = 1) -> Prediction:
        speech = version.model.kind == "speech-recognition"
        content, name = (sound_bytes(300 + seed), "a.wav") if speech else (picture(seed), "a.png")
        kind = "audio/wav" if speech else "image/png"
        upload = Upload(owner=owner, name=name, kind=version.model.kind, content_type=kind, size=len(content))
        upload.sha256 = sha256(content).hexdigest()
        upload.file.save(name, ContentFile(content), save=False)
        upload.save()
        now = timezone.now()
        output = {"text": "A B", "words": []} if speech else {"labels": [{"label": "cat", "index": 0, "score": 0.9}]}
        return Prediction.objects.create(
            owner=owner, upload=upload, version=version, kind=version.model.kind, status=Status.SUCCEEDED,
            output=output, created_at=now, search="", feedback=feedback, feedback_at=now,
        )  # fmt: skip

    return make


def review(client: APIClient, row: Prediction, state: str = "accepted", **more: str) -> Answer:
    return client.put(f"{URL}/corrections/{row.pk}", {"state": state, **more}, format="json")


def states(client: APIClient, **query: str) -> Any:
    found = client.get(f"{URL}/corrections", query).json()
    return [one["state"] for one in found["results"]], found["counts"]


def test_a_word_can_be_taken_back(as_operator: APIClient, eye: Version, judged: Judged) -> None:
    row = judged(eye, {"label": "dog"})
    for state in ("accepted", "rejected", "accepted"):
        assert review(as_operator, row, state).json()["state"] == state
    assert Correction.objects.count() == 1


def test_what_a_person_says_later_is_looked_over_again(as_operator: APIClient, eye: Version, judged: Judged) -> None:
    row = judged(eye, {"label": "dog"})
    review(as_operator, row)
    Prediction.objects.update(feedback={"label": "cat"}, feedback_at=timezone.now())
    assert states(as_operator) == (["pending"], {"pending": 1, "accepted": 0, "rejected": 0})
    assert as_operator.get(f"{URL}/corrections", {"state": "accepted"}).json()["results"] == []
    assert review(as_operator, row).json()["answer"] == "cat"


def test_what_a_person_takes_back_is_no_correction_any_more(
    as_operator: APIClient, eye: Version, judged: Judged
) -> None:
    review(as_operator, judged(eye, {"label": "dog"}))
    Prediction.objects.update(feedback=None, feedback_at=None)
    assert states(as_operator) == ([], {"pending": 0, "accepted": 0, "rejected": 0})


def test_who_reviewed_it_is_said_and_stays_when_that_person_leaves(
    as_operator: APIClient, operator: User, eye: Version, judged: Judged
) -> None:
    row = judged(eye, {"label": "dog"})
    assert review(as_operator, row).json()["reviewed_by"] == "operator"
    Correction.objects.update(reviewed_by=None)
    (shown,) = as_operator.get(f"{URL}/corrections").json()["results"]
    assert (shown["reviewed_by"], shown["state"], shown["answer"]) == (None, "accepted", "dog")


def test_an_operator_may_know_better_than_both(as_operator: APIClient, eye: Version, judged: Judged) -> None:
    shown = review(as_operator, judged(eye, {"label": "dog"}), answer="cat").json()
    assert (shown["given"], shown["said"], shown["answer"]) == ("cat", "dog", "cat")


def test_what_was_only_said_to_be_wrong_may_be_rejected(as_operator: APIClient, eye: Version, judged: Judged) -> None:
    row = judged(eye, {"correct": False})
    shown = as_operator.get(f"{URL}/corrections").json()["results"][0]
    assert shown["said"] == ""
    assert review(as_operator, row, "rejected").json()["state"] == "rejected"


@pytest.mark.parametrize("state", ["pending", "maybe", ""])
def test_a_word_that_is_neither_is_refused(as_operator: APIClient, eye: Version, judged: Judged, state: str) -> None:
    answer = review(as_operator, judged(eye, {"label": "dog"}), state)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/state")


def test_corrections_are_told_apart_by_kind_and_by_what_was_thought_of_them(
    as_operator: APIClient, eye: Version, ear: Version, judged: Judged
) -> None:
    seen, heard = judged(eye, {"label": "dog"}), judged(ear, {"text": "B B"})
    judged(ear, {"correct": True}, seed=2)
    review(as_operator, seen)
    review(as_operator, heard, "rejected")
    assert states(as_operator) == (["pending", "rejected", "accepted"], {"pending": 1, "accepted": 1, "rejected": 1})
    assert states(as_operator, kind="speech-recognition")[1] == {"pending": 1, "accepted": 0, "rejected": 1}
    assert states(as_operator, state="rejected")[0] == ["rejected"]
    assert states(as_operator, kind="image-classification", state="pending")[0] == []


def test_of_speech_the_text_is_the_answer(as_operator: APIClient, ear: Version, judged: Judged) -> None:
    shown = review(as_operator, judged(ear, {"text": "B B"})).json()
    assert (shown["given"], shown["said"], shown["answer"]) == ("A B", "B B", "B B")
    confirmed = review(as_operator, judged(ear, {"correct": True}, seed=2)).json()
    assert confirmed["answer"] == "A B"


def test_silence_may_be_what_is_right(as_operator: APIClient, ear: Version, judged: Judged) -> None:
    row = judged(ear, {"text": ""})
    assert review(as_operator, row).status_code == 422
    assert review(as_operator, row, answer="  ").status_code == 422


def test_what_was_deleted_or_never_said_is_not_found(as_operator: APIClient, eye: Version, judged: Judged) -> None:
    silent = judged(eye, {"label": "dog"})
    Prediction.objects.update(feedback=None)
    for pk in (silent.pk, uuid4()):
        assert as_operator.get(f"{URL}/corrections/{pk}/file").status_code == 404
        assert as_operator.put(f"{URL}/corrections/{pk}", {"state": "accepted"}, format="json").status_code == 404


def test_a_file_that_storage_has_lost_is_not_found(as_operator: APIClient, eye: Version, judged: Judged) -> None:
    row = judged(eye, {"label": "dog"})
    media().delete(str(row.upload.file.name))
    answer = as_operator.get(f"{URL}/corrections/{row.pk}/file")
    assert (answer.status_code, answer.json()["detail"]) == (404, "The file is no longer in storage.")


def test_a_prediction_that_goes_takes_its_correction_along(
    as_operator: APIClient, as_owner: APIClient, eye: Version, judged: Judged
) -> None:
    row = judged(eye, {"label": "dog"})
    review(as_operator, row)
    assert as_owner.delete(f"{URL}/predictions/{row.pk}").status_code == 204
    assert not Correction.objects.exists()


@pytest.mark.parametrize("half", [{"data_set": "pets"}, {"version": 1}])
def test_a_set_that_is_mixed_in_is_named_with_its_version(
    as_operator: APIClient, eye: Version, half: dict[str, object]
) -> None:
    body = {"slug": "from-users", "parent": "eye/versions/1", **half}
    answer = as_operator.post(f"{URL}/corrections/run", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/version")


def taught(client: APIClient, parent: str, slug: str = "from-users", **beside: object) -> Answer:
    return client.post(
        f"{URL}/corrections/run", {"slug": slug, "parent": f"{parent}/versions/1", **beside}, format="json"
    )


def test_a_set_of_another_kind_cannot_be_mixed_in(
    as_operator: APIClient, ear: Version, judged: Judged, frozen: DataSetVersion
) -> None:
    review(as_operator, judged(ear, {"text": "B B"}))
    answer = taught(as_operator, "ear", data_set="pets", version=1)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/data_set")
    assert not Job.objects.exists()


def test_a_set_whose_files_are_gone_cannot_be_mixed_in(
    as_operator: APIClient, eye: Version, judged: Judged, frozen: DataSetVersion
) -> None:
    review(as_operator, judged(eye, {"label": "dog"}))
    answer = taught(as_operator, "eye", data_set="pets", version=1)
    assert (answer.status_code, "cannot be read" in answer.json()["detail"]) == (409, True)


def test_a_name_that_a_data_set_has_already_is_refused_and_nothing_is_written(
    as_operator: APIClient, eye: Version, judged: Judged, frozen: DataSetVersion
) -> None:
    for seed in range(12):
        review(as_operator, judged(eye, {"label": LABELS[seed % 2]}, seed))
    answer = taught(as_operator, "eye", slug="pets")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "/slug")
    assert (DataSet.objects.count(), Job.objects.count()) == (1, 0)
    assert not frozen.data_set.folder.exists()


def test_speech_that_was_corrected_is_frozen_in_the_letters_of_its_model(
    as_operator: APIClient, ear: Version, judged: Judged
) -> None:
    texts = ["A B", "B A", "A A", "B B"]
    for seed in range(12):
        review(as_operator, judged(ear, {"text": texts[seed % 4]}, seed))
    assert taught(as_operator, "ear").status_code == 202
    job = Job.objects.get()
    assert (job.work, job.payload["model"], job.payload["train"]["slug"]) == ("freeze", "ear/versions/1", "ear")
    table = (DataSet.objects.get().path / "corrections.jsonl").read_text().splitlines()
    assert len(table) == 12
    assert all('"text"' in line and ".wav" in line for line in table)


def test_a_correction_whose_file_its_owner_deletes_meanwhile_is_left_out(
    as_operator: APIClient, eye: Version, judged: Judged
) -> None:
    rows = [judged(eye, {"label": LABELS[seed % 2]}, seed) for seed in range(13)]
    for row in rows:
        review(as_operator, row)
    media().delete(str(rows[0].upload.file.name))
    assert taught(as_operator, "eye").status_code == 202
    (done,) = work_off()[:1]
    assert done.status == "succeeded"
    counts = DataSetVersion.objects.get().manifest["counts"]
    assert sum(one["items"] for one in counts.values()) == 12
