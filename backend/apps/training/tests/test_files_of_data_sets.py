"""The files of a data set are shown to staff, as they lie, and nothing beside them."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from apps.training.data_sets.files import INDEX, item_file
from apps.training.jobs.selectors import jobs
from apps.training.models import DataSet, DataSetVersion, Job
from apps.training.states import Status
from apps.training.tests.conftest import URL, Answer, picture, pictures, work_off
from apps.training.tests.test_variants import MANIFEST, version_of
from conftest import Configure
from ml.datasets.frozen import DataSet as Frozen

pytestmark = pytest.mark.django_db
FREEZE = {"title": "Pets", "licence": "CC0"}


@pytest.fixture
def checked(send: Callable[..., Answer]) -> DataSet:
    """A set of thirty pictures that was looked at."""
    send(pictures())
    work_off()
    return DataSet.objects.get()


@pytest.fixture
def frozen_files(as_operator: APIClient, checked: DataSet) -> Frozen:
    """Its first version, on the disk."""
    as_operator.post(f"{URL}/data-sets/pets/freeze", FREEZE, format="json")
    work_off()
    return Frozen.open(DataSetVersion.objects.get().folder)


def content(answer: Answer) -> bytes:
    """What a streamed answer holds."""
    return bytes(answer.getvalue())


def test_a_picture_of_a_check_is_sent_with_its_type_and_never_shown_as_a_page(
    as_operator: APIClient, checked: DataSet
) -> None:
    answer = as_operator.get(f"{URL}/data-sets/pets/items/0/file")
    assert (answer.status_code, content(answer)) == (200, picture(0))
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("byte_range", "status", "part"),
    [("bytes=0-9", 206, slice(0, 10)), ("bytes=-5", 206, slice(-5, None)), ("bytes=10-", 206, slice(10, None))],
)
def test_a_part_of_a_file_is_sent_where_a_part_is_asked_for(
    as_operator: APIClient, checked: DataSet, byte_range: str, status: int, part: slice
) -> None:
    answer = as_operator.get(f"{URL}/data-sets/pets/items/3/file", headers={"Range": byte_range})
    assert (answer.status_code, content(answer)) == (status, picture(3)[part])


def test_a_part_beyond_the_end_is_refused(as_operator: APIClient, checked: DataSet) -> None:
    answer = as_operator.get(f"{URL}/data-sets/pets/items/0/file", headers={"Range": "bytes=999999-"})
    assert answer.status_code == 416


def test_a_file_of_a_frozen_set_is_found_by_its_content(as_operator: APIClient, frozen_files: Frozen) -> None:
    item = frozen_files.items("train")[0]
    answer = as_operator.get(f"{URL}/data-sets/pets/versions/1/files/{item.sha256}")
    assert (answer.status_code, content(answer)) == (200, frozen_files.path(item).read_bytes())


@pytest.mark.parametrize(
    "path", ["items/30/file", "items/999999999/file", f"versions/1/files/{'0' * 64}", f"versions/9/files/{'0' * 64}"]
)
def test_what_a_set_does_not_have_is_not_found(as_operator: APIClient, frozen_files: Frozen, path: str) -> None:
    assert as_operator.get(f"{URL}/data-sets/pets/{path}").status_code == 404


def test_a_set_that_was_never_checked_has_no_files_to_show(as_operator: APIClient, frozen: DataSetVersion) -> None:
    assert as_operator.get(f"{URL}/data-sets/pets/items/0/file").status_code == 404


def test_a_file_that_has_gone_meanwhile_is_not_found(as_operator: APIClient, checked: DataSet) -> None:
    found = item_file(checked, 0)
    assert found
    found.unlink()
    assert as_operator.get(f"{URL}/data-sets/pets/items/0/file").status_code == 404


def test_a_link_that_leads_out_of_a_folder_is_not_followed(
    as_operator: APIClient, frozen: DataSetVersion, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    folder = frozen.data_set.folder
    folder.mkdir(parents=True)
    (folder / "link.png").symlink_to(secret)
    (folder / INDEX).write_text(json.dumps({"path": str(folder / "link.png")}) + "\n")
    assert as_operator.get(f"{URL}/data-sets/pets/items/0/file").status_code == 404


def test_the_files_of_a_folder_of_this_server_are_shown_where_they_lie(
    as_operator: APIClient, tmp_path: Path, configure: Configure
) -> None:
    root = tmp_path / "given"
    for name, bytes_ in pictures().items():
        (root / "animals" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "animals" / name).write_bytes(bytes_)
    configure(datasets_dir=root)
    body = {"slug": "animals", "title": "Animals", "folder": "animals"}
    assert as_operator.post(f"{URL}/data-sets", body, format="json").status_code == 202
    (done,) = work_off()
    assert done.status == Status.SUCCEEDED
    answer = as_operator.get(f"{URL}/data-sets/animals/items/0/file")
    assert content(answer) in set(pictures().values())
    assert as_operator.delete(f"{URL}/data-sets/animals").status_code == 204
    assert len(list(root.rglob("*.png"))) == 30


def test_a_frozen_set_says_what_it_holds(as_operator: APIClient, frozen_files: Frozen) -> None:
    shown = as_operator.get(f"{URL}/data-sets/pets/versions/1").json()
    counts = shown["counts"]
    assert (shown["title"], shown["licence"], shown["seed"], shown["runs"]) == ("Pets", "CC0", 1, 0)
    assert shown["classes"] == ["bird", "boat", "cat"]
    assert sum(counts[split]["items"] for split in counts) == 30
    assert shown["digest"] == frozen_files.digest


def test_a_second_freeze_is_the_next_version_and_the_first_one_stays(
    as_operator: APIClient, frozen_files: Frozen
) -> None:
    digest = frozen_files.digest
    body = {**FREEZE, "seed": 2, "splitting": "new", "title": "Again"}
    as_operator.post(f"{URL}/data-sets/pets/freeze", body, format="json")
    work_off()
    shown = as_operator.get(f"{URL}/data-sets/pets").json()["versions"]
    assert [(one["number"], one["title"]) for one in shown] == [(2, "Again"), (1, "Pets")]
    Frozen.open(DataSetVersion.objects.get(number=1).folder).verify()
    assert shown[1]["digest"] == digest != shown[0]["digest"]


def test_a_half_written_version_of_a_killed_freeze_gives_way_to_the_next(
    as_operator: APIClient, checked: DataSet
) -> None:
    half = checked.folder / "versions" / "1"
    half.mkdir(parents=True)
    (half / "half").touch()
    as_operator.post(f"{URL}/data-sets/pets/freeze", FREEZE, format="json")
    (done,) = work_off()
    assert done.status == Status.SUCCEEDED
    assert not (half / "half").exists()


def test_findings_that_are_left_out_are_out_of_the_version_and_said_to_be(
    as_operator: APIClient, send: Callable[..., Answer]
) -> None:
    same = picture(500)
    send({**pictures(), "cat/copy.png": same, "cat/copied.png": same})
    work_off()
    codes = [one["code"] for one in as_operator.get(f"{URL}/data-sets/pets").json()["report"]["findings"]]
    code = next(code for code in codes if "duplicates" in code)
    as_operator.post(f"{URL}/data-sets/pets/freeze", {**FREEZE, "exclude": [code]}, format="json")
    work_off()
    version = as_operator.get(f"{URL}/data-sets/pets/versions/1").json()
    assert version["excluded"] == 1
    assert sum(one["items"] for one in version["counts"].values()) == 31


def test_a_model_of_pictures_has_no_vocabulary_to_compare_with(as_operator: APIClient, checked: DataSet) -> None:
    version_of(MANIFEST)
    answer = as_operator.post(f"{URL}/data-sets/pets/check", {"model": "pets/versions/1"}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/model")
    assert "only speech models have a vocabulary" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["ear/versions/9", "ear", "", "../etc/versions/1"])
def test_a_model_that_there_is_not_is_refused_by_field(as_operator: APIClient, checked: DataSet, name: str) -> None:
    answer = as_operator.post(f"{URL}/data-sets/pets/check", {"model": name}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) in {(422, "/model"), (400, "/model")}


def test_a_model_that_was_deleted_before_the_check_began_fails_it_with_a_sentence(frozen: DataSetVersion) -> None:
    job = Job.objects.create(
        work="check", data_set=frozen.data_set, payload={"model": "ear/versions/1"}, created_at=frozen.created_at
    )
    (done,) = work_off()
    assert (done.pk, done.status) == (job.pk, Status.FAILED)
    assert "There is no version 'ear/versions/1'" in done.error


def test_a_check_shows_its_progress_and_its_job(as_operator: APIClient, checked: DataSet) -> None:
    shown = as_operator.get(f"{URL}/data-sets/pets").json()
    assert (shown["job"]["work"], shown["job"]["status"], shown["ready"], shown["items"]) == (
        "check", "succeeded", True, 30,
    )  # fmt: skip
    assert shown["job"]["progress"]["stage"]
    assert jobs().get().data_set_id == "pets"


def test_neither_a_file_nor_a_folder_or_both_is_refused(as_operator: APIClient) -> None:
    body = {"slug": "pets", "title": "Pets"}
    for more in ({}, {"folder": None}):
        answer = as_operator.post(f"{URL}/data-sets", {**body, **more}, format="json")
        assert answer.status_code == 400
    assert not DataSet.objects.exists()


@pytest.mark.parametrize("slug", ["Pets", "-pets", "p" * 64, "pets/1", ""])
def test_a_name_that_cannot_stand_in_an_address_is_refused(as_operator: APIClient, slug: str) -> None:
    answer = as_operator.post(f"{URL}/data-sets", {"slug": slug, "title": "Pets", "folder": "x"}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/slug")


@pytest.mark.parametrize("path", ["data-sets/{}", "data-sets/{}/versions/1"])
def test_a_data_set_that_there_is_not_is_not_found(as_operator: APIClient, db: None, path: str) -> None:
    assert as_operator.get(f"{URL}/{path.format(uuid4().hex)}").status_code == 404


def test_a_full_disk_keeps_nothing_of_what_was_sent(send: Callable[..., Answer], tmp_path: Path) -> None:
    (tmp_path / "datasets").write_text("in the way")
    assert send(pictures(1)).status_code == 503
    assert [DataSet.objects.exists(), Job.objects.exists()] == [False, False]
