"""A Celery worker of Slipway: what it does when it starts, when a task comes and goes, and when it ends.

`celery -A processes.worker` loads this with the applications set up before.
"""

import logging
import signal
import sys

from billiard.process import current_process
from celery.apps.worker import Worker
from celery.signals import (
    celeryd_after_setup,
    task_postrun,
    task_prerun,
    worker_process_init,
    worker_ready,
    worker_shutting_down,
)
from django.conf import settings
from django.db import Error as DatabaseError
from kombu import Exchange, Queue

from apps.core import draining
from apps.engines import standby, workers
from apps.explanations import claim as explanations
from apps.explanations.models import Explanation
from apps.lessons import claim as lessons
from apps.lessons.models import Lesson
from apps.predictions import run, tasks, worker
from apps.predictions.selectors import kinds_waiting
from config.celery import app
from processes import connections, credit
from processes.watchdog import Hearing, watch

logger = logging.getLogger(__name__)
# A tenth of Python's own.
SWITCH_SECONDS = 0.0005
_node = {"name": "worker"}
_hearing = Hearing()


@celeryd_after_setup.connect
def listen_to_own_queue(sender: str, instance: Worker, **_: object) -> None:
    """Before it listens: each node also hears a queue of its own, for the heartbeat; children inherit the name."""
    credit.give_back()
    _node["name"] = sender
    own = f"worker.{sender}"
    instance.app.amqp.queues.select_add(Queue(own, Exchange(own), routing_key=own))


@worker_ready.connect
def watch_own_hearing(**_: object) -> None:
    """From the parent, once it listens."""
    watch(app, f"worker.{_node['name']}", _hearing)


@worker_shutting_down.connect
def stop_claiming(**_: object) -> None:
    """In the parent, at a signal to end; the child sees it, too, and claims nothing after its batch."""
    draining.begin()


@task_prerun.connect
def task_arrives(**_: object) -> None:
    """In the child that computes."""
    _hearing.begins()


@task_postrun.connect
def task_is_done(**_: object) -> None:
    """In the child that computes."""
    _hearing.ends()


@worker_process_init.connect
def start_computing(**_: object) -> None:
    """A child that computes: engines are loaded here, after the fork, and then it looks for work left behind."""
    connections.keep()
    # What computes shall not wait for what writes the last answers and claims the next files, a long time each turn.
    sys.setswitchinterval(SWITCH_SECONDS)
    index = getattr(current_process(), "index", 0)
    node = _node["name"]
    workers.become(workers.Identity(node if index == 0 else f"{node}-{index}", queue=f"worker.{node}"))
    # Celery's own handler raises an Exception, which the engine would take for a failed item.
    signal.signal(signal.SIGUSR1, run.time_is_up)
    _hearing.ends()
    worker.start()
    standby.begin(settings.SLIPWAY.worker_kinds)
    lessons.release(Lesson.held_by([workers.here().name]))
    explanations.release(Explanation.held_by([workers.here().name]))
    tasks.ring(kinds_waiting(settings.SLIPWAY.worker_kinds))


def leave() -> None:
    """In the parent, when its child has ended: its report goes, and what the child did not finish waits again."""
    try:
        worker.stop(queue=f"worker.{_node['name']}")
        tasks.ring(kinds_waiting(settings.SLIPWAY.worker_kinds))
    except DatabaseError as error:
        # Its report grows old, and the leases of its rows run out.
        logger.warning("the worker ends without saying so: %s", error)
