"""Old code survives new migrations: during a roll-out both run on the same tables (docs/operations.md, Upgrade).

What is refused here takes two releases: first the code stops using a column, then the column goes.
"""

import pytest
from django.db import connection, models
from django.db.migrations import AddField, AlterField, RemoveField, RenameField
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements, get_sql_analyser_class

from config.env import ROOT

# SQLite makes a table anew at every change, which tells nothing.
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's statements are judged"),
]
# Before the first release there was no old code.
BASELINE = {
    "accounts": "0001_initial",
    "backup": "0001_initial",
    "catalogue": "0002_seconds_per_item",
    "live": "0001_initial",
    "predictions": "0002_owner_takes_all_along",
    "uploads": "0001_initial",
}
# Refused by the rule and harmless all the same: (app, migration) -> why old code survives it.
JUDGED: dict[tuple[str, str], str] = {}


def later_ones() -> list[tuple[str, str]]:
    """The migrations of our own apps after the baseline; an app that came later begins with its second."""
    own = {path.parent.parent.name for path in (ROOT / "backend" / "apps").glob("*/migrations/__init__.py")}
    nodes = sorted(key for key in MigrationLoader(connection).graph.nodes if key[0] in own)
    return [(app, name) for app, name in nodes if name > BASELINE.get(app, "0001_zzz")]


def test_every_app_of_the_baseline_still_has_its_migration() -> None:
    nodes = MigrationLoader(connection).graph.nodes
    assert [key for key in BASELINE.items() if key not in nodes] == []


def test_migrations_after_the_baseline_leave_old_code_working() -> None:
    linter = MigrationLinter(no_cache=True, no_output=True)
    found = {
        f"{app}.{name}": codes(linter.get_sql(app, name)) for app, name in later_ones() if (app, name) not in JUDGED
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def codes(statements: list[str]) -> list[str]:
    errors, *_ = analyse_sql_statements(get_sql_analyser_class(connection.settings_dict["ENGINE"]), statements)
    return [issue.code for issue in errors]


def judged(operation: Operation) -> list[str]:
    """The codes of what is wrong with an operation on a table with one column."""
    fields = [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=20))]
    before = ProjectState()
    before.add_model(ModelState("accounts", "Thing", fields))
    after = before.clone()
    operation.state_forwards("accounts", after)
    with connection.schema_editor(collect_sql=True) as editor:
        operation.database_forwards("accounts", editor, before, after)
    return codes([statement for statement in editor.collected_sql if not statement.startswith("--")])


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (RemoveField("thing", "name"), "DROP_COLUMN"),
        (RenameField("thing", "name", "title"), "RENAME_COLUMN"),
        (AddField("thing", "size", models.IntegerField(default=0)), "NOT_NULL"),
        (AlterField("thing", "name", models.CharField(max_length=5)), "ALTER_COLUMN"),
    ],
)
def test_what_old_code_would_stumble_over_is_refused(operation: Operation, code: str) -> None:
    assert judged(operation) == [code]


@pytest.mark.parametrize(
    "operation",
    [
        AddField("thing", "size", models.IntegerField(null=True)),
        AddField("thing", "size", models.IntegerField(db_default=0)),
    ],
)
def test_a_column_that_old_code_need_not_fill_is_let_through(operation: Operation) -> None:
    assert judged(operation) == []
