"""A model reads files where they lie, or from copies that go when it is done."""

import fcntl
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from apps.core.errors import StorageAway
from apps.storage.file_store import media
from apps.storage.tests.bucket import nowhere, use
from apps.uploads.copies import local_copies, remove_left_behind
from apps.uploads.incoming import Allowed, ArrivedFile
from apps.uploads.models import Upload
from apps.uploads.store import store
from apps.uploads.tests.files import arrived
from ml.types import Inspected

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def incoming(tmp_path: Path, settings: Any) -> Path:
    """An empty folder for what is on its way."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return tmp_path


def stored(owner: User, content: bytes) -> Upload:
    with arrived("a", [content]) as file:
        return store(owner, file, Inspected("image", content_type="image/png"), "image-classification")


def test_in_a_folder_nothing_is_copied(owner: User, incoming: Path) -> None:
    upload = stored(owner, b"one")
    with local_copies([upload]) as paths:
        assert paths == [media().own_path(str(upload.file.name))]
        assert list(incoming.glob("batch-*")) == []


def test_a_file_that_is_no_longer_there_is_none_and_its_neighbours_are_read(owner: User) -> None:
    missing, kept = stored(owner, b"gone"), stored(owner, b"kept")
    media().delete(str(missing.file.name))
    with local_copies([missing, kept]) as (first, second):
        assert first is None
        assert second
        assert second.read_bytes() == b"kept"


def test_out_of_a_bucket_come_copies_in_order_that_go_at_the_end(owner: User, bucket: Any, incoming: Path) -> None:
    uploads = [stored(owner, bytes([number])) for number in range(12)]
    media().delete(str(uploads[5].file.name))
    with local_copies(uploads) as paths:
        found = [path.read_bytes() if path else None for path in paths]
        assert found == [bytes([number]) if number != 5 else None for number in range(12)]
    assert list(incoming.glob("batch-*")) == []


def test_a_bucket_that_is_away_is_not_taken_for_missing_files(owner: User, bucket: Any, settings: Any) -> None:
    upload = stored(owner, b"one")
    use(settings, nowhere())
    with pytest.raises(StorageAway), local_copies([upload]):
        pytest.fail("there is nothing to read")


def test_what_killed_processes_left_goes_and_what_still_arrives_stays(incoming: Path) -> None:
    for name in ("old.upload", "young.upload"):
        (incoming / name).write_bytes(b"half a file")
    (incoming / "batch-old").mkdir()
    (incoming / "batch-old" / "0").write_bytes(b"a copy")
    for name in ("old.upload", "batch-old"):
        os.utime(incoming / name, (0, 0))
    assert remove_left_behind(HOUR) == 2
    assert [path.name for path in incoming.iterdir()] == ["young.upload"]


def test_a_file_that_still_arrives_stays_however_long_it_takes(incoming: Path) -> None:
    file = ArrivedFile("cat.png", Allowed(1, 100, "SLIPWAY_MAX_BYTES"))
    path = Path(file.temporary_file_path())
    os.utime(path, (0, 0))
    assert remove_left_behind(HOUR) == 0
    fcntl.flock(file.fileno(), fcntl.LOCK_UN)  # as the system does it for a process that was killed
    assert remove_left_behind(HOUR) == 1
    assert not path.exists()
    file.close()
