import fcntl
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pyrage.x25519 import Identity

from apps.accounts.models import ApiKey
from apps.backup.databases import scratch
from apps.backup.errors import BackupError
from apps.backup.models import BackupRun, Operation, Status
from apps.backup.restore import restore
from apps.backup.tests.slipways import POSTGRES, backup, everything, history, newest, silent, slipway, upload, vendor
from apps.backup.unpack import fill, unpacked
from apps.catalogue import bundles
from apps.catalogue.models import Version, Worker
from apps.predictions.models import Prediction
from apps.uploads.models import Upload

pytestmark = pytest.mark.postgres


def test_a_restored_slipway_has_the_history_media_models_keys_and_people(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        history()
        before, file = everything(), (backup(), newest())[1]
    with slipway(tmp_path / "two"):
        run = restore(str(file))
        assert everything() == before
        assert ApiKey.objects.get().name == "notebook"
        assert {row.file.read() for row in Upload.objects.all()} == {b"photo 0", b"photo 1", b"photo 2"}
        assert (bundles.local_folder(Version.objects.get()) / "model.onnx").read_bytes() == b"weights of small"
        assert (run.operation, run.status, run.figures["predictions"]) == (Operation.RESTORE, Status.SUCCEEDED, 3)


def test_rows_that_come_after_a_restore_get_numbers_of_their_own(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        history()
        backup()
        file = newest()
    with slipway(tmp_path / "two"):
        restore(str(file))
        known = set(User.objects.values_list("pk", flat=True))
        assert User.objects.create_user("newcomer").pk not in known
        assert upload(User.objects.get(username="newcomer"), b"new").pk


def test_a_slipway_with_predictions_is_not_overwritten_unless_somebody_says_so(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        history(1)
        backup()
        file = newest()
    with slipway(tmp_path / "two"):
        history(2)
        before = everything()
        with pytest.raises(BackupError, match=r"not empty: it has 2 predictions.* add --replace"):
            restore(str(file))
        assert everything() == before
        restore(str(file), replace=True)
        assert Prediction.objects.count() == 1


def test_what_a_first_start_makes_does_not_count_as_something_to_lose(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        history(1)
        backup()
        file = newest()
    with slipway(tmp_path / "two"):
        User.objects.create_superuser("admin", password="made at the first start")
        restore(str(file))
        assert set(User.objects.values_list("username", flat=True)) == {"owner", "operator"}


def test_what_was_measured_of_a_version_comes_back(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        history(1)
        setup, now = {"threads": 2, "lanes": 2, "most": [{"values": 3072, "items": 4}]}, timezone.now()
        Version.objects.get().calibrations.create(
            device="Slow 486", setup=setup, per_second=[196.5], cells=[], measured_at=now
        )
        backup()
        file = newest()
    with slipway(tmp_path / "two"):
        restore(str(file))
        kept = Version.objects.get().calibrations.get()
        assert (kept.device, kept.setup, kept.per_second, kept.measured_at) == ("Slow 486", setup, [196.5], now)


def test_a_backup_of_an_older_version_is_restored_and_migrated(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        history(2)
        call_command("migrate", "catalogue", "0001", verbosity=0)
        backup()
        file = newest()
    with slipway(tmp_path / "two"):
        restore(str(file))
        assert Version.objects.get().seconds_per_item is None
        assert Prediction.objects.count() == 2
        call_command("migrate", check_unapplied=True, verbosity=0)


def test_a_backup_of_a_newer_version_is_refused_with_the_migration_that_lacks(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        history(1)
        backup()
        with unpacked("latest", silent) as found, scratch() as alias:
            newer = {**found.manifest.migrations, "uploads": ("0001_initial", "0999_more")}
            of_tomorrow = replace(found, manifest=found.manifest.model_copy(update={"migrations": newer}))
            with pytest.raises(BackupError, match=r"uploads\.0999_more is not known here: a newer Slipway"):
                fill(alias, of_tomorrow, silent)


@pytest.mark.parametrize("harm", ["cut off", "changed", "another key", "no backup at all"])
def test_a_backup_that_cannot_be_read_changes_nothing(tmp_path: Path, harm: str) -> None:
    with slipway(tmp_path / "one"):
        history(2)
        backup()
        whole = newest().read_bytes()
    bad = tmp_path / "bad.age.tar"
    middle = len(whole) * 2 // 3
    content = {
        "cut off": whole[:middle],
        "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "another key": whole,
        "no backup at all": b"Dear diary, " * 1000,
    }
    bad.write_bytes(content[harm])
    words: dict[str, Any] = {"backup_identity": str(Identity.generate())} if harm == "another key" else {}
    with slipway(tmp_path / "two", **words):
        before = everything()
        with pytest.raises(BackupError, match=r"damaged or cut off|does not open this backup"):
            restore(str(bad))
        assert everything() == before
        left = [path for path in (tmp_path / "two").rglob("*") if path.is_file() and "sqlite3" not in path.name]
        assert [path.name for path in left] == ["run.lock"]


def test_a_running_slipway_is_not_restored_over(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        history(1)
        backup()
        with (tmp_path / "one" / "run.lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            with pytest.raises(BackupError, match="A Slipway runs on"):
                restore("latest", replace=True)


@pytest.mark.skipif(not POSTGRES, reason="SQLite's data dir has a lock")
def test_workers_that_answered_lately_are_not_restored_over(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        history(1)
        backup()
        now = timezone.now()
        Worker.objects.create(
            name="worker@far", queue="q", device="cpu", pid=1, state="ready", started_at=now, last_seen=now
        )
        with pytest.raises(BackupError, match="answered within the last minute: worker@far"):
            restore("latest", replace=True)
        Worker.objects.update(last_seen=now - timedelta(minutes=2))
        assert restore("latest", replace=True).status == Status.SUCCEEDED


@pytest.mark.skipif(not POSTGRES, reason="needs both databases")
@pytest.mark.parametrize("from_postgres", [True, False])
def test_a_backup_moves_between_sqlite_and_postgresql(tmp_path: Path, from_postgres: bool) -> None:
    with slipway(tmp_path / "one", postgres=from_postgres):
        history()
        backup()
        before, file, source = everything(), newest(), vendor()
    with slipway(tmp_path / "two", postgres=not from_postgres):
        restore(str(file))
        assert vendor() != source
        assert everything() == before


def test_a_restore_leaves_the_tables_of_others_alone(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        backup()
        file = newest()
    with slipway(tmp_path / "two"):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE somebody_elses (word text)")
        restore(str(file))
        with connection.cursor() as cursor:
            there = "somebody_elses" in connection.introspection.table_names(cursor)
        # An SQLite file is Slipway's own; a PostgreSQL may have other tenants.
        assert there == POSTGRES


def test_the_secret_key_comes_back_where_make_run_keeps_it_and_into_a_file_where_it_is_asked_for(
    tmp_path: Path,
) -> None:
    with slipway(tmp_path / "one"):
        backup()
        file = newest()
    with slipway(tmp_path / "two"):
        (tmp_path / "two" / "secret-key").write_text("made at the first start")
        run = restore(str(file), keys_to=tmp_path / "keys")
        assert (tmp_path / "two" / "secret-key").read_text() == "only-for-tests"
        assert json.loads((tmp_path / "keys").read_text())["SECRET_KEY"] == "only-for-tests"
        assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
        assert BackupRun.objects.get() == run
