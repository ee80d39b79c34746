"""A child that says what a test wants: a real process in the place of `python -m ml job`, which may need torch."""

import json
import os
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from apps.training.jobs.claim import claim
from apps.training.jobs.perform import perform
from apps.training.models import Job, Run
from apps.training.runs.recorder import RunRecorder
from ml.jobs.messages import Message, Update

PROGRAM = """#!{python} -S
import json, os, signal, sys, time
from pathlib import Path

script = json.loads(Path({script!r}).read_text())
told = []
signal.signal(signal.SIGTERM, lambda *_: told.append("end"))
control = Path(sys.argv[-1]).parent / "control"
Path({pid!r}).write_text(str(os.getpid()))
for line in script["says"]:
    print(line, flush=True)
wanted = script["waits_for"]
while wanted and wanted not in told and not (control.exists() and control.read_text() == wanted):
    time.sleep(0.01)
for line in script["then"]:
    print(line, flush=True)
if script["dies"]:
    os.kill(os.getpid(), signal.SIGKILL)
sys.exit(script["status"])
"""


class Script:
    """What the next children say, and how they end."""

    def __init__(self, folder: Path) -> None:
        self.program, self.script, self.pid = folder / "child", folder / "child.json", folder / "child.pid"
        text = PROGRAM.format(python=sys.executable, script=str(self.script), pid=str(self.pid))
        self.program.write_text(text, encoding="utf-8")
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)

    def write(
        self,
        *says: Message | str,
        waits_for: str = "",
        then: Sequence[Message | str] = (),
        dies: bool = False,
        status: int = 0,
    ) -> None:
        """It says `says`, waits for the signal (`end`), a word in its folder (`pause`, `cancel`) or for ever (`never`),
        says `then`, and kills itself or ends with a status."""
        content = {
            "says": [self.line(one) for one in says], "then": [self.line(one) for one in then],
            "waits_for": waits_for, "dies": dies, "status": status,
        }  # fmt: skip
        self.script.write_text(json.dumps(content), encoding="utf-8")

    @staticmethod
    def line(message: Message | str) -> str:
        """As a child writes it."""
        return message if isinstance(message, str) else message.model_dump_json()

    @property
    def lives(self) -> bool:
        """Whether the last child is still there."""
        try:
            os.kill(int(self.pid.read_text()), 0)
        except (ProcessLookupError, FileNotFoundError):
            return False
        return True


def performed(meanwhile: Callable[[Job], object] = lambda _: None) -> Job:
    """The oldest waiting job, claimed and performed; `meanwhile` happens between the two."""
    job = claim()
    assert job
    meanwhile(job)
    perform(job)
    return Job.objects.get(pk=job.pk)


def at_first_message(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[Run], object], of: type[RunRecorder] = RunRecorder
) -> None:
    """Let something happen to a run when its child has said something."""
    take = of.take
    heard: list[Update] = []

    def taken(self: RunRecorder, update: Update) -> None:
        take(self, update)
        if not heard:
            heard.append(update)
            act(self.run)

    monkeypatch.setattr(of, "take", taken)
