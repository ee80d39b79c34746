from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.live.models import Event
from apps.training.models import DataSet, DataSetVersion, Job, Run
from apps.training.tests.conftest import URL, Answer, pictures, work_off, zipped
from conftest import Configure

FREEZE = {"title": "Pets", "licence": "CC0"}


def test_a_zip_of_pictures_is_checked_and_frozen(as_operator: APIClient, send: Callable[..., Answer]) -> None:
    answer = send(pictures())
    assert (answer.status_code, answer.json()["job"]["status"]) == (202, "queued")
    assert [job.status for job in work_off()] == ["succeeded"]
    checked = as_operator.get(f"{URL}/data-sets/pets").json()
    assert (checked["kind"], checked["ready"], checked["items"]) == ("image-classification", True, 30)
    assert as_operator.post(f"{URL}/data-sets/pets/freeze", FREEZE, format="json").status_code == 202
    assert [job.status for job in work_off()] == ["succeeded"]
    version = as_operator.get(f"{URL}/data-sets/pets/versions/1").json()
    assert version["classes"] == ["bird", "boat", "cat"]
    assert sum(count["items"] for count in version["counts"].values()) == 30
    assert len(version["digest"]) == 64


def test_a_broken_picture_stops_the_freeze_until_it_is_left_out(
    as_operator: APIClient, send: Callable[..., Answer]
) -> None:
    send(pictures() | {"cat/broken.png": b"\x89PNG\r\n\x1a\nnothing"})
    work_off()
    report = as_operator.get(f"{URL}/data-sets/pets").json()["report"]
    finding = report["findings"][0]
    assert (report["ready"], finding["code"], finding["cases_total"], finding["leaving"]) == (False, "unreadable", 1, 1)
    assert finding["cases"][0]["files"][0]["name"] == "cat/broken.png"
    as_operator.post(f"{URL}/data-sets/pets/freeze", FREEZE, format="json")
    (refused,) = work_off()
    assert refused.status == "failed"
    assert "1 file cannot be read" in refused.error
    as_operator.post(f"{URL}/data-sets/pets/freeze", {**FREEZE, "exclude": ["unreadable"]}, format="json")
    assert [job.status for job in work_off()] == ["succeeded"]
    assert as_operator.get(f"{URL}/data-sets/pets/versions/1").json()["excluded"] == 1


