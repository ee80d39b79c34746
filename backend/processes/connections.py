"""How each kind of process holds its connections to PostgreSQL.

A pool may not be opened before a fork and must be closed in an orderly way, hence not in the settings of everything.
"""

from django.conf import settings
from django.db import connection

# Some 10 % more requests per second with a password over a socket; more where the way is longer.
POOL = {"min_size": 1, "timeout": 3, "reconnect_timeout": 2, "max_idle": 60}
KEPT_SECONDS = 600


def share() -> None:
    """The web: its threads share a few connections to PostgreSQL, and keep those to SQLite."""
    from apps.core.handler import PROBE_THREADS  # noqa: PLC0415 - needs the settings

    if connection.vendor == "postgresql":
        connection.close()
        connection.settings_dict["OPTIONS"]["pool"] = {**POOL, "max_size": settings.SLIPWAY.web_threads + PROBE_THREADS}
    else:
        keep()


def keep() -> None:
    """A process that does one thing after the other: its connection lives on from one task to the next."""
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = KEPT_SECONDS
