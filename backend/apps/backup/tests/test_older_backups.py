"""Backups that the first version made come back whole: `older/` holds one of each kind."""

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command

from apps.backup.errors import BackupError
from apps.backup.models import BackupRun
from apps.backup.restore import restore
from apps.backup.tests.slipways import slipway
from apps.backup.tests.trainings import below
from apps.catalogue import bundles
from apps.catalogue.models import Version
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
