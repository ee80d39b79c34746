"""What a model that is trained is to be called."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Naming:
    """For people and in the catalogue; what is empty is made from the data set's name."""

    slug: str = ""
    title: str = ""
    summary: str = ""
    licence: str = ""
