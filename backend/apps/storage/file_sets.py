"""Files that belong to rows, with what should be in them: each room names its own, backups and checks need all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

# The name in the store of a file, and its sha256.
Sums = Iterable[tuple[str, str]]
StoreName = Literal["media", "models", "training"]


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files that belong together.

    Args:
        store: where they lie.
        files: each with its sha256; the list of the others is the last.
        label: what people call the set; empty where each file stands for itself.
    """

    store: StoreName
    files: Callable[[], Sums]
    label: str = ""
