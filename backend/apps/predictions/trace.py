"""Where the time of a prediction went, as spans below that of its request; nothing where traces are not configured."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from apps.predictions.models import Prediction

if TYPE_CHECKING:
    from apps.core.traces import Stage


def trace(rows: Iterable[Prediction]) -> None:
    """Tell of rows that have ended, once that is committed. Rows need `version` loaded."""
    if settings.TRACES:
        transaction.on_commit(partial(_tell, list(rows)))


def _tell(rows: Iterable[Prediction]) -> None:
    from apps.core import traces  # noqa: PLC0415 - its library takes time to load, which nobody else should wait for

    for row in rows:
        whole, *parts = stages(row)
        above = traces.tell(whole, traces.of_request(row.request_id or str(row.pk)), failed=row.error_code or "")
        for part in parts:
            traces.tell(part, above)


def stages(row: Prediction) -> Iterator["Stage"]:
    """The prediction, then what it waited for and what was done with it, one after the other."""
    from apps.core.traces import Stage  # noqa: PLC0415

    ended = row.completed_at or row.created_at
    facts: dict[str, str | int | float | bool] = {
        "slipway.prediction": str(row.pk),
        "slipway.model": str(row.version),
        "slipway.worker": row.claimed_by or "",
        "slipway.attempt": row.attempt,
        "slipway.cached": row.cached,
    }
    yield Stage(f"prediction {row.kind}", row.created_at, ended, facts)
    if row.started_at is None:
        return
    yield Stage("queue", row.created_at, row.started_at, {})
    batch = {"slipway.batch_size": row.batch_size or 1}
    begin: datetime = row.started_at
    for name in ("preprocess", "predict", "postprocess"):
        seconds = getattr(row, f"{name}_time")
        if seconds is not None:
            end = min(ended, begin + timedelta(seconds=seconds))
            yield Stage(name, begin, end, batch if name == "predict" else {})
            begin = end
    yield Stage("write", begin, ended, {})
