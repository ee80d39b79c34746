"""Words in names and answers: found by an index of their trigrams where there is one (migration 0006)."""

import unicodedata
from collections.abc import Collection, Iterator
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from apps.core.brief import Brief
from apps.core.errors import Problem
from apps.predictions.models import FINAL, Prediction, Status

INDEX = "words_of_ended"
# Fewer are named one by one; among more, the newest that are wanted are soon come across.
MOST = 300
UNDER_WAY = (Status.QUEUED, Status.PROCESSING)
LETTERS = 3
# Each is looked for in every row that the others leave.
MOST_WORDS = 20


def having(text: str) -> Q:
    """Those with every word of `text` somewhere in their name or answer; upper or lower case."""
    words = [reduce(or_, (Q(search__contains=form) for form in forms)) for forms in _words(text)]
    return reduce(lambda all_of, word: all_of & word, words, Q())


def candidates(text: str) -> list[UUID] | None:
    """All that can have the words, of whomever; None where they are too many, too short to look up, or not indexed."""
    words = [forms for forms in _words(text) if all(len(form) >= LETTERS for form in forms)]
    if not words or not _indexed.get():
        return None
    ended = _ended_by_trigrams(words) if connection.vendor == "sqlite" else _ended(text)
    found = [*ended, *ids_under_way(UNDER_WAY, having(text))[: MOST + 1]]
    return found if len(found) <= MOST else None


def ids_under_way(statuses: Collection[str], condition: Q = Q()) -> QuerySet[Prediction, UUID]:  # noqa: B008 - never changed
    """What waits or runs, one status after the other: an index of one of them is not used for several."""
    rows = Prediction.objects.filter(condition).order_by().values_list("pk", flat=True)
    first, *others = (rows.filter(status=one) for one in sorted(set(statuses)))
    return first.union(*others, all=True)


def _words(text: str) -> Iterator[set[str]]:
    """The forms of each word: letters with their accents in one, and apart, as macOS names files."""
    words = text.lower().split()
    if len(words) > MOST_WORDS:
        detail = f"Search for {MOST_WORDS} words at most; these are {len(words)}."
        raise Problem(400, detail, errors=[{"pointer": "/q", "detail": detail}])
    for word in words:
        yield {unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)}


def _ended(text: str) -> list[UUID]:
    rows = Prediction.objects.filter(having(text), status__in=FINAL).order_by()
    return list(rows.values_list("pk", flat=True)[: MOST + 1])


def _ended_by_trigrams(words: list[set[str]]) -> list[UUID]:
    quoted = ([f'"{form.replace(chr(34), chr(34) * 2)}"' for form in forms] for forms in words)
    wanted = " AND ".join(f"({' OR '.join(forms)})" for forms in quoted)
    statement = (
        f"SELECT id FROM {INDEX}_trigrams JOIN {INDEX} ON number = {INDEX}_trigrams.rowid "  # noqa: S608 - no value is in it
        f"WHERE {INDEX}_trigrams MATCH %s LIMIT {MOST + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted])
        return [UUID(key) for (key,) in cursor.fetchall()]


def _is_indexed() -> bool:
    """A PostgreSQL without pg_trgm has none."""
    if connection.vendor == "sqlite":
        return f"{INDEX}_trigrams" in connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [INDEX])
        return bool(cursor.fetchone() != (None,))


_indexed = Brief(600, _is_indexed)
