import fcntl
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ml.commands import job
from ml.errors import Explained


@pytest.fixture
def told() -> list[Mapping[str, Any]]:
    """What a job says."""
    return []


def test_a_job_waits_for_the_child_of_a_trainer_that_was_lost(
    tmp_path: Path, told: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / job.LOCK).open("w") as former:
        fcntl.flock(former, fcntl.LOCK_EX)
        monkeypatch.setattr(time, "sleep", lambda _: fcntl.flock(former, fcntl.LOCK_UN))
        with job.alone(tmp_path, told.append):
            assert [(line["type"], line["stage"]) for line in told] == [("progress", "wait")]
    assert json.dumps(told)


def test_a_child_that_does_not_end_is_told_of(
    tmp_path: Path, told: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with (tmp_path / job.LOCK).open("w") as former:
        fcntl.flock(former, fcntl.LOCK_EX)
        with pytest.raises(Explained, match="Another trainer still works on this"), job.alone(tmp_path, told.append):
            raise AssertionError
    assert len(told) == job.PATIENCE_SECONDS
