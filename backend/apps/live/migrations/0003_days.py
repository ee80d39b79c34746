"""On PostgreSQL events are kept by days (apps/live/partitions.py); on SQLite nothing changes.

What is there becomes the partition of all that was before the day after tomorrow, with the indexes that it has: nothing is
copied, and nobody waits while its rows are looked at. A Slipway before this one reads and writes the table as it is now.
"""

from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models, transaction
from django.utils import timezone

from apps.live import partitions

TABLE, NUMBERS, CHECK = partitions.TABLE, "live_event_numbers", "before_days"
# The wide ones first, so that nothing is lost between them.
COLUMNS = (
    f"id bigint NOT NULL DEFAULT nextval('{NUMBERS}'), seq bigint NOT NULL, at timestamptz NOT NULL, subject uuid NOT NULL, "
    "user_id integer NOT NULL, type varchar(32) NOT NULL, data jsonb NOT NULL"
)


def divide(_apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    if _one(editor, f"SELECT relkind FROM pg_class WHERE oid = '{TABLE}'::regclass") != "p":
        _divide(editor)
    partitions.make_ahead(editor.connection, timezone.now().date())


def _divide(editor):
    end = timezone.now().date() + timedelta(days=2)
    before, moment = partitions.name_before(end), partitions.start_of(end)
    # Attaching would look at all rows while nobody can write: with this constraint it need not.
    editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {CHECK}")
    editor.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT {CHECK} CHECK (at < '{moment}') NOT VALID")
    editor.execute(f"ALTER TABLE {TABLE} VALIDATE CONSTRAINT {CHECK}")
    with transaction.atomic(using=editor.connection.alias), editor.connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
        last = _one(editor, f"SELECT max(id) FROM {TABLE}")
        cursor.execute(f"ALTER TABLE {TABLE} RENAME TO {before}")
        cursor.execute(f"CREATE SEQUENCE {NUMBERS} START {(last or 0) + 1}")
        cursor.execute(f"CREATE TABLE {TABLE} ({COLUMNS}) PARTITION BY RANGE (at)")
        cursor.execute(f"ALTER SEQUENCE {NUMBERS} OWNED BY {TABLE}.id")
        if last is None:
            cursor.execute(f"DROP TABLE {before}")
        else:
            cursor.execute(f"ALTER TABLE {before} ALTER id DROP IDENTITY IF EXISTS")
            cursor.execute(f"ALTER TABLE {TABLE} ATTACH PARTITION {before} FOR VALUES FROM (MINVALUE) TO ('{moment}')")
            cursor.execute(f"ALTER TABLE {before} DROP CONSTRAINT {CHECK}")
        cursor.execute(f"CREATE TABLE {partitions.OTHERS} (LIKE {TABLE})")
        partitions.index(cursor, partitions.OTHERS)
        cursor.execute(f"ALTER TABLE {TABLE} ATTACH PARTITION {partitions.OTHERS} DEFAULT")


def _one(editor, query):
    with editor.connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("live", "0002_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(divide, migrations.RunPython.noop),
        # Who writes an event holds the user's stream, which refers to the user. SQLite keeps the reference that it has.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "event",
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                )
            ]
        ),
    ]
