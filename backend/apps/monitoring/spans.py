"""The spans of time that figures are drawn for, each cut into buckets."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from django.db.models import Expression, Func, IntegerField, TextField, Value
from django.db.models.functions import Cast

Range = Literal["15m", "1h", "6h", "24h", "7d", "30d"]
# name -> (length, bucket), both in seconds: 60 to 84 buckets, as many as a chart can show.
RANGES: dict[Range, tuple[int, int]] = {
    "15m": (900, 15),
    "1h": (3600, 60),
    "6h": (6 * 3600, 300),
    "24h": (24 * 3600, 1200),
    "7d": (7 * 24 * 3600, 7200),
    "30d": (30 * 24 * 3600, 12 * 3600),
}


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`.

    Buckets begin at whole multiples of their length since 1970, so that a bucket which is over keeps its figures from
    one look to the next; the last one is still filling.
    """

    name: Range
    start: datetime
    end: datetime
    bucket_seconds: int

    @property
    def minutes(self) -> float:
        """Length in minutes."""
        return (self.end - self.start).total_seconds() / 60


def span_of(name: Range, now: datetime) -> Span:
    """The range `name` (a key of RANGES) that ends `now`."""
    length, bucket = RANGES[name]
    last = int(now.timestamp()) // bucket * bucket
    return Span(name, moment(last + bucket - length), now, bucket)


def moment(seconds: float) -> datetime:
    """Of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def begin_of(field: str, length: int) -> Expression:
    """Where the bucket of `length` seconds begins that holds the moment in `field`, for the database."""
    begin: Expression = Epoch(field) / length * length
    return begin


class Epoch(Func):
    """Whole seconds since 1970 of a moment. Django truncates to minutes and hours only, and buckets need more."""

    arity = 1
    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **_context):  # type: ignore[no-untyped-def]  # noqa: ARG002
        """SQLite keeps moments as text."""
        (moment,) = self.get_source_expressions()
        text = Func(Value("%s"), moment, function="strftime", output_field=TextField())
        return compiler.compile(Cast(text, IntegerField()))

    def as_postgresql(self, compiler, connection, **context):  # type: ignore[no-untyped-def]
        """A cast alone would round."""
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        return self.as_sql(compiler, connection, template=template, **context)
