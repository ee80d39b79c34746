"""What nobody needs any more goes, and nothing else."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from apps.training.cleanup import clean_up
from apps.training.imports.payload import ImportPayload
from apps.training.jobs.payload import Payload
from apps.training.jobs.submit import enqueue
from apps.training.models import DataSetVersion, Job, Run
from apps.training.states import Status, Work
from apps.training.tests.conftest import work_off
from ml.adopt.details import Details

LONG_AGO = timedelta(days=1)


def made(path: Path, *, old: bool = True) -> Path:
    """A folder with a file in it."""
    path.mkdir(parents=True)
    (path / "file").write_bytes(b"content")
    if old:
        moment = time.time() - LONG_AGO.total_seconds()
        os.utime(path, (moment, moment))
    return path


def ended(work: Work, status: Status, ago: timedelta = timedelta(0)) -> Job:
    """A job that is over."""
    job = enqueue(work, None, Payload())
    Job.objects.filter(pk=job.pk).update(status=status, completed_at=timezone.now() - ago)
    return Job.objects.get(pk=job.pk)


def test_a_freeze_that_was_killed_leaves_nothing_for_ever(frozen: DataSetVersion) -> None:
    made(frozen.folder)
    half, young = made(frozen.folder.parent / ".2.a1b2"), made(frozen.folder.parent / ".3.c3d4", old=False)
    nameless = made(frozen.folder.parent / "2")
    assert clean_up() == 2
    assert [path.exists() for path in (half, nameless, young, frozen.folder)] == [False, False, True, True]


def test_while_a_data_set_is_worked_on_nothing_of_it_goes(frozen: DataSetVersion) -> None:
    made(frozen.folder)
    half = made(frozen.folder.parent / ".2.a1b2")
    enqueue(Work.FREEZE, None, Payload(), data_set=frozen.data_set)
    assert clean_up() == 0
    assert half.exists()


def test_folders_that_no_row_names_go_when_they_are_old(frozen: DataSetVersion, waiting_run: Run) -> None:
    made(frozen.folder)
    made(waiting_run.folder)
    sets, runs = frozen.data_set.folder.parent, waiting_run.folder.parent
    orphans = [made(sets / "of-a-request-that-broke-off"), made(runs / "0199aaaa-0000-7000-8000-000000000000")]
    young = made(sets / "just-coming-in", old=False)
    assert clean_up() == 2
    assert [path.exists() for path in (*orphans, young, frozen.folder, waiting_run.folder)] == [
        False, False, True, True, True,
    ]  # fmt: skip


def test_beside_another_database_nothing_goes(db: None, settings: Any) -> None:
    """Whoever names a new, empty database must not lose the data sets of the old one."""
    kept = made(settings.SLIPWAY.own_data_sets_dir / "of-another-database")
    assert clean_up() == 0
    assert kept.exists()


def test_a_run_that_succeeded_keeps_its_model_and_no_checkpoints(waiting_run: Run) -> None:
    Job.objects.update(status=Status.SUCCEEDED)
    model, checkpoints = made(waiting_run.folder / "bundle"), made(waiting_run.folder / "checkpoints")
    best = waiting_run.folder / "best.safetensors"
    best.touch()
    assert clean_up() == 2
    assert (model.exists(), checkpoints.exists(), best.exists()) == (True, False, False)


@pytest.mark.parametrize("status", [Status.PAUSED, Status.FAILED, Status.CANCELED, Status.RUNNING])
def test_a_run_that_may_go_on_keeps_its_checkpoints(waiting_run: Run, status: Status) -> None:
    Job.objects.update(status=status, completed_at=timezone.now() - timedelta(days=100))
    checkpoints = made(waiting_run.folder / "checkpoints")
    assert clean_up() == 0
    assert checkpoints.exists()


def test_variants_keep_their_bundles_and_not_the_trainings_that_made_them(db: None) -> None:
    job = ended(Work.OPTIMISE, Status.SUCCEEDED)
    bundle, training = made(job.folder / "prune"), made(job.folder / "prune.run")
    assert clean_up() == 1
    assert (bundle.exists(), training.exists()) == (True, False)


def test_a_download_that_broke_off_is_kept_for_two_weeks(db: None) -> None:
    recent, old = (
        ended(Work.INSTALL, Status.FAILED, timedelta(days=13)),
        ended(Work.INSTALL, Status.FAILED, timedelta(15)),
    )
    for job in (recent, old):
        made(job.folder / "download")
    assert clean_up() == 1
    assert (recent.folder.exists(), old.folder.exists()) == (True, False)


def test_an_import_whose_file_is_gone_says_so_when_it_is_tried_again(db: None) -> None:
    details = Details(slug="pets", title="Pets", licence="MIT", source="pets.zip")
    job = enqueue(Work.IMPORT, None, ImportPayload(file="model.zip", details=details))
    work_off()
    job.refresh_from_db()
    assert (job.status, job.error) == (Status.FAILED, "The file that was sent is no longer here; send it again.")


def test_a_check_that_is_over_leaves_no_folder(db: None, operator: User) -> None:
    jobs = [ended(Work.CHECK, Status.SUCCEEDED), ended(Work.FREEZE, Status.FAILED, LONG_AGO)]
    just_failed = ended(Work.CHECK, Status.FAILED)
    for job in (*jobs, just_failed):
        made(job.folder)
    assert clean_up() == 2
    assert just_failed.folder.exists()
