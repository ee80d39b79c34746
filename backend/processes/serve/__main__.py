"""`python -m processes.serve ROLE`: one part of Slipway in a container of its own, or below `make run`'s supervisor.

Checks what can be checked, waits for what it needs, and then becomes that part in this same process: no parent is left
between it and the signals.
"""

import argparse
import os
import signal
import sys
from types import FrameType

from config.env import read_env
from processes.serve import roles
from processes.serve.data_dir import make_ready

ROLES = {"web": roles.web, "worker": roles.worker, "trainer": roles.trainer, "scheduler": roles.scheduler}


def main() -> None:
    """Exit with one sentence, and no stack trace, when something that is needed is wrong or stays away."""
    # The first process of a container has no default for SIGTERM: without this it could not be stopped while it waits.
    signal.signal(signal.SIGTERM, _end)
    parser = argparse.ArgumentParser(prog="python -m processes.serve", description=__doc__)
    parser.add_argument("role", choices=[*ROLES, "migrate"])
    parser.add_argument("--linger-seconds", type=int, default=3, help="web: still accepts requests after SIGTERM")
    parser.add_argument("--drain-seconds", type=int, default=17, help="web: then finishes those that run")
    parser.add_argument(
        "--patience-seconds", type=int, default=60, help="how long database, broker and storage may stay away"
    )
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    env = read_env()
    make_ready(env.data_dir)
    _wait(options.role, options.patience_seconds)
    if options.role == "migrate":
        _migrate()
    else:
        ROLES[options.role](env, roles.Options(options.linger_seconds, options.drain_seconds))


def _wait(role: str, patience: float) -> None:
    # Only now: settings and models read what was checked just before.
    import django  # noqa: PLC0415

    django.setup()
    from processes.serve import wait_for  # noqa: PLC0415

    wait_for.database(patience)
    if role in {"migrate", "worker", "trainer"}:
        wait_for.storage(patience)  # the web starts without: it has the page and the history to show meanwhile
    if role != "migrate":
        wait_for.broker(patience)
        # A large table may take its time to migrate.
        wait_for.migrations(patience * 10)


def _migrate() -> None:
    from processes.prepare import prepare  # noqa: PLC0415 - needs the applications loaded

    print(f"The database is ready - {prepare()}", flush=True)  # noqa: T201 - whoever installs reads it there


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
