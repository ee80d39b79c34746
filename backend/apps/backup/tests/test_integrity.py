import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from apps.backup.integrity import check
from apps.backup.models import BackupRun, Operation
from apps.backup.models import Status as RunStatus
from apps.backup.schemas import FindingSchema
from apps.backup.tests.slipways import POSTGRES, history, model, silent, slipway, upload
from apps.catalogue.models import Alias, Version
from apps.live.models import Event, Stream
from apps.predictions.models import Prediction, Status
from apps.uploads.models import Upload

pytestmark = pytest.mark.postgres
LONG_AGO = timezone.now() - timedelta(days=1)


def findings(**how: Any) -> list[FindingSchema]:
    return list(check(silent, **how).findings)


def path_of(row: Upload | None) -> Path:
    assert row
    return Path(row.file.path)


def test_a_sound_slipway_has_no_findings_and_says_how_much_was_looked_at(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(3)
        call_command("check_integrity")
        run = BackupRun.objects.get(operation=Operation.INTEGRITY)
        assert run.status == RunStatus.SUCCEEDED
        assert (run.figures["files"], run.figures["read"], run.figures["problems"]) == (5, 5, 0)


def test_a_missing_a_changed_and_a_longer_file_are_found_with_what_to_do(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(3)
        first, second, third = (path_of(row) for row in Upload.objects.order_by("pk"))
        first.unlink()
        second.write_bytes(b"photo X")
        third.write_bytes(third.read_bytes() + b"and more")
        found = {tmp_path / "media" / one.subject: one for one in findings()}
        assert found.keys() == {first, second, third}
        assert "is missing" in found[first].detail
        assert "sha256 differs" in found[second].detail
        assert "sha256 differs" in found[third].detail
        assert "backup" in found[first].advice


def test_only_a_sample_is_read_unless_all_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.backup.integrity.SAMPLE", 2)
    with slipway(tmp_path):
        history(5)
        for row in Upload.objects.all():
            path_of(row).write_bytes(b"photo X")
        assert len(findings()) == 2
        assert len(findings(everything=True)) == 5


def test_an_old_file_without_a_row_is_found_and_a_young_one_is_somebodys_request(tmp_path: Path) -> None:
    with slipway(tmp_path):
        owner = history(1)
        for age in (0, 3):
            orphan = upload(owner, b"orphan")
            os.utime(orphan.file.path, (time.time() - age * 3600,) * 2)
            name = orphan.file.name
            orphan.delete()
        (found,) = findings()
        assert (found.subject, found.detail) == (name, "No row names this file.")
        assert "tidying removes it" in found.advice


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_bundle_that_is_not_what_was_installed_is_found(tmp_path: Path, harm: str) -> None:
    with slipway(tmp_path):
        history(0)
        weights = tmp_path / "models" / "small" / "1" / "model.onnx"
        if harm == "missing":
            weights.unlink()
        else:
            weights.write_bytes(b"others' weights")
        (found,) = findings()
        assert found.subject == "small v1"
        assert found.detail.startswith("small/1/model.onnx is ")


WRONG: dict[str, Callable[[], Any]] = {
    "It has ended, but not when.": lambda: Prediction.objects.update(completed_at=None),
    "It has a time of its end and has not ended.": lambda: Prediction.objects.update(status=Status.QUEUED),
    "It succeeded without an answer.": lambda: Prediction.objects.update(output=None),
    "It failed without a reason.": lambda: Prediction.objects.update(status=Status.FAILED),
    "It is being worked on without a lease, so nobody will take it back.": lambda: Prediction.objects.update(
        status=Status.PROCESSING, completed_at=None
    ),
    "Its lease ran out more than ten minutes ago.": lambda: Prediction.objects.update(
        status=Status.PROCESSING, completed_at=None, lease_expires_at=LONG_AGO
    ),
    "It is of another kind than its model.": lambda: Prediction.objects.update(kind="speech-recognition"),
    "The model has no version in production, so requests for it are refused.": lambda: Alias.objects.all().delete(),
}


@pytest.mark.parametrize("fault", WRONG)
def test_rows_that_contradict_themselves_are_found(tmp_path: Path, fault: str) -> None:
    with slipway(tmp_path):
        history(1)
        WRONG[fault]()
        assert [one.detail for one in findings()] == [fault]


def test_an_alias_of_another_models_version_is_found(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(0)
        other = model("other", default=False)
        Alias.objects.create(model=other.model, name="stolen", version=Version.objects.get(model="small"))
        assert [one.detail for one in findings()] == ["The alias points at a version of another model."]


def test_a_counter_behind_its_events_is_found(tmp_path: Path) -> None:
    with slipway(tmp_path):
        owner = history(1)
        Stream.objects.create(user=owner, last_seq=6)
        Event.objects.create(
            user=owner, seq=7, type="prediction.updated", subject=Prediction.objects.get().pk, data={}, at=LONG_AGO
        )
        assert [one.subject for one in findings()] == [f"stream {owner.pk}"]


@pytest.mark.skipif(POSTGRES, reason="PostgreSQL holds its keys at every write")
def test_a_row_that_names_one_that_is_not_there_is_found(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(1)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("UPDATE accounts_apikey SET user_id = 999")
        assert "a row of auth_user that does not exist" in findings()[0].detail


def test_findings_end_the_command_with_all_of_them(tmp_path: Path) -> None:
    with slipway(tmp_path):
        history(1)
        path_of(Upload.objects.first()).unlink()
        with pytest.raises(CommandError, match=r"Findings: 1\.\nuploads/.*is missing.*backup"):
            call_command("check_integrity", "--all")
