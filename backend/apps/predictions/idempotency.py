"""Two requests that are one: by the caller's id (PUT) or by `Idempotency-Key` (POST)."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from apps.core.errors import Problem
from apps.predictions.models import IdempotencyKey, Prediction
from apps.predictions.selectors import owned, with_parts
from apps.predictions.submit import Queued, Request, submit

KEPT = timedelta(hours=24)
# A request that takes longer has died with its process.
GIVEN_UP = timedelta(seconds=120)


def submit_as(
    owner: User,
    prediction_id: UUID,
    request: Request,
    with_rows: Callable[[Sequence[Prediction]], None] | None = None,
) -> tuple[Queued, bool]:
    """Create with the caller's id, or return the one that has it; and whether it was created.

    Args:
        with_rows: as of `submit`.

    Raises:
        Problem: 404 where the id is somebody else's; 409 where it stands for other content; those of `submit`.
    """
    existing = _existing(owner, prediction_id, request)
    if existing:
        return Queued([existing]), False
    try:
        return submit(owner, request, prediction_id, with_rows), True
    except IntegrityError:
        # The same request came twice at once, and the other one was faster.
        existing = _existing(owner, prediction_id, request)
        if existing is None:
            raise
        return Queued([existing]), False


def _existing(owner: User, prediction_id: UUID, request: Request) -> Prediction | None:
    row = with_parts(Prediction.objects.filter(pk=prediction_id)).first()
    if row is None:
        return None
    if row.owner_id != owner.pk:
        raise Problem(404, "There is no such prediction.")
    if row.upload.sha256 != request.files[0].sha256:
        raise Problem(409, "This id already stands for another file.")
    if row.trashed_at:
        raise Problem(409, "This id stands for a prediction that was deleted a moment ago.")
    return row


def submit_once(owner: User, key: str, request: Request) -> Queued:
    """Like `submit`, but the same key and content within 24 h give the same predictions.

    Raises:
        Problem: 422 where the key came with other content, 409 while the first request is still at work.
    """
    claimed = _claim(owner, key, request.fingerprint)
    if isinstance(claimed, list):
        return Queued(claimed)
    try:
        # In the transaction of the rows: a process that dies here leaves either both or neither.
        return submit(owner, request, with_rows=partial(_answer_for, claimed))
    except BaseException:
        IdempotencyKey.objects.filter(pk=claimed.pk, predictions__isnull=True).delete()
        raise


def _answer_for(claimed: IdempotencyKey, rows: Sequence[Prediction]) -> None:
    ids = [str(row.pk) for row in rows]
    if not IdempotencyKey.objects.filter(pk=claimed.pk, predictions__isnull=True).update(predictions=ids):
        raise Problem(409, "This request took so long that another one with its Idempotency-Key has begun.")


def _claim(owner: User, key: str, fingerprint: str) -> IdempotencyKey | list[Prediction]:
    """The key where it is ours now; else the predictions that it stands for."""
    now = timezone.now()
    mine = IdempotencyKey.objects.filter(owner=owner, key=key)
    mine.filter(created_at__lt=now - KEPT).delete()
    mine.filter(created_at__lt=now - GIVEN_UP, predictions__isnull=True).delete()
    row, created = mine.get_or_create(owner=owner, key=key, defaults={"fingerprint": fingerprint, "created_at": now})
    if created:
        return row
    if row.fingerprint != fingerprint:
        raise Problem(422, "This Idempotency-Key came with other content before.", code="idempotency_key_reused")
    if row.predictions is None:
        raise Problem(409, "The first request with this Idempotency-Key is still being created.")
    found = {str(one.pk): one for one in owned(owner).filter(pk__in=row.predictions)}
    if not found:
        raise Problem(404, "What this Idempotency-Key stands for was deleted. Send it anew with another key.")
    return [found[one] for one in row.predictions if one in found]
