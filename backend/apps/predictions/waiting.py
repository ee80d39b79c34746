"""Wait in the event loop until predictions have ended (`Prefer: wait`): no thread, no connection, no polling."""

import asyncio
from collections.abc import Collection, Hashable
from contextlib import suppress
from typing import TypeAlias
from uuid import UUID

from channels.db import database_sync_to_async
from pydantic_core import from_json

from apps.core import draining
from apps.core.places import Places
from apps.live.hub import Inbox, hub
from apps.live.publish import Published
from apps.predictions.models import FINAL
from apps.predictions.schemas import shapes_of
from apps.predictions.selectors import with_parts

WAITERS = Places(most=1000, most_of_one=64)
# A worker whose broker did not answer tells nothing for some seconds.
LOOK_SECONDS = 10.0

Body: TypeAlias = dict[str, object]


async def wait_until_final(
    who: Hashable, pending: Collection[UUID], seconds: float, since: float
) -> dict[UUID, Body] | None:
    """Wait at most `seconds` for all to end, less when this process shall.

    Args:
        who: so many may wait for one.
        since: a `time.monotonic()` at which none of them had ended.

    Returns:
        The JSON of those that ended; None where too many wait already.
    """
    ended: dict[UUID, Body] = {}
    missing = set(pending)
    with WAITERS.taken_by(who) as free, hub().listen(missing, since=since) as inbox:
        if not free:
            return None
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while missing and not draining.has_begun():
                    event = await _next(inbox)
                    if event is None:
                        ended |= await database_sync_to_async(_final, thread_sensitive=False)(missing)
                    else:
                        ended |= _ended_by(event.subject, from_json(event.text)["data"])
                    missing -= ended.keys()
    return ended


async def _next(inbox: Inbox) -> Published | None:
    """What comes next; None where something may be missing, as after a long silence."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            return await inbox.get()
    except TimeoutError:
        return None


def _ended_by(subject: UUID, body: Body) -> dict[UUID, Body]:
    # A prediction that was deleted meanwhile has no status, and nothing more comes of it.
    return {subject: body} if body.get("status", FINAL[0]) in FINAL else {}


def _final(ids: Collection[UUID]) -> dict[UUID, Body]:
    rows = {row.pk: row for row in with_parts().filter(pk__in=ids)}
    ended = [row for row in rows.values() if row.status in FINAL]
    bodies: dict[UUID, Body] = {row.pk: shape.to_json() for row, shape in zip(ended, shapes_of(ended), strict=True)}
    return bodies | {deleted: {"id": str(deleted)} for deleted in set(ids) - rows.keys()}
