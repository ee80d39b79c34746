"""The long-running parts of Slipway. Each function becomes that part and returns when it ends."""

import sys

import uvicorn

from config import alive
from config.env import Env


def web(env: Env, drain_seconds: int) -> None:
    """REST, websocket, the built page."""
    uvicorn.Server(
        uvicorn.Config(
            "config.asgi:application",
            host=env.slipway_host,
            port=env.slipway_port,
            lifespan="off",
            timeout_graceful_shutdown=drain_seconds,
            server_header=False,
            access_log=False,
            log_level="warning",
        )
    ).run()


def worker(env: Env, _drain_seconds: int) -> None:
    """A Celery parent that listens and one child that computes.

    Without -Q it hears the bells of SLIPWAY_WORKER_KINDS and the schedule: config/celery_settings.py.
    """
    alive.forget("worker")
    _celery("worker", "--concurrency=1", "--without-gossip", "--without-mingle", "--without-heartbeat", env=env)


def scheduler(env: Env, _drain_seconds: int) -> None:
    """Celery beat."""
    alive.forget("scheduler")
    _celery("beat", "--pidfile=", env=env)


def _celery(*arguments: str, env: Env) -> None:
    from celery.bin.celery import main  # noqa: PLC0415 - the web needs nothing of Celery's command line

    sys.argv = ["celery", "-q", "-A", "config.celery", *arguments, "--loglevel", env.slipway_log_level]
    main()
