"""A search finds what counts as the answer: what people have corrected is searched for by their word, from now on and so far.

On SQLite the table of FTS5 follows by a trigger of its own. It belongs to those of 0006, which says when they are made anew.
"""

import importlib

from django.db import migrations

words = importlib.import_module("apps.predictions.migrations.0006_words_of_ended")
NAME, TABLE = words.NAME, words.TABLE
CHANGED = f"WHEN NEW.{words.ENDED} AND OLD.{words.ENDED} AND NEW.search <> OLD.search"
TRIGGER = f"""CREATE TRIGGER {NAME}_change AFTER UPDATE OF search ON {TABLE} {CHANGED} BEGIN
    INSERT INTO {NAME}_trigrams ({NAME}_trigrams, rowid, search) SELECT 'delete', number, search FROM {NAME} WHERE id = OLD.id;
    UPDATE {NAME} SET search = NEW.search WHERE id = NEW.id;
    INSERT INTO {NAME}_trigrams (rowid, search) SELECT number, search FROM {NAME} WHERE id = NEW.id; END"""


def make(_apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute(TRIGGER)


def drop(_apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute(f"DROP TRIGGER {NAME}_change")


def find_by_the_answer(apps, editor):
    """Feedback that a label or a text came with; other feedback leaves the model's word as it is."""
    everybodys = apps.get_model("predictions", "Prediction").objects.using(editor.connection.alias)
    rows = everybodys.filter(feedback__isnull=False, status="succeeded").select_related("upload")
    for row in rows.only("feedback", "upload__name").iterator():
        said = row.feedback.get("label", row.feedback.get("text"))
        if said is not None:
            row.search = f"{row.upload.name} {said}".lower()
            row.save(update_fields=["search"])


class Migration(migrations.Migration):
    dependencies = [("predictions", "0011_version_goes_with_its_owner")]

    operations = [
        migrations.RunPython(make, drop),
        migrations.RunPython(find_by_the_answer, migrations.RunPython.noop),
    ]
