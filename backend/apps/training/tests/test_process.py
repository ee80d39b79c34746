"""A child's lines are read as they come, and nothing of it is left behind."""

import os
import sys
import time
from pathlib import Path

import pytest

from apps.training.jobs.process import ORDER, JobProcess
from ml.datasets.freeze import About
from ml.jobs.messages import Message, Refused
from ml.jobs.orders import ORDERS, Examination, FreezeOrder
from ml.progress import Note, Progress

PYTHON = sys.executable


@pytest.fixture
def order(tmp_path: Path) -> FreezeOrder:
    """An order with paths in it."""
    looked_at = Examination(source=tmp_path / "sent", workspace=tmp_path / "work", index=tmp_path / "index")
    return FreezeOrder(examination=looked_at, folder=tmp_path / "1", about=About("pets", "Pets", "CC0", "pets.zip"))


@pytest.fixture
def child_of(tmp_path: Path, order: FreezeOrder, monkeypatch: pytest.MonkeyPatch) -> "ChildOf":
    return ChildOf(tmp_path, order, monkeypatch)


class ChildOf:
    """A child that is a program of the test."""

    def __init__(self, folder: Path, order: FreezeOrder, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.order, self.monkeypatch = folder, order, monkeypatch

    def __call__(self, code: str) -> JobProcess:
        program = self.folder / "child"
        program.write_text(f"#!{PYTHON} -S\nimport os, signal, sys, time\n{code}\n")
        program.chmod(0o755)
        self.monkeypatch.setattr(sys, "executable", str(program))
        return JobProcess(self.folder / "job", self.order, patience=60)


def heard(child: JobProcess) -> list[Message]:
    return [message for message in child.messages(0.05) if message]


def line(message: Message) -> str:
    return f"{message.model_dump_json()!r}"


def test_the_order_lies_in_the_folder_of_the_job_as_it_was_given(
    child_of: ChildOf, order: FreezeOrder, tmp_path: Path
) -> None:
    with child_of(f"print({line(Note(text='x'))} if sys.argv[-1].endswith('/job.json') else '')") as child:
        assert heard(child) == [Note(text="x")]
    assert ORDERS.validate_json((tmp_path / "job" / ORDER).read_bytes()) == order


def test_a_line_that_comes_in_pieces_is_one_message(child_of: ChildOf) -> None:
    text = Progress(stage="read", done=1, total=2, note="ä" * 50_000).model_dump_json()
    code = f"""
data = {text!r}.encode() + b"\\n"
for start in range(0, len(data), 10_001):
    os.write(1, data[start : start + 10_001]); time.sleep(0.001)
"""
    with child_of(code) as child:
        (found,) = heard(child)
    assert isinstance(found, Progress)
    assert len(found.note) == 50_000


def test_lines_that_come_at_once_are_several_messages(child_of: ChildOf) -> None:
    lines = "\n".join(Note(text=str(number)).model_dump_json() for number in range(100))
    with child_of(f"print({lines!r})") as child:
        assert [message.text for message in heard(child) if isinstance(message, Note)] == [str(n) for n in range(100)]


def test_what_was_not_ended_by_a_line_was_not_said(child_of: ChildOf) -> None:
    code = f"print({line(Note(text='whole'))}, flush=True); os.write(1, b'half a li')"
    with child_of(code) as child:
        assert heard(child) == [Note(text="whole")]
        assert child.status == "status 0"


def test_a_child_that_is_silent_leaves_time_to_look_around(child_of: ChildOf) -> None:
    with child_of("time.sleep(0.5)") as child:
        silences = [message for message in child.messages(0.05) if message is None]
    assert 3 <= len(silences) <= 12


def test_how_it_ended_is_said_in_words(child_of: ChildOf) -> None:
    with child_of("sys.exit(7)") as child:
        assert (heard(child), child.status) == ([], "status 7")
    with child_of("os.kill(os.getpid(), signal.SIGSEGV)") as child:
        assert (heard(child), child.status) == ([], "signal 11")


def test_told_to_end_it_may_still_say_how_it_ended(child_of: ChildOf) -> None:
    code = f"""
signal.signal(signal.SIGTERM, lambda *_: (print({line(Refused(reason="Enough."))}, flush=True), os._exit(0)))
print({line(Note(text="begun"))}, flush=True)
time.sleep(60)
"""
    with child_of(code) as child:
        found: list[Message] = []
        for message in child.messages(0.05):
            if message:
                found.append(message)
                child.stop()
        assert found == [Note(text="begun"), Refused(reason="Enough.")]


def test_nothing_of_it_is_left_when_the_block_ends(child_of: ChildOf) -> None:
    with child_of("time.sleep(60)") as child:
        os.kill(child.popen.pid, 0)
        began = time.monotonic()
    assert time.monotonic() - began < 5
    with pytest.raises(ProcessLookupError):
        os.kill(child.popen.pid, 0)
    assert child.popen.stdin
    assert child.popen.stdout
    assert (child.popen.stdin.closed, child.popen.stdout.closed) == (True, True)


def test_its_stdin_ends_with_whoever_started_it(child_of: ChildOf) -> None:
    """The child waits for the end of its stdin, which the system closes when the trainer is killed."""
    with child_of(f"sys.stdin.read(); print({line(Note(text='alone'))}, flush=True)") as child:
        assert child.popen.stdin
        child.popen.stdin.close()
        assert heard(child) == [Note(text="alone")]
