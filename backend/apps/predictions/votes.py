"""Which of two answers to one file its owner finds better: kept with both, and gone with either."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.core.errors import Problem
from apps.predictions.models import Prediction, Status, Vote
from apps.predictions.selectors import find, owned


def vote(owner: User, prediction_id: UUID, other_id: UUID, *, better: bool) -> None:
    """Say that one answer is better than the other, or worse; an earlier word on the two is replaced.

    Raises:
        Problem: 404 where one is not there; 400 where they are of different files; 409 where one has no answer.
    """
    with transaction.atomic():
        # Locked in one order: two words on the same two at once take turns.
        rows = owned(owner).select_for_update(of=("self",)).filter(pk__in=(prediction_id, other_id)).order_by("pk")
        found = {row.pk: row for row in rows}
        one, other = _of(found, prediction_id), _of(found, other_id)
        if one.pk == other.pk or one.upload.sha256 != other.upload.sha256:
            raise Problem(400, "Two answers to the same file can be compared, and these are not two such.")
        for row in (one, other):
            if row.status != Status.SUCCEEDED:
                raise Problem(409, f"{row.pk} has {row.status}; only answers can be compared.")
        _on(one.pk, other.pk).delete()
        first, second = (one, other) if better else (other, one)
        Vote.objects.create(better=first, worse=second, at=timezone.now())


def withdraw(owner: User, prediction_id: UUID, other_id: UUID) -> None:
    """Take back what was said of the two, if anything was. Raises Problem 404."""
    find(owner, prediction_id)
    _on(prediction_id, other_id).delete()


def votes_on(owner: User, prediction_id: UUID) -> list[Vote]:
    """What was said of a prediction beside others, the latest first. Raises Problem 404."""
    find(owner, prediction_id)
    return list(Vote.objects.filter(Q(better=prediction_id) | Q(worse=prediction_id)).order_by("-at", "-pk"))


def _of(found: dict[UUID, Prediction], key: UUID) -> Prediction:
    if key not in found:
        raise Problem(404, "There is no such prediction.")
    return found[key]


def _on(one: UUID, other: UUID) -> QuerySet[Vote]:
    return Vote.objects.filter(Q(better=one, worse=other) | Q(better=other, worse=one))