def test_the_files_of_a_report_can_be_looked_at_by_staff_alone(
    as_operator: APIClient, as_stranger: APIClient, nobody: APIClient, send: Callable[..., Answer]
) -> None:
    send(pictures())
    work_off()
    example = as_operator.get(f"{URL}/data-sets/pets").json()["report"]["examples"][0]
    answer = as_operator.get(example["url"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.getvalue() == pictures()[example["name"]]
    part = as_operator.get(example["url"], headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.getvalue()) == (206, b"PNG")
    assert [client.get(example["url"]).status_code for client in (as_stranger, nobody)] == [403, 401]
    assert as_operator.get(f"{URL}/data-sets/pets/items/99/file").status_code == 404


def test_a_file_that_is_no_archive_is_refused_and_nothing_is_kept(
    as_operator: APIClient, send: Callable[..., Answer]
) -> None:
    answer = send(zipped(pictures(), "pictures.rar"))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (415, "/file")
    assert as_operator.get(f"{URL}/data-sets").json()["results"] == []


def test_a_zip_whose_bytes_are_none_fails_with_a_sentence(send: Callable[..., Answer]) -> None:
    file = zipped(pictures())
    file.truncate(100)
    send(file)
    (job,) = work_off()
    assert job.status == "failed"
    assert job.error.endswith(".")
    assert "Traceback" not in job.error
    data_set = DataSet.objects.get()
    assert [path.name for path in data_set.folder.iterdir()] == [data_set.source]


@pytest.mark.parametrize(
    ("name", "kept"),
    [("My pets (2).ZIP", "My pets (2).zip"), ("\u540d" * 250 + ".zip", "\u540d" * 66 + ".zip"), (".zip", "files.zip")],
)
def test_a_file_is_called_as_it_was_sent(
    as_operator: APIClient, send: Callable[..., Answer], name: str, kept: str
) -> None:
    send(zipped({"notes.txt": b"x"}, name))
    (job,) = work_off()
    assert job.error.startswith(f"{kept} has 0 folders and 1 file (notes.txt)")
    assert as_operator.get(f"{URL}/data-sets/pets").json()["source"] == kept


def test_a_zip_that_climbs_out_of_its_folder_is_refused(send: Callable[..., Answer], tmp_path: Path) -> None:
    send({"../../escaped.png": b"x", **pictures()})
    (job,) = work_off()
    assert job.status == "failed"
    assert not list(tmp_path.rglob("escaped.png"))


def test_a_name_is_given_once(send: Callable[..., Answer]) -> None:
    assert [send(pictures()).status_code for _ in range(2)] == [202, 409]


def test_a_file_over_the_limit_is_refused(send: Callable[..., Answer], configure: Configure) -> None:
    configure(max_dataset_bytes=100)
    answer = send(pictures())
    assert answer.status_code == 413
    assert "SLIPWAY_MAX_DATASET_BYTES" in answer.json()["detail"]
    assert not DataSet.objects.exists()


def test_only_folders_below_the_named_one_can_be_named(
    as_operator: APIClient, configure: Configure, tmp_path: Path
) -> None:
    def name(folder: str, slug: str) -> Answer:
        return as_operator.post(f"{URL}/data-sets", {"slug": slug, "title": "T", "folder": folder}, format="json")

    assert "not set" in name("pets", "one").json()["detail"]
    configure(datasets_dir=str(tmp_path / "shared"))
    for path, content in pictures().items():
        (tmp_path / "shared/pets" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "shared/pets" / path).write_bytes(content)
    (tmp_path / "shared/loop").symlink_to("loop")
    (tmp_path / "shared/out").symlink_to(tmp_path)
    wrong = ("../datasets", "/etc", "cats", "loop", "out", "x" * 300)
    assert [name(folder, "one").status_code for folder in wrong] == [422] * len(wrong)
    assert name("pets", "one").status_code == 202
    assert [job.status for job in work_off()] == ["succeeded"]
    as_operator.delete(f"{URL}/data-sets/one")
    assert (tmp_path / "shared/pets").is_dir()


def test_shares_that_leave_nothing_to_train_on_are_refused(as_operator: APIClient, frozen: DataSetVersion) -> None:
    answer = as_operator.post(f"{URL}/data-sets/pets/check", {"validation": 0.5, "test": 0.5}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_options")


def test_one_job_at_a_time_works_on_a_data_set(as_operator: APIClient, frozen: DataSetVersion) -> None:
    codes = [as_operator.post(f"{URL}/data-sets/pets/check", {}, format="json").status_code for _ in range(2)]
    assert codes == [202, 409]


def test_a_data_set_that_a_run_names_stays(as_operator: APIClient, waiting_run: Run) -> None:
    answer = as_operator.delete(f"{URL}/data-sets/pets")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    as_operator.post(f"{URL}/runs/{waiting_run.pk}/cancel")
    assert as_operator.delete(f"{URL}/runs/{waiting_run.pk}").status_code == 204
    assert as_operator.delete(f"{URL}/data-sets/pets").status_code == 204


def test_what_is_no_code_of_a_finding_is_refused_by_field(as_operator: APIClient, frozen: DataSetVersion) -> None:
    answer = as_operator.post(f"{URL}/data-sets/pets/check", {"exclude": ["colour"]}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/exclude/0")


@pytest.mark.parametrize(
    ("work", "payload"),
    [
        ("optimise", {"data_set": "pets", "version": 1, "steps": ["int8"]}),
        ("install", {"name": "a/b", "said": {"source": "a/b"}, "measure": {"data_set": "pets", "version": 1}}),
    ],
)
def test_a_data_set_that_a_model_is_being_measured_with_stays(
    as_operator: APIClient, operator: User, frozen: DataSetVersion, work: str, payload: dict[str, Any]
) -> None:
    job = Job.objects.create(work=work, owner=operator, payload=payload, created_at=timezone.now())
    assert as_operator.delete(f"{URL}/data-sets/pets").status_code == 409
    as_operator.post(f"{URL}/jobs/{job.pk}/cancel")
    assert as_operator.delete(f"{URL}/data-sets/pets").status_code == 204


def test_what_was_told_of_a_deleted_data_set_is_forgotten(as_operator: APIClient, send: Callable[..., Answer]) -> None:
    job = send(pictures()).json()["job"]["id"]
    work_off()
    assert Event.objects.filter(subject=job).exists()
    as_operator.delete(f"{URL}/data-sets/pets")
    assert not Event.objects.filter(subject=job).exists()


@pytest.mark.parametrize("path", ["data-sets", "runs", "jobs", "trainer", "recipes", "recipes/schema"])
def test_training_is_for_staff_and_their_keys_with_the_scope(
    path: str, as_operator: APIClient, as_owner: APIClient, nobody: APIClient,
    operator: User, owner: User, with_key: Callable[..., APIClient],
) -> None:  # fmt: skip
    allowed = [as_operator, with_key(operator, "models:write")]
    refused = [as_owner, with_key(owner, "models:write"), with_key(operator, "predict"), nobody]
    assert [client.get(f"{URL}/{path}").status_code for client in allowed] == [200, 200]
    assert [client.get(f"{URL}/{path}").status_code for client in refused] == [403, 403, 403, 401]
