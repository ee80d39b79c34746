"""Notes become rows, in the transaction in which they are made."""

from collections.abc import Sequence

from django.db import transaction

from apps.audit.chain import link
from apps.audit.line import canonical
from apps.audit.models import Entry
from apps.core.audit import Event, Note
from apps.core.statements import insert_values

# What happens often, or as often as a stranger likes: the scheduler gives these their place, some seconds later.
OFTEN: frozenset[Event] = frozenset(
    {
        "sign_in_refused",
        "password_refused",
        "file_read",
        "prediction_rerun",
        "prediction_deleted",
        "prediction_restored",
        "lesson_made",
        "lesson_asked",
        "lesson_deleted",
    }
)


FIELDS = ("at", "event", "by", "user", "address", "key", "request_id", "facts", "digest")
ADDRESS = Entry._meta.get_field("address").max_length


def keep(notes: Sequence[Note]) -> None:
    """Write them down. What is rare takes its place in the chain as soon as it is committed."""
    insert_values(Entry, FIELDS, [_values(note) for note in notes])
    if not OFTEN.issuperset(note.event for note in notes):
        # The deed is done: where this fails the scheduler does it.
        transaction.on_commit(link, robust=True)


def _values(note: Note) -> tuple[object, ...]:
    facts = canonical({name: value for name, value in note.facts.items() if value is not None and value != ""})
    # `jq`, by which exports are checked, escapes DEL where we do not.
    facts = facts.replace("\x7f", r"\\u007f")
    # A proxy that is believed may call a visitor whatever it likes.
    address = note.address[:ADDRESS]
    return note.at, note.event, note.by, note.user, address, note.key, note.request_id, facts, ""
