"""``python -m ml job FILE``: one job of the web application, in a process of its own.

The file is an order of `ml.jobs.orders` as JSON. What happens is told as lines of JSON, each a message of
`ml.jobs.messages`, the last one an ending. It ends when its stdin is closed, so that nothing is left of it when whoever
started it is killed.
"""

import argparse
import fcntl
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path

from ml.commands.arguments import Steps
from ml.errors import Cancelled, Explained, in_words
from ml.jobs.messages import Emit, Ending, Message, Refused, Result, Stopped
from ml.jobs.orders import ORDERS, Order
from ml.progress import Progress

# Each has `run(order, emit)`; only the one that is needed is imported, so that checking a data set needs no torch.
WORKS = {
    "check": "ml.jobs.check",
    "freeze": "ml.jobs.freeze",
    "train": "ml.jobs.train",
    "optimise": "ml.jobs.optimise",
    "import": "ml.jobs.adopt",
    "install": "ml.jobs.adopt",
}
# People who wait for answers go first.
NICENESS = 10
LOCK = ".job.lock"
# Longer than a trainer that comes back takes to see that its job is no longer its own, and ends its child.
PATIENCE_SECONDS = 300
WAITS = "A trainer that was lost still works on it."


def add_parser(steps: Steps) -> None:
    """The arguments of the step."""
    parser = steps.add_parser("job", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.set_defaults(run=job)


def job(arguments: argparse.Namespace) -> int:
    """0 whenever the last line says how it ended."""
    os.nice(NICENESS)
    write = line_writer()
    threading.Thread(target=end_with_parent, name="parent", daemon=True).start()
    signal.signal(signal.SIGTERM, stop)
    write(ending_of(arguments.file, write))
    return 0


def ending_of(file: Path, emit: Emit) -> Ending:
    """Do what is ordered, and say how that ended."""
    try:
        order = ORDERS.validate_json(file.read_bytes())
        with alone(file.parent, emit):
            return run(order, emit)
    except Cancelled as stopped:
        return Stopped(reason=str(stopped))
    except Explained as refused:
        return Refused(reason=str(refused))
    except OSError as error:
        return Refused(reason=f"{in_words(error)}. Put that right, then try again.")
    except MemoryError:
        return Refused(reason="There was too little memory; make the batch smaller.")
    except Exception as error:  # noqa: BLE001 - whoever waits for the job reads a sentence, whatever happened
        traceback.print_exc()
        kind = f"{type(error).__name__}: {error}"
        return Refused(reason=f"Something unexpected went wrong, {kind}. The trainer's log has it.")


def run(order: Order, emit: Emit) -> Result:
    """By the module of its kind of work."""
    work: Callable[[Order, Emit], Result] = import_module(WORKS[order.type]).run
    return work(order, emit)


@contextmanager
def alone(folder: Path, emit: Emit) -> Iterator[None]:
    """Hold the folder of the job: a trainer that was taken for lost may have a child that still writes there.

    Raises:
        Explained: it does not end.
    """
    with (folder / LOCK).open("w") as lock:
        for second in count():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if second == PATIENCE_SECONDS:
                    raise Explained("Another trainer still works on this; end it, then try again.") from error
                emit(Progress(stage="wait", done=second, total=PATIENCE_SECONDS, note=WAITS))
                time.sleep(1)
        yield


def line_writer() -> Callable[[Message], None]:
    """Lines to the stdout that there is now; what anything else prints goes to stderr from here on."""
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def write(message: Message) -> None:
        lines.write(message.model_dump_json() + "\n")
        lines.flush()

    return write


def end_with_parent() -> None:
    """Nobody writes to stdin; it ends when the process that holds the other end does.

    Not through `sys.stdin`, whose lock this thread would hold when the interpreter ends, which aborts it.
    """
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


def stop(*_: object) -> None:
    """Asked to end; work that has a better way sets a handler of its own."""
    raise Cancelled("It was stopped.")
