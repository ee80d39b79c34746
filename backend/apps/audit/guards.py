"""The database itself refuses to change or remove entries: triggers, put up whenever Slipway is made ready.

Not by a migration: SQLite makes a table anew at some of them, and a restore moves tables; both lose triggers. Whoever
owns the tables can take them down again: then the chain tells.
"""

# ruff: noqa: S608 - the names in the statements are the model's
from django.db import connection

from apps.audit.models import Entry, Head

TABLE, HEAD = Entry._meta.db_table, Head._meta.db_table
REFUSAL = "entries of the audit stay as they are"
_PLACE = {"number", "digest"}
_KEPT = [str(field.column) for field in Entry._meta.concrete_fields if field.name not in _PLACE]

SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS audit_entry_changes BEFORE UPDATE ON {TABLE}
    WHEN OLD.number IS NOT NULL OR {" OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in _KEPT)}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS audit_entry_goes BEFORE DELETE ON {TABLE}
    WHEN OLD.number IS NULL OR OLD.number > coalesce((SELECT kept_after FROM {HEAD}), 0)
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # INSERT OR REPLACE removes without asking the trigger above.
    f"""CREATE TRIGGER IF NOT EXISTS audit_entry_comes_instead BEFORE INSERT ON {TABLE}
    WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR number = NEW.number)
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
)
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'UPDATE' AND OLD.number IS NULL
        AND ({", ".join(f'NEW."{name}"' for name in _KEPT)})
        IS NOT DISTINCT FROM ({", ".join(f'OLD."{name}"' for name in _KEPT)}) THEN RETURN NEW; END IF;
    IF TG_OP = 'DELETE' AND OLD.number <= (SELECT kept_after FROM {HEAD}) THEN RETURN OLD; END IF;
    RAISE EXCEPTION '{REFUSAL}'; END $$""",
    f"""CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()""",
    f"CREATE TRIGGER audit_entry_all_stay BEFORE TRUNCATE ON {TABLE} EXECUTE FUNCTION audit_entry_stays()",
)  # fmt: skip


def put_up() -> None:
    """Put the triggers up where they are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [TABLE])
            if cursor.fetchone() == (2,):
                return
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_entry_stays ON {TABLE}")
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_entry_all_stay ON {TABLE}")
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)
