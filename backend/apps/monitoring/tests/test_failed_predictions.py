from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.audit.models import Entry
from apps.catalogue.models import Alias, Version
from apps.monitoring.models import Rerun
from apps.monitoring.tests.rows import IMAGE, answered, failed, prediction, version_of
from apps.predictions.finish import TRACEBACK_CHARS, finish
from apps.predictions.models import Prediction, Status
from apps.storage.file_store import media, put
from conftest import Configure
from ml.errors import BadInput

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("broker")]
URL = "/api/v1/operations/predictions"


@pytest.fixture(autouse=True)
def production(db: None) -> Version:
    version = version_of(IMAGE)
    Alias.objects.create(model=version.model, name=Version.PRODUCTION, version=version)
    return version


@pytest.fixture
def broken(owner: User) -> Prediction:
    return failed(owner, timezone.now(), "model_failed")


def test_what_went_wrong_in_the_worker_is_kept_for_staff_to_its_end(
    owner: User, as_operator: APIClient, as_owner: APIClient
) -> None:
    row = prediction(owner, timezone.now(), status=Status.PROCESSING, attempt=1, claimed_by="w")
    try:
        raise ZeroDivisionError("x" * 2 * TRACEBACK_CHARS + "the end")
    except ZeroDivisionError as error:
        failure = BadInput("model_failed", "The model failed on this file.").because(error)
    finish([row], [failure])
    body = as_operator.get(f"{URL}/{row.pk}").json()
    assert body["traceback"].endswith("the end\n")
    assert len(body["traceback"]) == TRACEBACK_CHARS
    assert (body["owner"], body["prediction"]["error"]["code"]) == ("owner", "model_failed")
    assert as_owner.get(f"{URL}/{row.pk}").status_code == 403
    assert "traceback" not in as_owner.get(f"/api/v1/predictions/{row.pk}").content.decode()


def test_only_what_failed_is_shown_so(as_operator: APIClient, owner: User) -> None:
    row = answered(owner, timezone.now())
    for path in (f"{row.pk}", f"{row.pk}/input", f"{uuid4()}", f"{uuid4()}/input"):
        assert as_operator.get(f"{URL}/{path}").status_code == 404


def test_staff_read_the_file_of_what_failed_and_the_audit_has_who(
    as_operator: APIClient, as_stranger: APIClient, broken: Prediction, tmp_path: Path
) -> None:
    assert as_operator.get(f"{URL}/{broken.pk}/input").status_code == 404
    (tmp_path / "file").write_bytes(b"!")
    put(media(), tmp_path / "file", "nothing")
    found = as_operator.get(f"{URL}/{broken.pk}/input")
    assert (found.status_code, found.getvalue()) == (200, b"!")
    assert as_stranger.get(f"{URL}/{broken.pk}/input").status_code == 403
    entries = Entry.objects.filter(event="file_read").values_list("by", "facts")
    assert {by for by, _ in entries} == {"operator"}
    assert all(str(broken.pk) in str(facts) for _, facts in entries)


def test_one_is_run_again_for_its_owner_and_says_so(
    as_operator: APIClient, as_owner: APIClient, broken: Prediction
) -> None:
    body = as_operator.post(f"{URL}/reruns", {"ids": [str(broken.pk)]}, format="json").json()
    (queued,) = body["queued"]
    assert (queued["failed"], queued["model"], queued["version"]) == (str(broken.pk), "small-image", 1)
    assert (queued["by"], queued["status"]) == ("operator", "queued")
    again = as_owner.get(f"/api/v1/predictions/{queued['again']}").json()
    assert again["input"]["name"] == "cat.jpg"
    (listed,) = as_operator.get(URL, {"status": "failed"}).json()["results"]
    assert listed["rerun"]["again"] == queued["again"]
    (entry,) = Entry.objects.filter(event="prediction_rerun").values_list("by", "facts")
    assert entry[0] == "operator"
    assert queued["again"] in str(entry[1])


def test_it_is_run_by_the_version_that_is_named(as_operator: APIClient, broken: Prediction) -> None:
    model = broken.version.model
    Version.objects.create(model=model, number=2, digest="1" * 64, manifest={}, size=1)
    wanted = {"ids": [str(broken.pk)], "model": "small-image/versions/2"}
    (queued,) = as_operator.post(f"{URL}/reruns", wanted, format="json").json()["queued"]
    assert queued["version"] == 2


def test_what_cannot_be_run_again_is_refused_by_itself(as_operator: APIClient, broken: Prediction, owner: User) -> None:
    fine = answered(owner, timezone.now())
    wanted = {"ids": [str(fine.pk), str(broken.pk)]}
    body = as_operator.post(f"{URL}/reruns", wanted, format="json").json()
    assert [one["failed"] for one in body["queued"]] == [str(broken.pk)]
    assert [(one["prediction"], one["code"]) for one in body["refused"]] == [(str(fine.pk), "not_found")]
    unknown = {"ids": [str(broken.pk)], "model": "nobody"}
    body = as_operator.post(f"{URL}/reruns", unknown, format="json").json()
    assert [one["code"] for one in body["refused"]] == ["unknown_model"]


def test_all_of_a_code_are_run_again_once_and_some_at_a_time(
    as_operator: APIClient, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.monitoring.reruns.AT_ONCE", 2)
    for code in ("timeout", "timeout", "timeout", "decode_failed"):
        failed(owner, timezone.now(), code)
    answers = [as_operator.post(f"{URL}/reruns", {"code": "timeout"}, format="json").json() for _ in range(3)]
    assert [(len(one["queued"]), one["left"]) for one in answers] == [(2, 1), (1, 0), (0, 0)]
    assert Rerun.objects.count() == 3


def test_a_full_queue_refuses_and_nothing_is_half_done(
    as_operator: APIClient, broken: Prediction, configure: Configure
) -> None:
    configure(max_waiting_per_user=1)
    other = failed(broken.owner, timezone.now())
    wanted = {"ids": [str(broken.pk), str(other.pk)]}
    body = as_operator.post(f"{URL}/reruns", wanted, format="json").json()
    assert [one["code"] for one in body["refused"]] == ["queue_full"]
    assert Rerun.objects.count() == Prediction.objects.filter(status=Status.QUEUED).count() == 1


@pytest.mark.parametrize("body", [{}, {"ids": []}, {"ids": ["x"]}, {"code": "colour"}, {"code": "timeout", "ids": []}])
def test_what_is_no_wish_is_refused(as_operator: APIClient, body: dict[str, object]) -> None:
    assert as_operator.post(f"{URL}/reruns", body, format="json").status_code == 400


def test_only_staff_run_again(as_owner: APIClient, nobody: APIClient, broken: Prediction) -> None:
    wanted = {"ids": [str(broken.pk)]}
    assert as_owner.post(f"{URL}/reruns", wanted, format="json").status_code == 403
    assert nobody.post(f"{URL}/reruns", wanted, format="json").status_code == 401


def test_a_rerun_goes_with_what_it_is_of(as_operator: APIClient, as_owner: APIClient, broken: Prediction) -> None:
    as_operator.post(f"{URL}/reruns", {"ids": [str(broken.pk)]}, format="json")
    assert as_owner.delete(f"/api/v1/predictions/{broken.pk}").status_code == 204
    assert not Rerun.objects.exists()
