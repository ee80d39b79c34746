"""Alive or not, asked from outside and answered by an exit status and a sentence."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config.env import ROOT
from processes import alive, probe
from processes.tests.stack import free_port


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_worker_that_has_just_given_a_sign_of_life_is_alive() -> None:
    alive.note("worker")
    assert probe.complaint("worker") == ""


def test_a_port_that_is_no_number_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLIPWAY_PORT", "eighty")
    assert probe.complaint("web") == "SLIPWAY_PORT = 'eighty' is no number."


def test_a_worker_that_has_not_begun_is_not_alive() -> None:
    alive.note("worker")
    alive.forget("worker")
    assert probe.complaint("worker") == "The worker has not started to work yet."


def test_a_scheduler_that_was_silent_for_a_minute_is_not_alive(tmp_path: Path) -> None:
    alive.note("scheduler")
    (file,) = tmp_path.iterdir()
    before = file.stat().st_mtime - alive.STALE_SECONDS - 1
    os.utime(file, (before, before))
    assert probe.complaint("scheduler").startswith("The scheduler has given no sign of life for 6")


def test_a_worker_that_knows_that_it_is_deaf_says_so() -> None:
    alive.note("worker", "Nothing was heard.")
    assert probe.complaint("worker") == "Nothing was heard."


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    alive.note("worker")
    (file,) = tmp_path.iterdir()
    other = tmp_path / "other"
    other.write_text("of somebody else")
    file.unlink()
    file.symlink_to(other)
    alive.note("worker", "deaf")
    assert other.read_text() == "of somebody else"


def test_a_web_that_does_not_listen_is_not_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLIPWAY_PORT", str(free_port()))
    assert "does not answer" in probe.complaint("web")


@pytest.mark.parametrize("role", ["", "gardener"])
def test_an_unknown_role_is_a_sentence_and_loads_no_django(role: str) -> None:
    run = "runpy.run_module('processes.probe', run_name='__main__')"
    code = f"import runpy, sys\ntry: {run}\nfinally: print('django' in sys.modules)"
    command = [sys.executable, "-c", code, *filter(None, [role])]
    answer = subprocess.run(command, cwd=ROOT / "backend", capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout.strip()) == (1, "False")
    assert "is no role" in answer.stderr
