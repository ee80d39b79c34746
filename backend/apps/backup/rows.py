"""Rows go out and come in as lines of JSON, through the models of the recorded migrations.

Django's own serializers would do, but for three things: they cut times to milliseconds, know only the models of
today, and write the table in one piece. What a value becomes is left to its field, as there.
"""

import gzip
import hashlib
import json
from base64 import b64encode
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import IO, Any

from django.db.models import BinaryField, Field, FileField, JSONField

from apps.backup.archive import Writer
from apps.backup.historical_models import Historical
from apps.backup.manifest import ROWS, Table

# A part is packed in memory: rows of photos carry a thumbnail each.
PART_ROWS = 2000
PART_BYTES = 8 << 20
INSERT_ROWS = 500
MODULUS = 1 << 256
_PLAIN = (bool, int, float, str, type(None))


class Digest:
    """Counts rows and sums their sha256, so that two databases that order texts differently agree."""

    def __init__(self) -> None:
        self.rows, self.total = 0, 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % MODULUS

    @property
    def table(self) -> Table:
        return Table(rows=self.rows, digest=f"{self.total:064x}")


def lines(alias: str, model: Historical) -> Generator[bytes, None, None]:
    """Each row as one line of JSON with sorted names, without its end, ordered by key."""
    fields = model._meta.concrete_fields
    rows = model._base_manager.using(alias).order_by("pk").values_list(*(field.attname for field in fields))
    for values in rows.iterator(chunk_size=INSERT_ROWS):
        row = {field.attname: _to_json(field, value) for field, value in zip(fields, values, strict=True)}
        yield json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def dump(alias: str, model: Historical, archive: Writer) -> Table:
    """Write a table into the archive, in parts, and return its count and digest."""
    digest, number = Digest(), 0
    # Closed also when the disk is full half-way: before its connection.
    with closing(lines(alias, model)) as source:
        while part := _part(source):
            for line in part:
                digest.add(line)
            number += 1
            packed = gzip.compress(b"\n".join(part) + b"\n", mtime=0)
            archive.add_bytes(f"{ROWS}{model._meta.label_lower}/{number:06}.jsonl.gz", packed)
    return digest.table


def digest_of(alias: str, model: Historical) -> Table:
    """What `dump` would return for the table as it is."""
    digest = Digest()
    for line in lines(alias, model):
        digest.add(line)
    return digest.table


def load(alias: str, model: Historical, part: IO[bytes]) -> None:
    """Insert the rows of one part."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    with gzip.open(part) as unpacked:
        rows = (json.loads(line) for line in unpacked)
        while some := list(islice(rows, INSERT_ROWS)):
            objects = [model(**{name: _to_python(fields[name], value) for name, value in row.items()}) for row in some]
            model._base_manager.using(alias).bulk_create(objects)


def empty(alias: str, models: Iterable[Historical]) -> None:
    """Remove the rows that migrations wrote; those of the backup take their place."""
    for model in models:
        model._base_manager.using(alias).all()._raw_delete(alias)


def _part(source: Iterator[bytes]) -> list[bytes]:
    part: list[bytes] = []
    size = 0
    for line in islice(source, PART_ROWS):
        part.append(line)
        size += len(line)
        if size > PART_BYTES:
            break
    return part


def _to_json(field: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, JSONField) or isinstance(value, _PLAIN):
        return value
    if isinstance(field, BinaryField):
        return b64encode(bytes(value)).decode("ascii")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _to_python(field: "Field[Any, Any]", value: Any) -> Any:
    # A file's name is its value; FileField would take it for an upload to come.
    return value if value is None or isinstance(field, FileField) else field.to_python(value)
