"""`python -m ml job` in a process of its own, as a trainer starts it."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ml.datasets.freeze import About
from ml.datasets.frozen import DataSet
from ml.jobs.messages import MESSAGES, CheckResult, FreezeResult, Message, Refused, Stopped
from ml.jobs.orders import CheckOrder, Examination, FreezeOrder, Order
from ml.progress import Progress
from ml.tests.datasets.material import class_folders, write

BACKEND = Path(__file__).parents[3]


@pytest.fixture
def examination(tmp_path: Path) -> Examination:
    """A folder of pictures to look at."""
    pictures = write(tmp_path / "pets", class_folders())
    return Examination(source=pictures, workspace=tmp_path / "unpacked", index=tmp_path / "items.jsonl")


def started(folder: Path, order: Order | str) -> "subprocess.Popen[bytes]":
    """A child that was given an order."""
    folder.mkdir(exist_ok=True)
    (folder / "job.json").write_text(order if isinstance(order, str) else order.model_dump_json(), encoding="utf-8")
    command = [sys.executable, "-m", "ml", "job", str(folder / "job.json")]
    return subprocess.Popen(command, cwd=BACKEND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def messages(child: "subprocess.Popen[bytes]") -> list[Message]:
    """All that it tells until it ends."""
    assert child.stdout
    found = [MESSAGES.validate_json(line) for line in child.stdout]
    child.wait(30)
    return found


def test_a_check_tells_how_far_it_is_and_ends_with_a_report(tmp_path: Path, examination: Examination) -> None:
    with started(tmp_path / "job", CheckOrder(examination=examination)) as child:
        *updates, last = messages(child)
    assert {update.stage for update in updates if isinstance(update, Progress)} >= {"read", "compare"}
    assert isinstance(last, CheckResult)
    assert (last.report.ready, last.report.items, child.returncode) == (True, 36, 0)
    example = last.report.examples[0]
    assert example.number is not None
    line = (tmp_path / "items.jsonl").read_text().splitlines()[example.number]
    assert json.loads(line)["path"].endswith(example.name)


def test_a_freeze_ends_with_the_frozen_set(tmp_path: Path, examination: Examination) -> None:
    about = About("pets", "Pets", "CC0", "pets.zip")
    order = FreezeOrder(examination=examination, folder=tmp_path / "frozen", about=about)
    with started(tmp_path / "job", order) as child:
        last = messages(child)[-1]
    assert isinstance(last, FreezeResult)
    data_set = DataSet.open(tmp_path / "frozen")
    assert (last.digest, last.manifest) == (data_set.digest, data_set.manifest)


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ('{"type": "check", "examination": {"source": "/nowhere", "workspace": "W"}}', "/nowhere"),
        ('{"type": "fold"}', "Something unexpected went wrong"),
        ("no JSON", "Something unexpected went wrong"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(tmp_path: Path, order: str, words: str) -> None:
    with started(tmp_path / "job", order.replace("W", str(tmp_path / "unpacked"))) as child:
        (last,) = messages(child)
    assert isinstance(last, Refused)
    assert words in last.reason
    assert last.reason.endswith(".")
    assert child.returncode == 0


def test_a_job_that_is_told_to_end_says_so_and_keeps_nothing(tmp_path: Path, examination: Examination) -> None:
    write(tmp_path / "pets", class_folders(400))
    with started(tmp_path / "job", CheckOrder(examination=examination)) as child:
        assert child.stdout
        child.stdout.readline()
        child.send_signal(signal.SIGTERM)
        last = messages(child)[-1]
    assert isinstance(last, Stopped)
    assert not (tmp_path / "unpacked").exists()


def test_nothing_is_left_of_a_job_whose_trainer_was_killed(tmp_path: Path, examination: Examination) -> None:
    write(tmp_path / "pets", class_folders(400))
    with started(tmp_path / "job", CheckOrder(examination=examination)) as child:
        assert child.stdout
        assert child.stdin
        child.stdout.readline()
        child.stdin.close()
        began = time.monotonic()
        assert child.wait(30) == 1
    assert time.monotonic() - began < 10
