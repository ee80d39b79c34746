"""What must hold among rows, whatever happened: each room says it of its own, and the integrity check asks for all."""

from typing import Any, NamedTuple

from django.db.models import QuerySet


class Rule(NamedTuple):
    """The rows that break it, what is wrong with them, and what to do."""

    broken: QuerySet[Any]
    detail: str
    advice: str
