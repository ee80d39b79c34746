"""No two that are alive have one name, and who was killed has the same one again."""

import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from config.env import ROOT
from processes.serve.node_name import node_name

BACKEND = ROOT / "backend"
MACHINE = re.escape(socket.gethostname())


# Says its name, has a child that lives for as long as its input is open, and is killed when that has begun.
WORKER = """
import os, signal, sys
from pathlib import Path
from processes.serve.node_name import node_name

with node_name(Path(sys.argv[1]), "worker") as name:
    print(name, flush=True)
    heard, begun = os.pipe()
    if os.fork():
        os.read(heard, 1)
        os.kill(os.getpid(), signal.SIGKILL)
    os.write(begun, b".")
    sys.stdin.read()
    os._exit(0)
"""


def test_those_of_one_data_dir_are_numbered(tmp_path: Path) -> None:
    with node_name(tmp_path, "trainer") as first, node_name(tmp_path, "trainer") as second:
        assert re.fullmatch(rf"trainer@{MACHINE}\.[0-9a-f]{{6}}", first)
        assert re.fullmatch(rf"trainer-2@{MACHINE}\.[0-9a-f]{{6}}", second)


def test_those_of_several_data_dirs_on_one_machine_are_told_apart(tmp_path: Path) -> None:
    with ExitStack() as stack:
        names = set()
        for number in range(5):
            folder = tmp_path / str(number)
            folder.mkdir()
            names.add(stack.enter_context(node_name(folder, "worker")))
    assert len(names) == 5


def test_who_was_killed_has_the_same_name_again_even_where_its_child_lives_on(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WORKER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=BACKEND) as killed:
        assert killed.stdout
        before = killed.stdout.readline().decode().strip()
        assert killed.wait(20) == -signal.SIGKILL
        with node_name(tmp_path, "worker") as name:
            assert name == before


def test_who_ends_leaves_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        with node_name(tmp_path, "trainer") as name:
            assert name.startswith("trainer@")
    assert list(tmp_path.iterdir()) == []
