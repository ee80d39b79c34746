"""An index comes and goes beside those who write."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.test.utils import CaptureQueriesContext

from apps.core.index_operations import AddIndexBeside, RemoveIndexBeside, RemoveOwnIndexBeside
from apps.uploads.models import Upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
ADD = AddIndexBeside("upload", models.Index(fields=["size"], name="by_size", condition=models.Q(kind="a")))
REMOVE = RemoveIndexBeside("upload", "by_size")
REMOVE_OWN = RemoveOwnIndexBeside(
    "upload",
    "owner",
    models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="uploads", db_index=False),
)


@pytest.fixture(autouse=True)
def _undo() -> Iterator[None]:
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS by_size")


def indexed() -> list[str]:
    """The single columns of the table that have an index."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "uploads_upload").values()
    return sorted(one["columns"][0] for one in found if one["index"] and len(one["columns"]) == 1)


def run(*operations: Operation, back: bool = False) -> list[str]:
    """Run the last of the operations, or its reverse; gives the statements about indexes."""
    states = [MigrationLoader(connection).project_state()]
    for operation in operations:
        states.append(states[-1].clone())
        operation.state_forwards("uploads", states[-1])
    before, after = list(pairwise(states))[-1]
    with CaptureQueriesContext(connection) as queries, connection.schema_editor(atomic=False) as editor:
        if back:
            operations[-1].database_backwards("uploads", editor, after, before)
        else:
            operations[-1].database_forwards("uploads", editor, before, after)
    return [query["sql"] for query in queries if "INDEX" in query["sql"]]


def test_indexes_come_and_go_and_come_back() -> None:
    usual = indexed()
    run(ADD)
    assert indexed() == sorted([*usual, "size"])
    run(ADD, back=True)
    assert indexed() == usual
    run(ADD)
    run(ADD, REMOVE)
    assert indexed() == usual
    run(ADD, REMOVE, back=True)
    assert indexed() == sorted([*usual, "size"])


def test_the_index_of_a_foreign_key_comes_and_goes() -> None:
    usual = indexed()
    run(REMOVE_OWN, back=True)
    assert indexed() == sorted([*usual, "owner_id"])
    run(REMOVE_OWN)
    assert indexed() == usual


def test_a_table_with_rows_is_not_locked_for_it_and_half_an_index_is_made_anew(owner: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    Upload.objects.create(owner=owner, size=1)
    for _ in range(2):
        statements = [*run(ADD), *run(ADD, REMOVE), *run(REMOVE_OWN, back=True), *run(REMOVE_OWN)]
        assert all("CONCURRENTLY" in statement for statement in statements)
        run(ADD)
    assert indexed().count("size") == 1
