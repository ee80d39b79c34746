"""Answers that are known: this owner has had the same file answered by the same version with the same options.

Only an owner's own answers count. Somebody else's would tell that they have sent that file.
"""

# ruff: noqa: S608 - no value is in the statement
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import connection
from django.utils import timezone

from apps.predictions.answers import words_to_find
from apps.predictions.models import Prediction, Status
from apps.uploads.models import LETTERS, Upload

# The newest of one file: who sends the same over and over has it computed now and then, and waits for no long search.
LOOKED_AT = 100
_BEGINS = f"substr(sha256, 1, {LETTERS})"
_ROWS = f"u JOIN {Prediction._meta.db_table}"
# What was computed itself, so that its age is that of the answer, and since somebody called such an answer wrong last,
# be it there or where it was given again.
_OUTPUT = f"""
WITH u AS (
    SELECT id FROM {Upload._meta.db_table} WHERE owner_id = %s AND {_BEGINS} = %s AND sha256 = %s
    ORDER BY created_at DESC LIMIT {LOOKED_AT}
) SELECT p.output FROM {_ROWS} p ON p.upload_id = u.id
WHERE p.version_id = %s AND p.options = %s AND p.status = '{Status.SUCCEEDED.value}' AND p.attempt > 0
AND p.completed_at >= %s AND p.trashed_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM {_ROWS} wrong ON wrong.upload_id = u.id
    WHERE wrong.version_id = p.version_id AND wrong.options = p.options
    AND wrong.feedback <> %s AND wrong.feedback_at >= p.completed_at
) LIMIT 1"""
_Key: TypeAlias = tuple[str, int, str]


def answer(rows: Sequence[Prediction], max_age: int) -> None:
    """End those of an owner's new rows whose answer is known and at most `max_age` seconds old; the caller saves them.

    One statement for all of them, and none where `max_age` is 0.
    """
    if not max_age:
        return
    known = _outputs({_key(row): row for row in rows}, timezone.now() - timedelta(seconds=max_age))
    for row in rows:
        if output := known.get(_key(row)):
            _end(row, output)


def _key(row: Prediction) -> _Key:
    return row.upload.sha256, row.version_id, json.dumps(row.options, sort_keys=True)


def _outputs(wanted: dict[_Key, Prediction], since: datetime) -> dict[_Key, dict[str, object]]:
    """The outputs that are known, as they are stored."""
    with connection.cursor() as cursor:
        values = [value for row in wanted.values() for value in _values(row, since)]
        cursor.execute(f"SELECT {', '.join([f'({_OUTPUT})'] * len(wanted))}", values)
        found = cursor.fetchone() or ()
    return {key: json.loads(output) for key, output in zip(wanted, found, strict=True) if output is not None}


def _values(row: Prediction, since: datetime) -> list[Any]:
    """What stands for each %s, as the database has it."""
    given = {"version": row.version_id, "options": row.options, "completed_at": since, "feedback": {"correct": True}}
    fields = {field.name: field for field in Prediction._meta.concrete_fields}
    prepared = [fields[name].get_db_prep_value(value, connection) for name, value in given.items()]
    return [row.owner_id, row.upload.sha256[:LETTERS], row.upload.sha256, *prepared]


def _end(row: Prediction, output: dict[str, object]) -> None:
    """It takes no time, and nothing was begun."""
    row.status, row.completed_at, row.total_time = Status.SUCCEEDED, row.created_at, 0.0
    row.output = output
    row.search = words_to_find(row)
