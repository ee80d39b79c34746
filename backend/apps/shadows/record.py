"""What a candidate has answered is held against production's answers: counted, and kept where it differs."""

import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.predictions.answers import said_by_model
from apps.predictions.models import Prediction
from apps.shadows.claim import Lot
from apps.shadows.models import Difference, Shadow
from ml.errors import BadInput
from ml.types import Result

# A person votes on a hundred or two; what differs beyond that is counted alone.
MOST_KEPT = 2000


def record(lot: Lot, answers: Sequence[Result | BadInput | None]) -> None:
    """Nothing where the shadow has ended meanwhile."""
    ours = {row.pk: one.output.answer for row, one in zip(lot.rows, answers, strict=True) if isinstance(one, Result)}
    differ = [row for row in lot.rows if row.pk in ours and ours[row.pk] != said_by_model(row)]
    with transaction.atomic():
        _keep(lot.shadow, differ, ours)
        Shadow.objects.filter(pk=lot.shadow.pk, ended_at=None).update(
            same=F("same") + len(ours) - len(differ),
            different=F("different") + len(differ),
            failed=F("failed") + sum(isinstance(one, BadInput) for one in answers),
        )


def _keep(shadow: Shadow, differ: Sequence[Prediction], ours: Mapping[UUID, str]) -> None:
    if not differ or shadow.different >= MOST_KEPT or not Shadow.objects.filter(pk=shadow.pk, ended_at=None).exists():
        return
    # Who deletes a prediction locks it as well: either it is gone by now, or this goes with it.
    mine = Prediction.objects.filter(pk__in=[row.pk for row in differ], trashed_at=None).order_by("pk")
    there = set(mine.select_for_update(no_key=True).values_list("pk", flat=True))
    now = timezone.now()
    kept = [
        Difference(
            shadow=shadow, prediction=row, theirs=said_by_model(row) or "", ours=ours[row.pk], created_at=now,
            is_left=secrets.randbelow(2) == 0,
        )
        for row in differ
        if row.pk in there
    ]  # fmt: skip
    # One that was answered again is compared again, and kept as it was first.
    Difference.objects.bulk_create(kept, ignore_conflicts=True)
