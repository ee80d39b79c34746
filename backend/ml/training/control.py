"""How a run is asked to pause or to end: through a callable that it asks at each step, or a word in a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

Wish = Literal["run", "pause", "cancel"]
Control = Callable[[], Wish]
CONTROL = "control"
WISHES: tuple[Wish, ...] = ("run", "pause", "cancel")


def no_wish() -> Wish:
    """Go on."""
    return "run"


def wish_of_file(folder: Path) -> Wish:
    """The word in the run folder's file `control`: pause or cancel; anything else, or no file, means to go on."""
    try:
        word = (folder / CONTROL).read_text(encoding="utf-8").strip()
    except OSError:
        return "run"
    return next((wish for wish in WISHES if wish == word), "run")


def ask(folder: Path, wish: Wish) -> None:
    """Ask the run in `folder` to pause, to be cancelled, or (`run`) to forget an earlier wish."""
    if wish == "run":
        (folder / CONTROL).unlink(missing_ok=True)
    else:
        (folder / CONTROL).write_text(wish, encoding="utf-8")


def either(first: Control, second: Control) -> Control:
    """The stronger of two wishes."""
    return lambda: max(first(), second(), key=WISHES.index)
