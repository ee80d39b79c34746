"""Data sets and runs in backups: how much of them, and what a restored Slipway says of what was left out."""

import re
import shutil
from pathlib import Path

import pytest

from apps.backup.drill import drill
from apps.backup.errors import BackupError
from apps.backup.integrity import check
from apps.backup.models import Status
from apps.backup.restore import restore
from apps.backup.schemas import FindingSchema
from apps.backup.tests.slipways import backup, history, newest, silent, slipway
from apps.backup.tests.trainings import below, data_set, run, running
from apps.training.models import DataSet, DataSetVersion, Job, Run, Variant
from ml.bundle import Bundle
from ml.datasets.frozen import DataSet as FrozenSet

pytestmark = pytest.mark.postgres


def findings() -> list[FindingSchema]:
    return list(check(silent, everything=True).findings)


def are_missing(*rows: DataSet | DataSetVersion | Job) -> list[bool]:
    return [row.files_missing for row in rows]


def make(tmp_path: Path, level: str) -> tuple[Path, str]:
    """A backup of a Slipway with a data set and runs, and what was said of it."""
    with slipway(tmp_path / "one", backup_training=level):
        history(1)
        version = data_set()
        run(version)
        running(version)
        assert findings() == []
        summary = backup().detail
        report = drill(silent)
        assert (report.findings, report.figures.missing) == ((), 0)
        return newest(), summary


def test_all_of_training_comes_back_and_runs_go_on_from_their_checkpoint(tmp_path: Path) -> None:
    file, summary = make(tmp_path, "all")
    assert "Without" not in summary
    with slipway(tmp_path / "two"):
        assert restore(str(file)).status == Status.SUCCEEDED
        version, trained = DataSetVersion.objects.get(), Run.objects.exclude(digest="").get()
        FrozenSet.open(version.folder).verify()
        assert Bundle.load(trained.folder / "bundle").digest == trained.digest
        assert Bundle.load(Variant.objects.get().folder).digest == Variant.objects.get().digest
        assert len(list(version.data_set.path.rglob("*.png"))) == 24
        assert are_missing(version, version.data_set, trained.job) == [False, False, False]
        half_way = Run.objects.get(digest="")
        assert below(f"runs/{half_way.job_id}") == {"checkpoints/step-000000010/model.safetensors"}
        assert not (trained.folder / "checkpoints").exists()
        assert findings() == []


def test_results_are_kept_without_data_sets_and_the_rows_say_so(tmp_path: Path) -> None:
    file, summary = make(tmp_path, "results")
    assert "Without the files of 1 data set (SLIPWAY_BACKUP_TRAINING=results)." in summary
    with slipway(tmp_path / "two"):
        restore(str(file))
        version, trained = DataSetVersion.objects.get(), Run.objects.exclude(digest="").get()
        assert are_missing(version, version.data_set, trained.job) == [True, True, False]
        assert below(f"runs/{trained.job_id}") == {
            "bundle/bundle.json",
            "bundle/model.onnx",
            "history.json",
            "run.json",
        }
        # It is known, so nobody is called for it; and the next backup does not complain either.
        assert findings() == []
        assert "gone" not in backup().detail


def test_frozen_data_sets_are_kept_without_what_was_sent(tmp_path: Path) -> None:
    file, _ = make(tmp_path, "frozen")
    with slipway(tmp_path / "two"):
        restore(str(file))
        version = DataSetVersion.objects.get()
        FrozenSet.open(version.folder).verify()
        assert are_missing(version, version.data_set) == [False, True]


def test_none_of_training_is_kept_where_nobody_wants_it(tmp_path: Path) -> None:
    file, _ = make(tmp_path, "none")
    with slipway(tmp_path / "two"):
        restore(str(file))
        trained = Run.objects.exclude(digest="").get()
        assert are_missing(DataSetVersion.objects.get(), trained.job, Variant.objects.get().job) == [True, True, True]
        assert not (tmp_path / "two" / "runs").exists()


def test_a_restore_in_the_same_place_finds_files_that_were_in_no_backup(tmp_path: Path) -> None:
    with slipway(tmp_path, backup_training="none"):
        history(1)
        run(data_set())
        backup()
        with pytest.raises(BackupError, match="not empty"):
            restore("latest")
        restore("latest", replace=True)
        assert are_missing(DataSetVersion.objects.get(), DataSet.objects.get(), Run.objects.get().job) == [
            False,
            False,
            False,
        ]
        assert findings() == []


def test_a_place_with_nothing_but_a_data_set_is_not_overwritten(tmp_path: Path) -> None:
    with slipway(tmp_path):
        data_set()
        backup()
        with pytest.raises(BackupError, match="it has 1 data sets"):
            restore("latest")


def test_a_lost_and_a_changed_file_of_training_are_found_and_noted(tmp_path: Path) -> None:
    with slipway(tmp_path, backup_training="all"):
        history(1)
        version = data_set()
        trained = run(version)
        next((version.folder / "files").rglob("*.png")).unlink()
        (trained.folder / "bundle" / "model.onnx").write_bytes(b"others' weights")
        found = {one.subject: one.detail for one in findings()}
        assert found.keys() == {"pets v1", f"run of pets {trained.job_id}"}
        assert re.fullmatch(r"datasets/pets/versions/1/files/.+\.png is missing\.", found["pets v1"])
        report = backup()
        assert (report.figures.missing, report.figures.damaged) == (1, 1)
        assert [one.subject for one in drill(silent).findings] == [f"run of pets {trained.job_id}"]


def test_a_changed_list_of_a_data_set_is_found(tmp_path: Path) -> None:
    with slipway(tmp_path, backup_training="frozen"):
        history(1)
        version = data_set()
        (version.folder / "items.jsonl").write_text("")
        assert [(one.subject, one.detail.split()[0]) for one in findings()] == [
            ("pets v1", "datasets/pets/versions/1/items.jsonl")
        ]
        backup()
        assert [one.subject for one in drill(silent).findings] == ["pets v1"]


def test_where_the_folders_are_not_mounted_a_backup_says_so_and_a_check_finds_it(tmp_path: Path) -> None:
    with slipway(tmp_path, backup_training="all"):
        history(1)
        run(data_set())
        for folder in ("datasets", "runs"):
            shutil.rmtree(tmp_path / folder)
        assert "(the folder datasets is not seen from here)" in backup().detail
        assert [one.detail for one in findings()] == ["The folders of data sets and runs are not seen from here."]
