"""A record: one folder with what was measured, on what, by which command, and the log."""

import json
import shlex
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.serving import machine
from bench.serving.places import RECORDS

RESULT = "result.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it should at least be and what it should become. `more`: larger is better."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    goal: float | None = None
    more: bool = False

    @property
    def verdict(self) -> str:
        """`goal`, `floor`, `below`, or nothing where nothing was set."""
        for name, bound in (("goal", self.goal), ("floor", self.floor)):
            if bound is not None and (self.value >= bound if self.more else self.value <= bound):
                return name
        return "" if self.floor is None and self.goal is None else "below"

    def line(self) -> str:
        """For the terminal."""
        bounds = [
            f"{name} {bound:g}" for name, bound in (("floor", self.floor), ("goal", self.goal)) if bound is not None
        ]
        return f"  {self.name:<64}{self.value:>10.4g} {self.unit:<10}{', '.join(bounds):<24}{self.verdict}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario found: the figures of its rows, and all that was measured for them."""

    figures: list[Figure]
    details: Mapping[str, Any] = field(default_factory=dict)


class _Both:
    """Writes to the terminal and to the log."""

    def __init__(self, log: Path) -> None:
        self.terminal, self.log = sys.__stdout__, log.open("a", encoding="utf-8")

    def write(self, text: str) -> int:
        """To both."""
        self.log.write(text)
        return self.terminal.write(text) if self.terminal else 0

    def flush(self) -> None:
        """Both."""
        self.log.flush()
        if self.terminal:
            self.terminal.flush()


def folder_for(name: str) -> Path:
    """A named record of today, which several commands may add to, or a new one without a name."""
    title = f"{time.strftime('%Y-%m-%d')}-{name}" if name else time.strftime("run-%Y-%m-%d-%H%M%S")
    folder = RECORDS / title
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def logged(folder: Path) -> Iterator[None]:
    """What is printed goes into the record's log too."""
    sys.stdout = _Both(folder / "log.txt")  # type: ignore[assignment]  # all that print needs
    try:
        yield
    finally:
        sys.stdout = sys.__stdout__


def add(folder: Path, scenario: str, outcome: Outcome, *, checkout: Path, load_before: float, quick: bool) -> None:
    """Put a scenario's outcome into the record, in the place of an earlier one of the same scenario."""
    known = read(folder)
    known |= {"machine": machine.machine(), "versions": machine.versions()}
    known.setdefault("scenarios", {})[scenario] = {
        "command": shlex.join(["python", "-m", "bench.serving", *sys.argv[1:]]),
        "commit": machine.commit(checkout),
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "quick": quick,
        "load": {"before": load_before, "after": machine.load_average()},
        "figures": [{**asdict(one), "verdict": one.verdict} for one in outcome.figures],
        "details": outcome.details,
    }
    (folder / RESULT).write_text(json.dumps(_rounded(known), indent=1) + "\n", encoding="utf-8")


def read(folder: Path) -> dict[str, Any]:
    """A record; empty where there is none yet."""
    try:
        found: dict[str, Any] = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _rounded(value: Any) -> Any:
    """Five digits are more than any of these figures has."""
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value
