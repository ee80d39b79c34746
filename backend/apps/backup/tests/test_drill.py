from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.backup.drill import drill
from apps.backup.models import BackupRun, Operation, Status
from apps.backup.runs import perform
from apps.backup.tests.slipways import POSTGRES, backup, everything, history, newest, silent, slipway
from apps.uploads.models import Upload

pytestmark = pytest.mark.postgres


def test_a_drill_restores_the_latest_backup_compares_all_of_it_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(3)
        backup()
        before, files = everything(), sorted(tmp_path.rglob("*"))
        run = perform(Operation.DRILL, drill)
        assert (run.status, run.figures["predictions"], run.figures["media"]) == (Status.SUCCEEDED, 3, 3)
        assert run.figures["tables"]["auth.user"] == 2
        assert everything() == before
        assert [path for path in sorted(tmp_path.rglob("*")) if "sqlite3" not in path.name] == [
            path for path in files if "sqlite3" not in path.name
        ]


@pytest.mark.skipif(not POSTGRES, reason="PostgreSQL has schemas")
def test_a_drill_leaves_no_schema_behind(tmp_path: Path) -> None:
    with slipway(tmp_path):
        backup()
        perform(Operation.DRILL, drill)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'slipway_scratch%'")
            assert cursor.fetchone() == (0,)


def test_a_drill_finds_a_file_that_was_spoilt_before_it_was_backed_up(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(2)
        spoilt = Upload.objects.first()
        assert spoilt
        Path(spoilt.file.path).write_bytes(b"something else")
        backup()
        run = perform(Operation.DRILL, drill)
        assert run.status == Status.FAILED
        assert [one["subject"] for one in run.findings] == [spoilt.file.name]
        assert "check_integrity" in run.findings[0]["advice"]


def test_a_drill_finds_a_bundle_that_is_not_the_one_that_was_installed(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(1)
        (tmp_path / "models" / "small" / "1" / "model.onnx").write_bytes(b"others' weights")
        backup()
        findings = drill(silent).findings
        assert [(one.subject, one.detail.split()[0]) for one in findings] == [("small v1", "small/1/model.onnx")]


def test_a_damaged_backup_fails_the_drill_with_a_sentence(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(1)
        backup()
        newest().write_bytes(newest().read_bytes()[:-3000])
        with pytest.raises(CommandError, match="damaged or cut off"):
            call_command("drill")
        assert BackupRun.objects.get(operation=Operation.DRILL).status == Status.FAILED


def test_without_a_backup_the_drill_says_how_to_make_one(tmp_path: Path) -> None:
    with slipway(tmp_path), pytest.raises(CommandError, match=r"There is no backup in .*: make one with"):
        call_command("drill")
