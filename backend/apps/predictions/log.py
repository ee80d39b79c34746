"""The line of the log for each prediction that is queued, waits again or ends, under the id of its request.

Whoever has either id finds both, in the logs of all processes that had to do with it.
"""

import logging
from collections.abc import Iterable, Mapping
from functools import partial

from django.db import transaction

from apps.predictions.models import FINAL, Prediction

logger = logging.getLogger(__name__)
# What it says, the id of the request, and the facts.
Line = tuple[str, str, Mapping[str, object]]


def log(rows: Iterable[Prediction], why: str = "", *, level: int = logging.INFO) -> None:
    """Write down what the rows are now, once that is committed. Rows need `version` loaded.

    Args:
        why: what the row itself does not tell.
    """
    if logger.isEnabledFor(level):
        lines = [_line(row, why or ("known from an earlier answer" if row.cached else "")) for row in rows]
        transaction.on_commit(partial(_write, level, lines))


def _line(row: Prediction, why: str) -> Line:
    return _text(row, why), row.request_id or "-", _facts(row, why)


def _write(level: int, lines: Iterable[Line]) -> None:
    for text, request_id, facts in lines:
        # Without a look at the stack for the line of code, which nobody is told.
        told = {"request_id": request_id, "facts": facts}
        logger.handle(logger.makeRecord(logger.name, level, "", 0, text, (), None, extra=told))


def _text(row: Prediction, why: str) -> str:
    code = f" ({row.error_code})" if row.error_code else ""
    after = f" after {row.total_time:.3f} s" if row.status in FINAL else ""
    # A line is a format without arguments: names of workers and codes have no % in them.
    return f"prediction {row.pk} {row.status}{code}{after}{f': {why}' if why else ''}"


def _facts(row: Prediction, why: str) -> dict[str, object]:
    facts = {
        "prediction": str(row.pk),
        "status": row.status,
        "why": why,
        "code": row.error_code,
        "model": str(row.version),
        "worker": row.claimed_by,
        "attempt": row.attempt,
        "seconds": row.total_time if row.status in FINAL else None,
        "queue_seconds": row.queue_time if row.status in FINAL else None,
        "batch_size": row.batch_size,
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}
