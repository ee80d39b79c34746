"""Many predictions by a few statements: real ones, multiplied in the database with new ids and times.

`python -m bench.serving.inside.rows COUNT STATUS [DAYS]` within the backend, where some predictions have ended already:
their uploads, rows and events are what is copied, so that the sizes are real.
"""

# ruff: noqa: S608 - the names in the statements are those of the models
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection, models, transaction

from apps.live.models import Event, Stream
from apps.predictions.models import Prediction, Status
from apps.uploads.models import Upload

TEMPLATES = 16
POSTGRES = connection.vendor == "postgresql"
WAITING = {"status": "'queued'", "attempt": "0", "claimed_by": "''", "output": "NULL", "turn": "NULL"}
WAITING |= dict.fromkeys(("started_at", "completed_at", "lease_expires_at", "total_time", "batch_size"), "NULL")
WAITING |= dict.fromkeys(("queue_time", "preprocess_time", "predict_time", "postprocess_time"), "NULL")


@dataclass(frozen=True, slots=True)
class Series:
    """`count` things, the first `begin` (ms since 1970), one every `step` ms; `salt` keeps two series apart."""

    count: int
    begin: int
    step: float
    salt: int

    @property
    def source(self) -> str:
        """A table `s` with the numbers `n`."""
        if POSTGRES:
            return f"generate_series(0, {self.count - 1}) AS s(n)"
        counting = f"SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < {self.count - 1}"
        return f"(WITH RECURSIVE c(n) AS ({counting}) SELECT n FROM c) s"

    @property
    def moment(self) -> str:
        """When the nth was."""
        milliseconds = f"({self.begin} + n * {self.step})"
        if POSTGRES:
            return f"to_timestamp({milliseconds} / 1000.0)"
        return f"strftime('%Y-%m-%d %H:%M:%f000', {milliseconds} / 1000.0, 'unixepoch')"

    def key(self, kind: str) -> str:
        """A UUIDv7 of that moment; `kind` is a hex digit."""
        milliseconds = f"CAST({self.begin} + n * {self.step} AS bigint)"
        if POSTGRES:
            digits = f"lpad(to_hex({milliseconds}), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')"
            return f"({digits} || 'a{kind}' || lpad(to_hex({self.salt} + n), 14, '0'))::uuid"
        return f"printf('%012x7%03xa{kind}%014x', {milliseconds}, n % 4096, {self.salt} + n)"


def multiply(series: Series, *, waiting: bool, with_events: bool) -> None:
    """Copy ended predictions so often; waiting ones have no answer yet."""
    ids = list(
        Prediction.objects.filter(status=Status.SUCCEEDED).order_by("-id").values_list("id", flat=True)[:TEMPLATES]
    )
    upload, prediction, now = series.key("1"), series.key("2"), series.moment
    uploads = Upload.objects.filter(predictions__in=ids)
    _copy(uploads, series, {"id": upload, "created_at": now})
    times = {"created_at": now, **(WAITING if waiting else {"started_at": now, "completed_at": now})}
    _copy(Prediction.objects.filter(id__in=ids), series, {"id": prediction, "upload_id": upload, **times})
    if with_events:
        _copy_events(ids, series, {"subject": prediction, "at": now})


def _copy_events(ids: list[UUID], series: Series, changed: Mapping[str, str]) -> None:
    """The three events of each."""
    for user in User.objects.filter(event_stream__isnull=False):
        stream = Stream.objects.get(user=user)
        mine = Event.objects.filter(user=user, subject__in=ids)
        for number in range(3):
            picked = [mine.filter(subject=key).order_by("seq").values_list("id", flat=True)[number] for key in ids]
            _copy(
                Event.objects.filter(id__in=picked), series, {**changed, "seq": f"{stream.last_seq + 1} + n"}, ("id",)
            )
            stream.last_seq += series.count
        stream.save()


def _copy(
    rows: "models.QuerySet[Any]", series: Series, changed: Mapping[str, str], left_out: tuple[str, ...] = ()
) -> None:
    table = rows.model._meta.db_table
    columns = [field.column for field in rows.model._meta.concrete_fields if field.column not in left_out]
    keys = ", ".join(_literal(key) for key in rows.values_list("pk", flat=True))
    picked = f"(SELECT x.*, row_number() OVER (ORDER BY x.id) - 1 AS template FROM {table} x WHERE x.id IN ({keys})) t"
    values = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    source = f"{series.source} JOIN {picked} ON t.template = s.n % {rows.count()}"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}")


def _literal(key: object) -> str:
    text = str(key)
    return text if text.isdecimal() else f"'{text if POSTGRES else text.replace('-', '')}'"


def main(count: int, status: str, days: float) -> None:
    """Spread over the last `days`, the newest now; ended ones of the last week keep their events."""
    began = time.perf_counter()
    now = int(time.time() * 1000)
    step = days * 86_400_000 / count
    series = Series(count, now - int(days * 86_400_000), step, salt=now % 2**40)
    with transaction.atomic():
        multiply(series, waiting=status == "queued", with_events=status != "queued" and days <= 7)
    if POSTGRES:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    sys.stdout.write(json.dumps({"rows": count, "seconds": time.perf_counter() - began}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 0.01)
