"""For clients that call the application in this process, as Django's own does."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core import signals
from django.db import close_old_connections


@contextmanager
def kept_connection() -> Iterator[None]:
    """A request does not close the connection whose transaction the test is in."""
    doors = (signals.request_started, signals.request_finished)
    for door in doors:
        door.disconnect(close_old_connections)
    yield
    for door in doors:
        door.connect(close_old_connections)
