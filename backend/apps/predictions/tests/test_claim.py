"""What a claim finds, by few statements, is what the database has."""

from collections.abc import Callable
from copy import copy
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from apps.predictions.claim import claim, claim_batch
from apps.predictions.finish import finish
from apps.predictions.models import Prediction
from apps.predictions.selectors import kinds_waiting
from apps.predictions.tests.conftest import KINDS, InstantEngine
from ml.errors import BadInput

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
Queued = Callable[[int], list[str]]
ENDED = BadInput("decode_failed", "It is no picture.")


def values(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("count", [1, 2])
def test_a_claimed_row_is_as_the_database_has_it(
    owner: User, engine: InstantEngine, queued: Queued, count: int
) -> None:
    queued(count)
    for row in claim_batch(KINDS):
        stored = Prediction.objects.get(pk=row.pk)
        assert values(row) == values(stored)
        assert values(row.upload) == values(stored.upload)
        assert (row.version, str(row.version)) == (stored.version, str(stored.version))


def test_a_row_that_was_given_back_is_as_the_database_has_it(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(1)
    claim_batch(KINDS)
    Prediction.objects.update(status="queued", claimed_by="", lease_expires_at=None)
    (row,) = claim_batch(KINDS)
    assert row.attempt == 2
    assert values(row) == values(Prediction.objects.get())


@pytest.mark.parametrize(("count", "were_all"), [(0, True), (1, True), (2, False)])
def test_it_says_whether_it_took_the_only_one(
    owner: User, engine: InstantEngine, queued: Queued, count: int, were_all: bool
) -> None:
    if count:
        queued(count)
    assert claim(KINDS).were_all == were_all


def test_one_that_waits_alone_takes_four_statements_and_to_end_it_four(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    queued(1)
    with CaptureQueriesContext(connection) as claiming:
        batch = claim_batch(KINDS)
    with CaptureQueriesContext(connection) as ending:
        assert finish(batch, [ENDED]) == batch
    for queries in (claiming, ending):
        statements = [query["sql"] for query in queries if not query["sql"].startswith(("BEGIN", "COMMIT"))]
        assert len(statements) == 4, statements


def test_a_claim_walks_over_nothing_that_has_ended_whatever_the_statistics_say(
    owner: User, engine: InstantEngine, queued: Queued
) -> None:
    (one,) = queued(1)
    row = Prediction.objects.get(pk=one)
    rows = [copy(row) for _ in range(3000)]
    for number, each in enumerate(rows, start=1):
        each.pk, each.created_at = uuid4(), row.created_at + timedelta(seconds=number)
    Prediction.objects.bulk_create(rows)
    if connection.vendor == "postgresql":  # SQLite has none unless somebody asks for them
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE predictions_prediction")
    with CaptureQueriesContext(connection) as queries:
        claim_batch(KINDS)
        kinds_waiting(KINDS)
    looks = [query["sql"] for query in queries if "queued" in query["sql"] and query["sql"].startswith("SELECT")]
    assert [look.count("BETWEEN") for look in looks] == [len(KINDS), 1, len(KINDS)]
    for look in looks:
        plan = plan_of(look)
        assert plan.replace("index ", "").count("using waiting_order") == look.count("BETWEEN"), look
        assert "temp b-tree" not in plan


def plan_of(look: str) -> str:
    """How the database would run it, in lower case."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {look}")
        return str(cursor.fetchall()).lower()
