"""What a guest may do: send a file to the link's model, and read its answer; all in the name of the link's owner."""

from dataclasses import replace
from uuid import UUID

from apps.core.errors import Code, Problem
from apps.predictions import idempotency, submit
from apps.predictions.models import Prediction
from apps.predictions.selectors import owned
from apps.sharing import uses
from apps.sharing.guests.spoken import require_heard
from apps.sharing.models import Link
from ml.kinds import kind_of


def send(link: Link, prediction_id: UUID, request: submit.Request) -> tuple[Prediction, bool]:
    """Queue a file for the owner of the link, as their own; or find what was sent under this id. And whether it is new.

    Raises:
        Problem: 422 for options of a model that hears nothing; else as `submit_as`, without a word about what else
            there is here; 429 where the day's files have come.
    """
    if Prediction.objects.filter(pk=prediction_id).exists():
        find(link, prediction_id)  # before the file is compared with that of the owner, or of another guest
    require_heard(link, request.options)
    mine = replace(request, model=link.model_id, via={"link": link.pk, "name": link.name})
    try:
        queued, created = idempotency.submit_as(link.owner, prediction_id, mine, lambda _: uses.count_use(link))
    except Problem as problem:
        raise _for_guests(problem, link) from problem
    (row,) = queued.rows
    _require_own(link, row)  # of two at once
    return row, created


def has_sent(link: Link, prediction_id: UUID) -> bool:
    """Whether something is there that was sent by this link under this id."""
    return owned(link.owner).filter(pk=prediction_id, via__link=link.pk).exists()


def find(link: Link, prediction_id: UUID) -> Prediction:
    """What was sent by this link under this id, which nobody knows but who sent it. Raises Problem 404."""
    row = owned(link.owner).filter(pk=prediction_id).first()
    _require_own(link, row)
    return row  # type: ignore[return-value]  # it is one


def _require_own(link: Link, row: Prediction | None) -> None:
    if row is None or (row.via or {}).get("link") != link.pk:
        raise Problem(404, "Nothing was sent by this link under this id, or it was deleted.")


def _for_guests(problem: Problem, link: Link) -> Problem:
    """The same refusal, without names and figures that are the owner's."""
    medium = kind_of(link.model.kind).medium
    said: dict[Code, str] = {
        "queue_full": "Too much waits just now. Try again shortly.",
        "quota_exceeded": "Whoever made this link has no room for more files here. Tell them.",
        "unknown_model": "The model that this link opens answers nobody just now. Tell whoever made it.",
        "wrong_kind": f"This link takes {medium}s, and this file is none.",
    }
    if problem.code not in said:
        return problem
    return Problem(problem.status, said[problem.code], code=problem.code, retry_after=problem.retry_after)
