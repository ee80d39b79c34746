import fcntl
import time
from pathlib import Path

import pytest

from ml.commands import job
from ml.errors import Explained
from ml.jobs.messages import Update
from ml.progress import Progress


@pytest.fixture
def updates() -> list[Update]:
    """What a job tells."""
    return []


def test_a_job_waits_for_the_child_of_a_trainer_that_was_lost(
    tmp_path: Path, updates: list[Update], monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / job.LOCK).open("w") as former:
        fcntl.flock(former, fcntl.LOCK_EX)
        monkeypatch.setattr(time, "sleep", lambda _: fcntl.flock(former, fcntl.LOCK_UN))
        with job.alone(tmp_path, updates.append):
            assert updates == [Progress(stage="wait", done=0, total=job.PATIENCE_SECONDS, note=job.WAITS)]


def test_a_child_that_does_not_end_is_told_of(
    tmp_path: Path, updates: list[Update], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with (tmp_path / job.LOCK).open("w") as former:
        fcntl.flock(former, fcntl.LOCK_EX)
        with pytest.raises(Explained, match="Another trainer still works on this"), job.alone(tmp_path, updates.append):
            raise AssertionError
    assert len(updates) == job.PATIENCE_SECONDS
