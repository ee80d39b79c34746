"""Store the files, write rows `queued`, ring after commit."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from apps.catalogue.models import Version
from apps.catalogue.selectors import Resolved, resolve
from apps.core.brief import Brief
from apps.core.broker import require_broker
from apps.core.errors import FieldError, Problem
from apps.core.request_id import current_request_id
from apps.core.statements import insert
from apps.live import events
from apps.predictions import known
from apps.predictions.counters import count_ended
from apps.predictions.hooks import tell_webhooks
from apps.predictions.log import log
from apps.predictions.models import Prediction, Status
from apps.predictions.notify import notify
from apps.predictions.places import Place, places_of_new
from apps.predictions.selectors import Waiting, find, waiting_by_kind, waiting_for
from apps.predictions.tasks import tell_and_ring
from apps.predictions.turns import take_turns
from apps.uploads import quota, store
from apps.uploads.incoming import ArrivedFile
from apps.uploads.models import Upload
from apps.uploads.validate import inspect_all
from apps.webhooks.outbox import Target
from ml import options
from ml.formats import Medium
from ml.kinds import kind_of, kinds_reading
from ml.options import OptionsError
from ml.types import Inspected

_all_waiting = Brief(0.2, lambda: sum(waiting_by_kind().values()))


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for: 1 to 64 files, a model or none, options; how old an earlier answer may be, in seconds.

    Args:
        via: the link by which it came, as it is shown with the prediction; None where its owner asks.
        webhook: who is told when one of them has ended.
    """

    files: Sequence[ArrivedFile]
    model: str | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    max_age: int = 0
    via: Mapping[str, object] | None = None
    webhook: Target | None = None

    @property
    def fingerprint(self) -> str:
        """sha256 over everything that makes two requests the same."""
        files = [[file.name, file.sha256] for file in self.files]
        asked = [files, self.model, self.options]
        if self.webhook and self.webhook["url"]:
            asked.append(self.webhook["url"])
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


class Queued(NamedTuple):
    """Predictions of one request, and where those that wait stand; None where that has to be looked up."""

    rows: list[Prediction]
    places: Mapping[UUID, Place] | None = None


def submit(
    owner: User,
    request: Request,
    prediction_id: UUID | None = None,
    with_rows: Callable[[Sequence[Prediction]], None] | None = None,
) -> Queued:
    """Check everything, then store and queue all files or none.

    Args:
        with_rows: called with the rows in the transaction that writes them.

    Raises:
        Problem: 413, 415, 422 for a file, model or option; 413 `quota_exceeded`; 429 `queue_full`; 503 while the
            broker is away.
    """
    require_broker()
    _refuse_early(owner, len(request.files))
    checked = _check(owner, request)
    quota.require_quota(owner, [file.size or 0 for file in request.files])
    uploads: list[Upload] = []
    try:
        for file, one in zip(request.files, checked, strict=True):
            uploads.append(store.store(owner, file, one.inspected, one.resolved.version.model.kind))
        rows = _rows(owner, uploads, checked, prediction_id, request)
        known.answer(rows, request.max_age)
        return _queue(rows, uploads, with_rows)
    except BaseException:
        for upload in uploads:
            store.discard(upload)
        quota.forget(owner.pk)
        raise


@dataclass(frozen=True, slots=True)
class _Checked:
    inspected: Inspected
    resolved: Resolved
    options: dict[str, object]


def _check(owner: User, request: Request) -> list[_Checked]:
    """What they ask for is asked once for all pictures, and once for all sounds."""

    @cache
    def meant(medium: Medium) -> tuple[Resolved, dict[str, object]]:
        resolved = resolve(request.model, *kinds_reading(medium), by=owner)
        return resolved, checked_options(resolved.asked, request.options)

    return [_Checked(inspected, *meant(inspected.medium)) for inspected in inspect_all(request.files)]


def checked_options(version: Version, chosen: Mapping[str, object]) -> dict[str, object]:
    """The options with their defaults. Raises Problem 422 `invalid_options` naming each wrong one."""
    try:
        checked = options.check(version.model.kind, chosen)
        if checked.needs_version:
            options.check_for(checked, version.parsed)
        return checked.usual(version.default_grammar).to_json()
    except OptionsError as error:
        wrong: list[FieldError] = [
            {"pointer": f"/options/{fault.name}", "detail": fault.sentence} for fault in error.faults
        ]
        raise Problem(422, str(error), code="invalid_options", errors=wrong) from error


def _refuse_early(owner: User, count: int) -> None:
    """While many wait: who will be refused shall not have files looked at first."""
    if _all_waiting.get() + count > min(settings.SLIPWAY.max_waiting_per_user, settings.SLIPWAY.max_waiting):
        _require_room(waiting_for(owner), count)


