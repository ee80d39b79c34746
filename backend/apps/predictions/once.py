"""Two requests that are one: by the caller's id (PUT) or by `Idempotency-Key` (POST)."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from apps.core.errors import Problem
from apps.predictions.models import IdempotencyKey, Prediction
from apps.predictions.selectors import owned, with_parts
from apps.predictions.submit import Request, submit

KEPT = timedelta(hours=24)
GIVEN_UP = timedelta(seconds=120)


def submit_as(owner: User, prediction_id: UUID, request: Request) -> tuple[Prediction, bool]:
    """Create with the caller's id, or return the one that has it: (prediction, created).

    Raises:
        Problem: 404 where the id is somebody else's; 409 where it stands for other content; those of `submit`.
    """
    there = _existing(owner, prediction_id, request)
    if there:
        return there, False
    try:
        return submit(owner, request, prediction_id)[0], True
    except IntegrityError:
        # The same request came twice at once, and the other one was faster.
        there = _existing(owner, prediction_id, request)
        if there is None:
            raise
        return there, False


def _existing(owner: User, prediction_id: UUID, request: Request) -> Prediction | None:
    row = with_parts().filter(pk=prediction_id).first()
    if row is None:
        return None
    if row.owner_id != owner.pk:
        raise Problem(404, "There is no such prediction.")
    if row.upload.sha256 != request.files[0].sha256:  # type: ignore[attr-defined]
        raise Problem(409, "This id already stands for another file.")
    return row


def submit_once(owner: User, key: str, request: Request) -> list[Prediction]:
    """Like `submit`, but the same key and content within 24 h give the same predictions.

    Raises:
        Problem: 422 where the key came with other content, 409 while the first request is still at work.
    """
    known = _claim_key(owner, key, request.fingerprint)
    if known is not None:
        return known
    try:
        rows = submit(owner, request)
    except BaseException:
        IdempotencyKey.objects.filter(owner=owner, key=key).delete()
        raise
    IdempotencyKey.objects.filter(owner=owner, key=key).update(predictions=[str(row.pk) for row in rows])
    return rows


def _claim_key(owner: User, key: str, fingerprint: str) -> list[Prediction] | None:
    """None where the key is now ours; else what it already stands for."""
    now = timezone.now()
    mine = IdempotencyKey.objects.filter(owner=owner, key=key)
    mine.filter(created_at__lt=now - KEPT).delete()
    mine.filter(created_at__lt=now - GIVEN_UP, predictions=None).delete()
    row, created = mine.get_or_create(owner=owner, key=key, defaults={"fingerprint": fingerprint, "created_at": now})
    if created:
        return None
    if row.fingerprint != fingerprint:
        raise Problem(422, "This Idempotency-Key came with other content before.", code="idempotency_key_reused")
    if row.predictions is None:
        raise Problem(409, "The first request with this Idempotency-Key is still being created.")
    found = {str(one.pk): one for one in owned(owner).filter(pk__in=row.predictions)}
    return [found[one] for one in row.predictions if one in found]
