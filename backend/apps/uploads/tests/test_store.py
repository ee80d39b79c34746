"""An inspected file goes to storage under a name of our own, and its bytes live as long as its row."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from apps.core.errors import StorageAway
from apps.storage.file_store import media
from apps.storage.folder import FolderStorage
from apps.uploads.models import Upload
from apps.uploads.store import delete, discard, remove_orphans, store
from apps.uploads.tests.files import arrived
from ml.types import Inspected

pytestmark = pytest.mark.django_db
PICTURE = Inspected("image", content_type="image/png", width=40, height=30)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Path:
    """An empty folder for media."""
    own = {"BACKEND": "apps.storage.folder.FolderStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": own}  # type: ignore[attr-defined]
    return tmp_path


def stored(owner: User, name: str = "cat.png") -> Upload:
    with arrived(name, [b"bytes of a picture"]) as file:
        return store(owner, file, PICTURE, "image-classification")


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def age(folder: Path, name: str, days: float) -> None:
    moment = os.stat(folder / name).st_mtime - days * 24 * 3600  # noqa: PTH116
    os.utime(folder / name, (moment, moment))


def test_a_file_lies_under_its_id_and_is_described_by_its_row(owner: User, folder: Path) -> None:
    upload = stored(owner)
    assert files(folder) == [f"uploads/{str(upload.id)[-2:]}/{upload.id}"]
    assert (upload.name, upload.size, upload.width, upload.height) == ("cat.png", 18, 40, 30)
    assert Upload.objects.count() == 0, "whoever stores the predictions saves the row with them"
    upload.save()
    assert Upload.objects.get(owner=owner).file.read() == b"bytes of a picture"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\cat.png", "cat.png"),
        ("a\x00b\nc.png", "abc.png"),
        ("\u202egnp.exe", "gnp.exe"),
        ("猫.png", "猫.png"),
        ("2026-11-29 at 9.22.20\u202fPM.png", "2026-11-29 at 9.22.20\u202fPM.png"),
        ("会議\u3000録音.wav", "会議\u3000録音.wav"),
        ("می\u200cخواهم.jpg", "می\u200cخواهم.jpg"),  # noqa: RUF001 - Persian
        ("🐈\u200d⬛.jpg", "🐈\u200d⬛.jpg"),
        ("a\u2028b\x7f\u2066c.png", "abc.png"),
        ("x" * 400 + ".png", "x" * 251 + ".png"),
        ("x" * 400, "x" * 255),
        ("\n", "file"),
    ],
)
def test_a_name_is_kept_without_what_could_do_harm(owner: User, sent: str, kept: str) -> None:
    with arrived("file", [b"bytes"]) as file:
        file._name = sent  # type: ignore[attr-defined]  # Django's own cleaning would hide ours
        assert store(owner, file, PICTURE, "image-classification").name == kept


def test_what_was_never_written_down_leaves_no_bytes(owner: User, folder: Path) -> None:
    discard(stored(owner))
    assert files(folder) == []


@pytest.mark.django_db(transaction=True)
def test_bytes_go_when_the_deletion_is_committed_and_stay_when_it_is_not(owner: User, folder: Path) -> None:
    stored(owner).save()
    with transaction.atomic():
        delete(Upload.objects.all())
        transaction.set_rollback(True)
    assert (Upload.objects.count(), len(files(folder))) == (1, 1)
    delete(Upload.objects.all())
    assert (Upload.objects.count(), files(folder)) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_bytes_that_cannot_be_removed_now_keep_nobody_waiting(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(owner).save()

    def away(_storage: FolderStorage, _name: str) -> None:
        raise StorageAway("The disk is away.")

    monkeypatch.setattr(FolderStorage, "delete", away)
    delete(Upload.objects.all())
    assert Upload.objects.count() == 0


def test_only_old_files_without_a_row_are_orphans(owner: User, folder: Path) -> None:
    kept, lost, young = stored(owner), stored(owner), stored(owner)
    kept.save()
    foreign = "uploads/xx/not-an-id"
    (folder / "uploads" / "xx").mkdir()
    (folder / foreign).write_bytes(b"left behind")
    for name in (kept.file.name, lost.file.name, foreign):
        age(folder, str(name), days=2)
    assert remove_orphans(older_than=DAY) == (2, "")
    assert files(folder) == sorted([str(kept.file.name), str(young.file.name)])


def test_what_lies_elsewhere_in_the_storage_is_no_orphan(folder: Path) -> None:
    (folder / "readme.txt").write_text("not an upload")
    age(folder, "readme.txt", days=2)
    assert remove_orphans(older_than=DAY) == (0, "")
    assert media().exists("readme.txt")