def _require_room(waiting: Waiting, count: int) -> None:
    limits = {
        "yours": (waiting.mine, settings.SLIPWAY.max_waiting_per_user),
        "everybody's": (waiting.all, settings.SLIPWAY.max_waiting),
    }
    for whose, (waits, limit) in limits.items():
        if count > limit:  # waiting would never help
            raise Problem(
                413, f"The request has {count} files, and only {limit} of {whose} may wait. Send fewer at once."
            )
        if waits + count > limit:
            detail = f"Of {whose} {waits} wait, with these it would be {waits + count}, and the limit is {limit}."
            raise Problem(429, f"{detail} Try again when some are done.", code="queue_full", retry_after=10)


def _rows(
    owner: User,
    uploads: Sequence[Upload],
    checked: Sequence[_Checked],
    prediction_id: UUID | None,
    request: Request,
) -> list[Prediction]:
    now = timezone.now()
    return [
        Prediction(
            id=prediction_id or uuid7(),
            owner=owner,
            upload=upload,
            version=one.resolved.version,
            alias=one.resolved.alias or "",
            trial=trial_of(one.resolved),
            kind=upload.kind,
            options=one.options,
            # One request's files keep their order in the queue and in lists.
            created_at=now + timedelta(microseconds=step),
            search=upload.name.lower(),
            request_id=current_request_id(),
            via=request.via,
            webhook=request.webhook,
        )
        for step, (upload, one) in enumerate(zip(uploads, checked, strict=True))
    ]


def _queue(
    rows: list[Prediction],
    uploads: Sequence[Upload],
    with_rows: Callable[[Sequence[Prediction]], None] | None,
) -> Queued:
    with transaction.atomic():
        insert(uploads)
        queued = _insert(rows)
        if with_rows:
            with_rows(rows)
    return queued


def _insert(rows: list[Prediction]) -> Queued:
    """Write new rows, tell their owner, and ring once after the commit for those that wait."""
    queued = [row for row in rows if row.status == Status.QUEUED]
    # Before the owner's numbers are taken: see finish.py.
    ended = [row for row in rows if row.cached]
    count_ended(ended)
    tell_webhooks(ended)
    # Counted here and not when there was room: of two requests of one person at once the second waits for its numbers
    # until the first is written, and stands behind it.
    numbers = events.reserve({rows[0].owner_id: len(rows)})
    waiting = waiting_for(rows[0].owner)
    _require_room(waiting, len(queued))
    take_turns(queued, waiting.my_last)
    insert(rows)
    places = places_of_new(queued, waiting)
    # The log comes last: a worker may begin meanwhile.
    notify(rows, places, numbers=numbers, tell=partial(tell_and_ring, {row.kind for row in queued}))
    log(rows)
    return Queued(rows, places)


def retry(
    owner: User,
    prediction_id: UUID,
    model: str | None = None,
    chosen: Mapping[str, object] | None = None,
    webhook: Target | None = None,
) -> Queued:
    """A new prediction of the same input, by another model or with other options where they are given.

    Without a model the version answers that the first one's reference means now, without options with those of then;
    a model of another kind does not know them, and begins with its own.

    Raises:
        Problem: 404; 422 for a model or option; 429 `queue_full`; 503 while the broker is away.
    """
    require_broker()
    old = find(owner, prediction_id)
    resolved = resolve(model or _reference(old), *kinds_reading(kind_of(old.kind).medium), by=owner)
    kind = resolved.version.model.kind
    as_then = chosen is None and kind == old.kind
    wanted = old.options if as_then else chosen or {}
    row = Prediction(
        owner=owner, upload=old.upload, version=resolved.version, alias=resolved.alias or "", kind=kind,
        options=checked_options(resolved.asked, wanted), trial=trial_of(resolved), created_at=timezone.now(),
        search=old.upload.name.lower(), request_id=current_request_id(), via=old.via, webhook=webhook,
    )  # fmt: skip
    with transaction.atomic():
        # Whoever deletes the last prediction of an upload locks the upload as well: see actions.py.
        if not Upload.objects.select_for_update().only("pk").filter(pk=old.upload_id).first():
            raise Problem(404, "It was deleted meanwhile, and its file with it.")
        return _insert([row])


def trial_of(resolved: Resolved) -> dict[str, object] | None:
    """The part in a rollout, as a row keeps it."""
    return resolved.trial.to_json() if resolved.trial else None


def _reference(row: Prediction) -> str:
    slug = row.version.model_id
    return f"{slug}@{row.alias}" if row.alias else f"{slug}/versions/{row.version.number}"
