"""Where models lie in a bucket, a process that computes has a verified copy of its own."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from apps.catalogue.bundles import forget_copies, local_folder
from apps.catalogue.install import install
from apps.catalogue.models import Version
from apps.catalogue.tests.test_install import bundle
from apps.core.errors import StorageAway
from apps.storage.tests.bucket import keys, nowhere, use
from conftest import Configure
from ml.errors import BundleError

pytestmark = pytest.mark.django_db
STORED = ["team/models/tiny/1/bundle.json", "team/models/tiny/1/model.onnx"]


@pytest.fixture
def copies(tmp_path: Path, configure: Configure) -> Path:
    """The folder of this process' copies, empty at first."""
    configure(data_dir=tmp_path / "copies")
    return tmp_path / "copies" / "models"


@pytest.fixture
def version(bucket: Any, copies: Path, tmp_path: Path) -> Version:
    return install(bundle(tmp_path / "one"))


def test_installing_stores_the_bundle_and_leaves_no_copy_here(version: Version, bucket: Any, copies: Path) -> None:
    assert keys(bucket) == STORED
    assert not copies.exists()


def test_a_copy_is_fetched_once(version: Version, bucket: Any, copies: Path) -> None:
    folder = local_folder(version)
    assert folder == copies / "tiny" / "1"
    assert (folder / "model.onnx").read_bytes() == b"weights"
    bucket.objects.all().delete()
    assert local_folder(version) == folder


def test_an_installation_that_broke_off_is_completed(version: Version, bucket: Any, tmp_path: Path) -> None:
    bucket.Object(STORED[0]).delete()
    assert install(bundle(tmp_path / "again")) == version
    assert keys(bucket) == STORED


def test_a_copy_that_was_damaged_here_is_fetched_again(version: Version) -> None:
    (local_folder(version) / "model.onnx").write_bytes(b"rotten")
    assert (local_folder(version) / "model.onnx").read_bytes() == b"weights"


def test_what_was_damaged_in_the_bucket_is_refused_and_leaves_nothing(
    version: Version, bucket: Any, copies: Path
) -> None:
    bucket.Object(STORED[1]).put(Body=b"changed")
    with pytest.raises(BundleError, match=r"model\.onnx differs"):
        local_folder(version)
    assert list((copies / "tiny").iterdir()) == []


def test_another_bundle_under_the_same_number_is_refused(version: Version, bucket: Any, tmp_path: Path) -> None:
    other = bundle(tmp_path / "other", weights=b"other")
    for key in STORED:
        bucket.Object(key).put(Body=(other / Path(key).name).read_bytes())
    with pytest.raises(BundleError, match=r"not the one that was installed"):
        local_folder(version)


def test_a_bundle_that_is_gone_is_told_in_a_sentence(version: Version, bucket: Any) -> None:
    bucket.objects.all().delete()
    with pytest.raises(BundleError, match=r"tiny v1: its files are not in storage"):
        local_folder(version)


def test_a_machine_without_room_says_so(version: Version, copies: Path) -> None:
    copies.parent.mkdir()
    copies.write_text("a file where the folder should be")
    with pytest.raises(StorageAway, match=r"cannot hold the files of tiny v1"):
        local_folder(version)


def test_a_server_that_is_down_is_no_fault_of_the_bundle(version: Version, settings: Any) -> None:
    use(settings, nowhere())
    with pytest.raises(StorageAway):
        local_folder(version)


def test_many_that_fetch_at_once_all_get_a_whole_copy(version: Version, copies: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        folders = list(pool.map(local_folder, [version] * 6))
    assert set(folders) == {copies / "tiny" / "1"}
    assert [path.name for path in (copies / "tiny").iterdir()] == ["1"]


def test_old_copies_that_no_alias_names_are_dropped(version: Version, copies: Path, tmp_path: Path) -> None:
    for number in (2, 3):
        local_folder(install(bundle(tmp_path / str(number), weights=bytes([number]))))
    local_folder(version)
    for number in (1, 2):
        os.utime(copies / "tiny" / str(number), (0, 0))
    assert forget_copies() == 1
    assert sorted(path.name for path in (copies / "tiny").iterdir()) == ["1", "3"]


def test_in_the_data_dir_nothing_is_dropped(tmp_path: Path, db: None) -> None:
    install(bundle(tmp_path / "one"))
    second = install(bundle(tmp_path / "two", weights=b"2"))
    os.utime(local_folder(second), (0, 0))
    assert forget_copies() == 0
    assert local_folder(second).is_dir()
