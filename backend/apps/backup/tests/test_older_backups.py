"""Backups that the first version made come back whole: `older/` holds one of each kind."""

import gzip
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from apps.backup.databases import scratch
from apps.backup.errors import BackupError
from apps.backup.historical_models import applied_migrations, migrate_on, migrate_to
from apps.backup.models import BackupRun
from apps.backup.restore import restore
from apps.backup.tests.slipways import POSTGRES, slipway
from apps.backup.tests.trainings import below
from apps.catalogue import bundles
from apps.catalogue.models import Version
from apps.live import partitions
from apps.live.models import Event
from apps.predictions.models import Prediction
from apps.training.models import DataSetVersion
from apps.training.models import Run as TrainingRun
from apps.uploads.models import Upload
from ml.bundle import Bundle
from ml.datasets.frozen import DataSet as FrozenSet

pytestmark = pytest.mark.postgres
OLDER = Path(__file__).parent / "older"
PASSPHRASE = "correct horse battery staple"
OPENED_BY: dict[str, dict[str, Any]] = {
    "passphrase": {"backup_passphrase": PASSPHRASE, "backup_identity": ""},
    "recipients": {"backup_identity": str(OLDER / "identity.txt")},
}


@pytest.mark.parametrize("kind", OPENED_BY)
def test_an_encrypted_backup_of_the_first_version_is_restored(tmp_path: Path, kind: str) -> None:
    with slipway(tmp_path, **OPENED_BY[kind]):
        restore(str(OLDER / f"{kind}.age.tar"))
        assert User.objects.get(username="owner").check_password("of the owner")
        assert Prediction.objects.count() == 2
        assert {row.file.read() for row in Upload.objects.all()} == {b"photo 0", b"photo 1"}
        assert (bundles.local_folder(Version.objects.get()) / "model.onnx").read_bytes() == b"weights of small"
        call_command("migrate", check_unapplied=True, verbosity=0)
        permissions = Permission.objects.filter(content_type__app_label="backup").values_list("codename", flat=True)
        assert set(permissions) == {f"{action}_backuprun" for action in ("add", "change", "delete", "view")}


@pytest.mark.skipif(not POSTGRES, reason="SQLite keeps all events in one table")
def test_events_from_before_they_were_kept_by_days_stay_where_they_are_and_go_together(tmp_path: Path) -> None:
    with slipway(tmp_path), scratch() as alias:
        applied = applied_migrations("default")
        migrate_to(alias, {**applied, "live": ("0001_initial", "0002_fewer_indexes")})
        person = User.objects.db_manager(alias).create_user("person")
        words = {"user": person, "type": "training.updated", "subject": uuid4(), "data": {"word": "before"}}
        for seq in (1, 2):
            Event.objects.using(alias).create(**words, seq=seq, at=timezone.now())
        migrate_on(alias)
        today, events = timezone.now().date(), Event.objects.using(alias).order_by("seq")
        for days in (0, 1, 2):
            events.create(**words, seq=3 + days, at=timezone.now() + timedelta(days=days))
        assert [event.pk for event in events] == [1, 2, 3, 4, 5], "their numbers go on"
        before = partitions.name_before(today + timedelta(days=2))
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT tableoid::regclass::text FROM live_event ORDER BY seq")
            kept_in = [name for (name,) in cursor.fetchall()]
        assert kept_in == [before] * 4 + [partitions.name_of(today + timedelta(days=2))]
        for days, ended in ((1, []), (2, [before])):
            assert partitions.ended(connections[alias], timezone.now() + timedelta(days=days)) == ended
        partitions.drop(connections[alias], before)
        assert [event.seq for event in events.all()] == [5]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [("", "that as SLIPWAY_BACKUP_PASSPHRASE"), ("another passphrase", "is not the passphrase of this backup")],
)
def test_a_backup_under_a_passphrase_is_refused_without_it(tmp_path: Path, given: str, sentence: str) -> None:
    with (
        slipway(tmp_path, backup_passphrase=given, backup_identity=""),
        pytest.raises(BackupError, match=sentence),
    ):
        restore(str(OLDER / "passphrase.age.tar"))


def test_a_readable_backup_of_the_first_version_brings_data_sets_and_runs_back(tmp_path: Path) -> None:
    file = tmp_path / "plain.tar"
    with gzip.open(OLDER / "plain.tar.gz") as packed, file.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    with slipway(tmp_path / "two"):
        run = restore(str(file))
        assert (run.figures["predictions"], run.figures["missing"]) == (2, 0)
        version, trained = DataSetVersion.objects.get(), TrainingRun.objects.exclude(digest="").get()
        FrozenSet.open(version.folder).verify()
        assert len(list(version.data_set.path.rglob("*.png"))) == 24
        assert Bundle.load(trained.folder / "bundle").digest == trained.digest
        half_way = TrainingRun.objects.get(digest="")
        assert below(f"runs/{half_way.job_id}") == {"checkpoints/step-000000010/model.safetensors"}
        assert [version.files_missing, version.data_set.files_missing, trained.job.files_missing] == [False] * 3
        assert BackupRun.objects.get() == run
