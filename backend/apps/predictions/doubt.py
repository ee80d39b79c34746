"""Which answers are in doubt, told by the database from what is kept (sure.py), so that each has an index of its own.

No value in it is a parameter: SQLite uses an index of some rows only for a condition in the words of that index. Who
changes the words makes a migration that makes the indexes anew.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler
from django.utils.deconstruct import deconstructible

from apps.catalogue.thresholds import USUAL


class _Told(Func):
    """A condition of the column of outputs, in the words of each database."""

    output_field = BooleanField()
    on_postgresql: str

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[str | int] | tuple[str | int, ...] | tuple[()]]:
        """Its operators take the values out of `jsonb`."""
        return self.as_sql(compiler, connection, template=self.on_postgresql)


@deconstructible
class Outside(_Told):
    """The file is unlike anything that the version learned."""

    template = "(COALESCE(json_extract(%(expressions)s, '$.outside'), 0) = 1)"
    on_postgresql = "COALESCE((%(expressions)s ->> 'outside')::boolean, false)"


@deconstructible
class InDoubt(_Told):
    """The best label did not count as sure, or the file is outside."""

    template = (
        "(COALESCE(json_extract(%(expressions)s, '$.sure'), "
        "NOT COALESCE(json_extract(%(expressions)s, '$.outside'), 0) "
        f"AND json_extract(%(expressions)s, '$.labels[0].score') >= {USUAL}) = 0)"
    )
    on_postgresql = (
        "(COALESCE((%(expressions)s ->> 'sure')::boolean, "
        "NOT COALESCE((%(expressions)s ->> 'outside')::boolean, false) "
        f"AND (%(expressions)s #>> '{{labels,0,score}}')::float8 >= {USUAL}) = false)"
    )


# By the words of `GET predictions?doubt=`.
DOUBTS = {"unsure": InDoubt("output"), "outside": Outside("output")}
