"""A person says which of two answers is better, without knowing which is whose."""

from typing import Literal
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from apps.core.errors import Problem
from apps.shadows.models import Choice, Difference
from apps.shadows.selectors import find, find_difference

Chosen = Literal["left", "right", "both", "neither"]


@transaction.atomic
def vote(by: User, shadow: UUID, number: int, chosen: Chosen) -> None:
    """Keep it; another word of the same person replaces it.

    Raises:
        Problem: 404; 409 where somebody else has voted on this file, or the shadow has ended.
    """
    row = _locked(by, shadow, number)
    words = {"left": row.is_left, "right": not row.is_left}
    if chosen in words:
        row.choice = Choice.CANDIDATE if words[chosen] else Choice.PRODUCTION
    else:
        row.choice = Choice(chosen)
    row.by = by.username
    row.save(update_fields=["choice", "by"])


@transaction.atomic
def withdraw(by: User, shadow: UUID, number: int) -> None:
    """Take it back, if anything was said. Raises Problem as `vote`."""
    row = _locked(by, shadow, number)
    row.choice = row.by = ""
    row.save(update_fields=["choice", "by"])


def _locked(by: User, key: UUID, number: int) -> Difference:
    shadow = find(key)
    if shadow.ended_at:
        raise Problem(409, "This shadow has ended, and its figures with it.")
    find_difference(shadow, number)
    row = Difference.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise Problem(404, "There is no such difference; the file may have been deleted.")
    if row.choice and row.by != by.username:
        raise Problem(409, f"{row.by} has voted on this file already.")
    return row
