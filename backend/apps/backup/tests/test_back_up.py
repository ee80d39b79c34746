import resource
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.contrib.auth.models import User

from apps.accounts.models import Ticket
from apps.backup.back_up import back_up
from apps.backup.drill import drill
from apps.backup.errors import BackupError
from apps.backup.manifest import Manifest
from apps.backup.models import BackupRun, Operation, Status
from apps.backup.restore import restore
from apps.backup.runs import Outcome, ProgressCallback, perform, request_run
from apps.backup.tests.slipways import backup, history, newest, silent, slipway, upload
from apps.backup.unpack import unpacked
from apps.uploads.models import Upload
from config.env import ROOT

pytestmark = pytest.mark.postgres


def manifest_of(file: Path) -> Manifest:
    with unpacked(str(file), silent) as found:
        return found.manifest


def test_the_manifest_tells_version_migrations_counts_and_what_was_left_out(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(3)
        report = backup()
        manifest = manifest_of(newest())
    assert manifest.format == 1
    assert manifest.migrations["catalogue"][0] == "0001_initial"
    assert manifest.tables["predictions.prediction"].rows == manifest.media == 3
    assert manifest.tables["auth.user"].rows == 2
    assert "sessions.session" in manifest.left_out
    assert not manifest.left_out.keys() & manifest.tables.keys()
    assert (report.figures.media, report.figures.missing, report.figures.damaged) == (3, 0, 0)


def test_every_table_is_either_kept_or_left_out_with_a_reason(tmp_path: Path) -> None:
    from django.apps import apps

    with slipway(tmp_path):
        backup()
        manifest = manifest_of(newest())
    here = {table._meta.label_lower for table in apps.get_models(include_auto_created=True)}
    # The list of runs had another name once.
    left_out = {name for name in manifest.left_out if "." in name} - {"backup.run"}
    assert manifest.tables.keys() | left_out == here


def test_without_a_key_a_backup_is_refused_unless_somebody_wants_it_readable(tmp_path: Path) -> None:
    with slipway(tmp_path, backup_recipients=()):
        history(1)
        with pytest.raises(BackupError, match="set SLIPWAY_BACKUP_RECIPIENTS"):
            backup()
        assert not (tmp_path / "backups").exists()
        assert backup(plain=True).file.endswith("Z.tar")


def test_a_readable_backup_can_be_checked_with_the_usual_tools(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(2)
        backup(plain=True)
        subprocess.run(["tar", "-xf", newest(), "-C", tmp_path / "made"], check=True)
    checked = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path / "made", capture_output=True, check=True
    )
    assert checked.stdout.count(b": OK") > 10


def test_nothing_of_an_encrypted_backup_can_be_read_and_only_its_owner_may_open_the_file(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(1)
        backup()
        file = newest()
        assert b"photo 0" not in file.read_bytes()
        with tarfile.open(file) as outer:
            assert outer.getnames() == ["README.txt", "backup.tar.age"]
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_for_a_recipient_is_opened_by_that_recipients_key_alone(tmp_path: Path) -> None:
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    for name, identity in (("key", key), ("other", other)):
        (tmp_path / name).write_text(f"# made by age-keygen\n{identity}\n")
    with slipway(tmp_path / "one", backup_recipients=(str(key.to_public()),)):
        history(1)
        backup()
        file = newest()
    for identity, reason in (("", "encrypted"), ("other", "made for another"), ("none", "cannot be read")):
        with (
            slipway(tmp_path / "two", backup_identity=identity and str(tmp_path / identity)),
            pytest.raises(BackupError, match=reason),
        ):
            restore(str(file))
    with slipway(tmp_path / "two", backup_identity=str(tmp_path / "key")):
        assert restore(str(file)).status == Status.SUCCEEDED


def test_a_new_key_opens_what_was_encrypted_to_its_public_half(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "apps.backup.new_key"], cwd=ROOT / "backend", capture_output=True, text=True, check=True
    )
    (tmp_path / "key").write_text(made.stdout)
    public = made.stdout.splitlines()[0].rpartition(" ")[2]
    with slipway(tmp_path, backup_recipients=(public,), backup_identity=str(tmp_path / "key")):
        history(1)
        backup()
        assert drill(silent).findings == ()


def test_a_wrong_recipient_is_named(tmp_path: Path) -> None:
    with (
        slipway(tmp_path, backup_recipients=("age1wrong",)),
        pytest.raises(BackupError, match="'age1wrong' is no public key"),
    ):
        backup()


def test_what_is_written_while_a_backup_runs_is_in_the_next_one(tmp_path: Path) -> None:
    def busy(step: str) -> None:
        """People go on working while the rows are copied."""
        if step == "writes the rows of accounts.apikey":
            upload(User.objects.get(username="owner"), b"came meanwhile")

    with slipway(tmp_path / "one"):
        history(1)
        report = back_up(busy)
        file = newest()
        assert Upload.objects.count() == 2
    assert report.figures.media == 1
    with slipway(tmp_path / "two"):
        restore(str(file))
        assert Upload.objects.get().file.read() == b"photo 0"


def test_a_file_that_is_deleted_while_a_backup_runs_is_noted_and_not_fatal(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(2)
        deleted = Upload.objects.first()
        assert deleted
        Path(deleted.file.path).unlink()
        report = backup()
        assert (report.figures.media, report.figures.missing) == (1, 1)
        assert manifest_of(newest()).missing == (f"media/{deleted.file.name}",)
        assert "Files that were gone: 1" in report.detail


def test_a_file_that_is_not_what_its_owner_sent_is_noted(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(2)
        spoilt = Upload.objects.first()
        assert spoilt
        Path(spoilt.file.path).write_bytes(b"something else")
        report = backup()
        assert report.figures.damaged == 1
        assert manifest_of(newest()).damaged == (f"media/{spoilt.file.name}",)


def test_only_the_newest_backups_are_kept_and_other_files_are_left_alone(tmp_path: Path) -> None:
    with slipway(tmp_path, backup_keep=2):
        folder = tmp_path / "backups"
        folder.mkdir()
        for name in ("slipway-20200101T000000Z.tar", "slipway-20210101T000000Z.age.tar", "slipway-notes.tar"):
            (folder / name).touch()
        made = backup().file
        assert {path.name for path in folder.iterdir()} == {
            made,
            "slipway-20210101T000000Z.age.tar",
            "slipway-notes.tar",
        }


def test_a_backup_that_fails_leaves_no_file_that_looks_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("apps.backup.back_up._Copy.listed", full)
    with slipway(tmp_path):
        history(1)
        run = perform(Operation.BACKUP, back_up)
        assert run.status == Status.FAILED
        assert run.detail == f"The backup could not be written to {tmp_path / 'backups'}: No space left on device."
        assert list((tmp_path / "backups").iterdir()) == []


def test_a_full_disk_ends_a_backup_in_the_middle_of_a_table_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with slipway(tmp_path):
        history(3)
        monkeypatch.setattr("apps.backup.rows.PART_ROWS", 1)
        # The largest file that this process may write: what exceeds it fails as on a full disk.
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
        try:
            with pytest.raises(BackupError, match=r"could not be written to .*File too large"):
                backup()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, ignored)
        assert list((tmp_path / "backups").iterdir()) == []


def test_of_two_backups_at_once_the_second_is_refused(tmp_path: Path) -> None:
    with slipway(tmp_path):
        request_run(Operation.BACKUP, None)
        with pytest.raises(BackupError, match="under way already"):
            perform(Operation.BACKUP, back_up)


def test_what_a_run_is_doing_is_written_down_while_it_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.backup.runs.HEARTBEAT_SECONDS", 0.01)
    ends = time.monotonic() + 10

    def work(progress: ProgressCallback) -> Outcome:
        progress("counts to ten")
        while BackupRun.objects.get().step != "counts to ten":
            assert time.monotonic() < ends
        return Outcome("It is done.")

    with slipway(tmp_path):
        run = perform(Operation.INTEGRITY, work)
        assert (run.status, run.step, run.detail) == (Status.SUCCEEDED, "", "It is done.")


def test_a_run_whose_process_is_gone_makes_room_for_the_next(tmp_path: Path) -> None:
    with slipway(tmp_path):
        lost = request_run(Operation.BACKUP, None)
        BackupRun.objects.filter(pk=lost.pk).update(status=Status.RUNNING, seen_at=lost.requested_at.replace(year=2020))
        assert perform(Operation.BACKUP, back_up).status == Status.SUCCEEDED
        lost.refresh_from_db()
        assert (lost.status, lost.detail) == (Status.FAILED, "Its process was lost; start it again.")


def test_what_is_good_for_a_minute_is_left_out(tmp_path: Path) -> None:
    with slipway(tmp_path / "one"):
        owner = history(1)
        Ticket.objects.create(user=owner, digest="0" * 64, expires_at="2026-01-01T00:00:00Z")
        backup()
        file = newest()
    with slipway(tmp_path / "two"):
        restore(str(file))
        assert not Ticket.objects.exists()


def test_tables_larger_than_one_part_come_back_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.backup.rows.PART_ROWS", 2)
    with slipway(tmp_path / "one"):
        history(5)
        backup()
        file = newest()
    with slipway(tmp_path / "two"):
        restore(str(file))
        assert Upload.objects.count() == 5
