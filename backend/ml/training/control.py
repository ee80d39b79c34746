"""How a run is asked to pause or to end: through a callable that it asks at each step, a word in a file, a signal."""

import signal
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Literal

Request = Literal["run", "pause", "cancel"]
Control = Callable[[], Request]
CONTROL = "control"
REQUESTS: tuple[Request, ...] = ("run", "pause", "cancel")


def no_request() -> Request:
    """Go on."""
    return "run"


def requested_in(folder: Path) -> Request:
    """The word in the run folder's file `control`: pause or cancel; anything else, or no file, means to go on."""
    try:
        word = (folder / CONTROL).read_text(encoding="utf-8").strip()
    except OSError:
        return "run"
    return next((request for request in REQUESTS if request == word), "run")


def request(folder: Path, wanted: Request) -> None:
    """Ask the run in `folder` to pause, to be cancelled, or (`run`) to forget an earlier request."""
    if wanted == "run":
        (folder / CONTROL).unlink(missing_ok=True)
    else:
        (folder / CONTROL).write_text(wanted, encoding="utf-8")


def at_signals() -> Control:
    """Pause once this process was told to end, by SIGTERM or Ctrl-C."""
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return lambda: "pause" if stopping.is_set() else "run"


def either(first: Control, second: Control) -> Control:
    """The stronger of two requests."""
    return lambda: max(first(), second(), key=REQUESTS.index)
