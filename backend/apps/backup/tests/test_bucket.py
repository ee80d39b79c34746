"""Everything in a bucket: media, models, and the backups."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from apps.backup.drill import drill
from apps.backup.integrity import check
from apps.backup.models import Operation, Status
from apps.backup.restore import restore
from apps.backup.runs import perform
from apps.backup.tests.slipways import backup, everything, history, silent, slipway
from apps.catalogue import bundles
from apps.catalogue.models import Version
from apps.core.errors import StorageAway
from apps.storage.tests.bucket import BUCKET, keys, nowhere, variables
from apps.uploads.models import Upload
from config.env import Env
from config.storages import backups_of, storage_of


@contextmanager
def in_bucket(root: Path, environment: dict[str, str], team: str, **words: Any) -> Iterator[None]:
    """A Slipway whose files lie in a bucket; backups of all of them under one prefix."""
    urls = {"SLIPWAY_STORAGE_URL": f"s3://{BUCKET}/{team}", "SLIPWAY_BACKUP_URL": f"s3://{BUCKET}/safe"}
    given: dict[str, Any] = {Env.variables()[name]: value for name, value in {**environment, **urls}.items()}
    env = Env(_env_file=None, **given).model_copy(update={"data_dir": root})
    with slipway(root, **words):
        stores = {"default": storage_of(env, "media"), "bundles": storage_of(env, "models"), "backups": backups_of(env)}
        with override_settings(STORAGES={**settings.STORAGES, **stores}):
            yield


def test_a_slipway_in_a_bucket_is_backed_up_tried_out_checked_and_restored(
    tmp_path: Path, bucket: Any, bucket_server: str
) -> None:
    environment = variables(bucket_server)
    with in_bucket(tmp_path / "one", environment, "one"):
        history(3)
        before, name = everything(), backup().file
        assert f"safe/{name}" in keys(bucket)
        assert perform(Operation.DRILL, drill).status == Status.SUCCEEDED
        assert check(silent).findings == ()
        assert list((tmp_path / "one" / "backups").iterdir()) == []
    with in_bucket(tmp_path / "two", environment, "two"):
        restore("latest")
        assert everything() == before
        assert {row.file.read() for row in Upload.objects.all()} == {b"photo 0", b"photo 1", b"photo 2"}
        assert (bundles.local_folder(Version.objects.get()) / "model.onnx").read_bytes() == b"weights of small"


def test_old_backups_make_room_in_a_bucket_too(tmp_path: Path, bucket: Any, bucket_server: str) -> None:
    bucket.put_object(Key="safe/slipway-20200101T000000Z.age.tar", Body=b"old")
    with in_bucket(tmp_path, variables(bucket_server), "one", backup_keep=1):
        name = backup().file
    assert [key for key in keys(bucket) if key.startswith("safe/")] == [f"safe/{name}"]


def test_an_object_that_is_missing_is_found_and_not_fatal(tmp_path: Path, bucket: Any, bucket_server: str) -> None:
    with in_bucket(tmp_path, variables(bucket_server), "one"):
        history(2)
        deleted = Upload.objects.first()
        assert deleted
        bucket.Object(f"one/media/{deleted.file.name}").delete()
        assert backup().figures.missing == 1
        assert [one.subject for one in check(silent).findings] == [deleted.file.name]


def test_while_the_bucket_is_away_the_backup_fails_with_a_sentence(tmp_path: Path) -> None:
    with in_bucket(tmp_path, nowhere(), "one"):
        with pytest.raises(StorageAway, match=f"The bucket {BUCKET} cannot be used"):
            backup()
        assert not [path for path in (tmp_path / "backups").iterdir() if path.is_file()]
