"""The long-running parts of Slipway. Each function becomes that part and returns when it ends."""

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from config.env import Env
from processes import alive
from processes.serve.node_name import node_name

# What Celery's workers tell each other, and nobody here reads.
QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")


@dataclass(frozen=True, slots=True)
class Options:
    """How long the web may take to end: first it still accepts requests, then it finishes those that run."""

    linger_seconds: int
    drain_seconds: int


def web(env: Env, options: Options) -> None:
    """REST, websocket, the built page."""
    from processes.serve.web import run  # noqa: PLC0415 - nobody else needs an HTTP server in memory

    run(env, linger_seconds=options.linger_seconds, drain_seconds=options.drain_seconds)


def worker(env: Env, _: Options) -> None:
    """A Celery parent that listens and one child that computes.

    Without -Q it hears the bells of SLIPWAY_WORKER_KINDS and the schedule: config/celery_settings.py.
    """
    alive.forget("worker")
    # Read when numpy is first imported. The matrices of lessons are small: a second thread would mostly spin, for ten
    # times the processor time. ONNX Runtime has threads of its own (SLIPWAY_THREADS).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with node_name(env.data_dir, "worker") as name:
        try:
            _celery("processes.worker", "worker", "--concurrency=1", f"--hostname={name}", *QUIET, env=env)
        finally:
            from processes.worker import leave  # noqa: PLC0415 - as in _celery

            leave()


def trainer(env: Env, _: Options) -> None:
    """Does one job of training after the other, each in a process of its own."""
    if find_spec("torch") is None:
        sys.exit("A trainer needs torch, which is not installed here; `make trainer` brings it.")
    alive.forget("trainer")
    from processes.trainer import run  # noqa: PLC0415 - needs the applications loaded

    with node_name(env.data_dir, "trainer") as name:
        run(name)


def scheduler(env: Env, _: Options) -> None:
    """Celery beat, and what sends webhooks."""
    alive.forget("scheduler")
    from apps.webhooks.courier import Courier  # noqa: PLC0415 - needs the applications loaded
    from processes.beat import Scheduler  # noqa: PLC0415 - the web needs nothing of Celery's beat

    with node_name(env.data_dir, "scheduler") as name, Courier(name) as courier:
        Scheduler.complaint = courier.complaint
        _celery("config.celery", "beat", "--pidfile=", "--scheduler=processes.beat:Scheduler", env=env)


def _celery(app: str, *arguments: str, env: Env) -> None:
    from celery.bin.celery import main  # noqa: PLC0415 - the web needs nothing of Celery's command line

    sys.argv = ["celery", "-q", "-A", app, *arguments, "--loglevel", env.log_level]
    main()
