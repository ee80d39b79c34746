"""What answers a guest: at once, or when the prediction has ended."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse

from apps.core.deferred import Deferred
from apps.predictions.models import FINAL, Prediction
from apps.predictions.waiting import Body, wait_until_final
from apps.sharing import links
from apps.sharing.guests import actions
from apps.sharing.guests.schemas import GuestPredictionSchema
from apps.sharing.models import Link


def answered(link: Link, row: Prediction, *, wait: int | None, since: float, status: int | None = None) -> HttpResponse:
    """At once, or after `wait` seconds at most; `since` is a `time.monotonic()` before the row was read.

    Args:
        status: the HTTP status; None: 201 where it has ended, else 202.
    """
    if not wait or row.status in FINAL:
        return _answer(row, status)
    waiting = partial(wait_until_final, f"link {link.pk}", [row.pk], wait, since)
    # A link that ended meanwhile shows nothing any more, so the database is asked again whatever was waited for.
    return Deferred(waiting, lambda _ended: False, partial(_after_waiting, link, row.pk, status))


def _after_waiting(
    link: Link, prediction_id: UUID, status: int | None, _ended: dict[UUID, Body] | None
) -> HttpResponse:
    return _answer(actions.find(links.still_open(link), prediction_id), status)


def _answer(row: Prediction, status: int | None) -> HttpResponse:
    return HttpResponse(
        GuestPredictionSchema.of(row).to_text(),
        content_type="application/json",
        status=status or (201 if row.status in FINAL else 202),
    )
