"""One thing that a check found, with what to do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

# The way out that a page or a command line offers wherever files may leave.
LEAVE = "leave them out"
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Case:
    """Files that belong together in a finding (the copies of one picture, or a single file), by name, and why."""

    files: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """An `error` stops the freeze, a `warning` does not, a `note` is for the record.

    `leaving` are the files that leave the set when a person says to exclude this `code`; empty: that is no way out.
    """

    code: str
    severity: Severity
    sentence: str
    advice: str
    cases: Sequence[Case] = field(default=())
    leaving: Sequence[str] = field(default=())


def singles(pairs: Iterable[tuple[str, str]]) -> tuple[Case, ...]:
    """Cases of one file each, from (name, note)."""
    return tuple(Case((name,), note) for name, note in pairs)


def counted(number: int, word: str, plural: str | None = None) -> str:
    """`1 file`, `2,000 files`."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"
