"""What answers a request that sends files: where its predictions stand, or how they ended if it waits for that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpResponse
from pydantic_core import to_json

from apps.core.deferred import Deferred
from apps.core.errors import Problem
from apps.core.problems import problem_response
from apps.predictions.models import FINAL, Prediction
from apps.predictions.places import Place
from apps.predictions.schemas import shapes_of, url_of
from apps.predictions.selectors import with_parts
from apps.predictions.waiting import Body, wait_until_final


@dataclass(frozen=True, slots=True)
class Created:
    """Predictions as a request has just made them, or found them.

    Args:
        path: of the request.
        places: where those that wait stand; None where that has to be looked up.
        many: whether several files were sent, and the answer is a list.
        status: the HTTP status; None: 201 where all have ended, else 202.
    """

    path: str
    rows: Sequence[Prediction]
    places: Mapping[UUID, Place] | None = None
    many: bool = False
    status: int | None = None

    def answer(self, user: User, *, wait: int | None, since: float) -> HttpResponse:
        """At once, or after `wait` seconds at most; `since` is a `time.monotonic()` before the rows were read."""
        pending = [row.pk for row in self.rows if row.status not in FINAL]
        if not wait or not pending:
            return self._answer(_bodies(self.rows, self.places), waited=wait, ended=wait is not None and not pending)
        known = _bodies([row for row in self.rows if row.status in FINAL])
        return Deferred(
            partial(wait_until_final, user.pk, pending, wait, since),
            partial(_are_all, pending),
            partial(self._after_waiting, wait, known),
        )

    def _after_waiting(
        self, seconds: int, known: Mapping[UUID, Body], ended: Mapping[UUID, Body] | None
    ) -> HttpResponse:
        bodies = {**known, **(ended or {})}
        missing = [row.pk for row in self.rows if row.pk not in bodies]
        if missing:
            bodies |= _bodies(list(with_parts().filter(pk__in=missing)))
        return self._answer(bodies, waited=None if ended is None else seconds, ended=not missing)

    def _answer(self, bodies: Mapping[UUID, Body], *, waited: int | None, ended: bool) -> HttpResponse:
        # What was deleted meanwhile has no status.
        found = [bodies[row.pk] for row in self.rows if "status" in bodies.get(row.pk, ())]
        if not found:
            return problem_response(Problem(404, "It was deleted while this request waited for it."), self.path)
        headers = {"Location": url_of(self.rows[0].pk)}
        if waited is not None:
            headers["Preference-Applied"] = f"wait={waited}"
        # Some times as fast as `json`, and this is in the event loop.
        return HttpResponse(
            to_json({"predictions": found} if self.many else found[0]),
            content_type="application/json",
            status=self.status or (201 if ended else 202),
            headers=headers,
        )


def _are_all(ids: Sequence[UUID], ended: Mapping[UUID, Body] | None) -> bool:
    """Whether each of them has ended and is still there."""
    return ended is not None and all("status" in ended.get(key, ()) for key in ids)


def _bodies(rows: Sequence[Prediction], places: Mapping[UUID, Place] | None = None) -> dict[UUID, Body]:
    return {row.pk: shape.to_json() for row, shape in zip(rows, shapes_of(rows, places), strict=True)}
