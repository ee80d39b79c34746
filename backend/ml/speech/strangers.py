"""Sounds of nothing that a speech model learned: only people's recordings are such, so none are made here.

What can be made has no words in it, and where no word is heard there is nothing to be told apart.
"""

from pathlib import Path


def make(_folder: Path) -> dict[str, list[Path]]:
    """None."""
    return {}
