"""Search finds a word among a million answers by the trigrams of names and answers, written once when a prediction ends.

On PostgreSQL by an index of the extension pg_trgm, which the owner of a database may make since version 13; without it search reads
all rows of its person, as before. On SQLite by a table of FTS5, kept by triggers. SQLite drops triggers with their table: a
later migration that has Django copy `predictions_prediction` (AlterField, AddField with a default …) ends with `TRIGGERS` of this one.
"""

import logging

from django.db import DatabaseError, migrations, transaction

logger = logging.getLogger(__name__)
NAME, TABLE = "words_of_ended", "predictions_prediction"
ENDED = "status IN ('succeeded', 'failed', 'canceled')"
ADD = f"""INSERT INTO {NAME} (id, search) VALUES (NEW.id, NEW.search);
    INSERT INTO {NAME}_trigrams (rowid, search) SELECT number, search FROM {NAME} WHERE id = NEW.id;"""
TABLES = (
    f"CREATE TABLE {NAME} (number integer PRIMARY KEY, id char(32) NOT NULL UNIQUE, search text NOT NULL)",
    f"CREATE VIRTUAL TABLE {NAME}_trigrams USING fts5(search, content='{NAME}', content_rowid='number', tokenize='trigram')",
    f"INSERT INTO {NAME} (id, search) SELECT id, search FROM {TABLE} WHERE {ENDED} ORDER BY created_at",
    f"INSERT INTO {NAME}_trigrams ({NAME}_trigrams) VALUES ('rebuild')",
)
TRIGGERS = (
    f"CREATE TRIGGER {NAME}_come AFTER INSERT ON {TABLE} WHEN NEW.{ENDED} BEGIN {ADD} END",
    f"CREATE TRIGGER {NAME}_end AFTER UPDATE OF status ON {TABLE} WHEN NEW.{ENDED} AND NOT OLD.{ENDED} BEGIN {ADD} END",
    f"""CREATE TRIGGER {NAME}_go AFTER DELETE ON {TABLE} WHEN OLD.{ENDED} BEGIN
    INSERT INTO {NAME}_trigrams ({NAME}_trigrams, rowid, search) SELECT 'delete', number, search FROM {NAME} WHERE id = OLD.id;
    DELETE FROM {NAME} WHERE id = OLD.id; END""",
)


def make(_apps, editor):
    if editor.connection.vendor == "sqlite":
        with transaction.atomic(using=editor.connection.alias):
            for statement in (*TABLES, *TRIGGERS):
                editor.execute(statement)
    elif _has_trigrams(editor):
        _index(editor)


def drop(_apps, editor):
    if editor.connection.vendor != "sqlite":
        editor.execute(f"DROP INDEX IF EXISTS {NAME}")
        return
    for trigger in ("come", "end", "go"):
        editor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{trigger}")
    for table in (f"{NAME}_trigrams", NAME):
        editor.execute(f"DROP TABLE IF EXISTS {table}")


def _has_trigrams(editor):
    try:
        with transaction.atomic(using=editor.connection.alias):
            editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError as error:
        logger.warning("search stays without an index, the extension pg_trgm cannot be made here: %s", error)
        return False
    return True


def _index(editor):
    """A restore makes its tables in a schema of its own, where the extension's names are not found by themselves."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'pg_trgm'")
        (schema,) = cursor.fetchone()
        cursor.execute(f"SELECT EXISTS (SELECT FROM {TABLE})")
        (has_rows,) = cursor.fetchone()
    beside = "CONCURRENTLY" if has_rows else ""
    editor.execute(f"DROP INDEX {beside} IF EXISTS {NAME}")
    # New words wait in a list until it has this many kB, so that an ending writes little; searches read the list too.
    editor.execute(
        f"CREATE INDEX {beside} {NAME} ON {TABLE} USING gin (search {schema}.gin_trgm_ops) "
        f"WITH (gin_pending_list_limit = 1024) WHERE {ENDED}"
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("predictions", "0005_tallies_of_workers")]

    operations = [migrations.RunPython(make, drop)]
