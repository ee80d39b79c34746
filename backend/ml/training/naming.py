"""What a model that is trained is to be called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Naming:
    """For people and in the catalogue; what is empty is made from the data set's name.

    `grammars` are those that a model of speech offers, as in its manifest.
    """

    slug: str = ""
    title: str = ""
    summary: str = ""
    licence: str = ""
    grammars: Mapping[str, Any] = field(default_factory=dict)
