"""``python -m ml job FILE``: one job of the web application, in a process of its own.

The file says what to do, as JSON with ``work`` and what that needs. What happens is told as lines of JSON, each with a
``type``: the events of the work, then ``result``, ``stopped`` or ``refused`` (with a sentence). It ends when its stdin
is closed, so that nothing is left of it when whoever started it is killed.
"""

import argparse
import fcntl
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from ml.errors import Cancelled, Explained, in_words

Say = Callable[[Mapping[str, Any]], None]
WORKS = {
    "check": "ml.commands.jobs.examine",
    "freeze": "ml.commands.jobs.examine",
    "train": "ml.commands.jobs.train",
    "optimise": "ml.commands.jobs.optimise",
    "import": "ml.commands.jobs.adopt",
    "install": "ml.commands.jobs.adopt",
}
# People who wait for answers go first.
NICENESS = 10
LOCK = ".job.lock"
# Longer than a trainer that comes back takes to see that its job is no longer its own, and ends its child.
PATIENCE_SECONDS = 300
WAITS = "A trainer that was lost still works on it."


def add_parser(steps: Any) -> None:
    """The arguments of the step."""
    parser = steps.add_parser("job", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.set_defaults(run=job)


def job(arguments: argparse.Namespace) -> int:
    """0 whenever the last line says how it ended."""
    os.nice(NICENESS)
    say = speaker()
    threading.Thread(target=end_with_parent, name="parent", daemon=True).start()
    signal.signal(signal.SIGTERM, stop)
    order = json.loads(arguments.file.read_text(encoding="utf-8"))
    try:
        with alone(arguments.file.parent, say):
            result = import_module(WORKS[order["work"]]).work(order, say)
    except Cancelled as stopped:
        say({"type": "stopped", "reason": str(stopped)})
    except Explained as refused:
        say({"type": "refused", "reason": str(refused)})
    except OSError as error:
        say({"type": "refused", "reason": f"{in_words(error)}. Put that right, then try again."})
    except MemoryError:
        say({"type": "refused", "reason": "There was too little memory; make the batch smaller."})
    except Exception as error:  # noqa: BLE001 - whoever waits for the job reads a sentence, whatever happened
        traceback.print_exc()
        kind = f"{type(error).__name__}: {error}"
        say({"type": "refused", "reason": f"Something unexpected went wrong, {kind}. The trainer's log has it."})
    else:
        say({"type": "result", **result})
    return 0


@contextmanager
def alone(folder: Path, say: Say) -> Iterator[None]:
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
                say({"type": "progress", "stage": "wait", "done": second, "total": PATIENCE_SECONDS, "note": WAITS})
                time.sleep(1)
        yield


def speaker() -> Say:
    """Lines to the stdout that there is now; what anything else prints goes to stderr from here on."""
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(told: Mapping[str, Any]) -> None:
        lines.write(json.dumps(told, ensure_ascii=False) + "\n")
        lines.flush()

    return say


def end_with_parent() -> None:
    """Nobody writes to stdin; it ends when the process that holds the other end does."""
    sys.stdin.buffer.read()
    os._exit(1)


def stop(*_: object) -> None:
    """Asked to end; work that has a better way sets a handler of its own."""
    raise Cancelled("It was stopped.")
