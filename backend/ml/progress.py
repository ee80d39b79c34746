"""How long work tells how far it is: small frozen messages to whoever started it, each known by its `type`."""

from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Values that never change."""

    model_config = ConfigDict(frozen=True)


class Progress(Frozen):
    """`done` of `total` pieces of a stage (`total` 0: not known), and a sentence about it."""

    type: Literal["progress"] = "progress"
    stage: str
    done: int = 0
    total: int = 0
    note: str = ""


class Note(Frozen):
    """A sentence for the person who started the work: what was left out, what is unusual."""

    type: Literal["note"] = "note"
    text: str


ProgressCallback = Callable[[Progress], None]
