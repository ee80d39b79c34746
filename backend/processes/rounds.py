"""What the scheduler does by itself, again and again, since it must go on where no worker is there to do it."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, close_old_connections, connection

logger = logging.getLogger(__name__)


class Round(NamedTuple):
    """What is done, and how often."""

    name: str
    seconds: float
    work: Callable[[], None]


def begin(rounds: Iterable[Round]) -> None:
    """Do each in a thread of its own: one that waits keeps nobody, and they end with the process."""
    for one in rounds:
        threading.Thread(target=_go_on, args=[one], name=one.name, daemon=True).start()


def _go_on(one: Round) -> None:
    while True:
        once(one)
        time.sleep(one.seconds)


def once(one: Round) -> None:
    """One round. What goes wrong is in the log, and the next one is another try."""
    try:
        close_old_connections()
        one.work()
    except (OperationalError, InterfaceError) as error:
        connection.close()
        logger.warning("%s waits for the database: %s", one.name, " ".join(str(error).split()))
    except Exception:
        connection.close()
        logger.exception("%s went wrong, and is tried again", one.name)
