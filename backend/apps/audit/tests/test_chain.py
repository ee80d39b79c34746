"""Entries are fastened to each other, so that what is changed, removed or cut off later is seen."""

import json
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from apps.audit import guards
from apps.audit.chain import LINKED_AT_ONCE, RESEALED, link, seal
from apps.audit.line import digest_of
from apps.audit.models import Entry, Head
from apps.audit.sweep import sweep
from apps.audit.verify import verify
from apps.core import audit, caller
from conftest import Configure

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def entries(owner: User) -> list[Entry]:
    """Five of them, each in its place."""
    caller.begin("10.0.0.1")
    for number in range(5):
        audit.note("alias_moved", by=owner, alias="resnet@production", version=number)
    link()
    return list(Entry.objects.order_by("number"))


def change(number: int, **values: object) -> None:
    Entry.objects.filter(number=number).update(**values)


def test_a_note_is_a_row_with_the_person_the_address_and_the_thing(owner: User) -> None:
    caller.begin("10.0.0.1")
    caller.comes_with(7)
    audit.note("alias_moved", by=owner, alias="resnet@production", version=3, nothing=None)
    entry = Entry.objects.get()
    assert (entry.event, entry.by, entry.user, entry.address, entry.key) == (
        "alias_moved", "owner", owner.pk, "10.0.0.1", 7,
    )  # fmt: skip
    assert json.loads(entry.facts) == {"alias": "resnet@production", "version": 3}
    assert (entry.number, entry.digest) == (None, "")


def test_a_note_goes_with_the_deed_that_is_taken_back(owner: User) -> None:
    with transaction.atomic():
        audit.note("key_made", by=owner)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_many_of_one_kind_are_one_statement(owner: User, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        audit.note_each("prediction_deleted", [{"prediction": number} for number in range(100)], by=owner)
    assert Entry.objects.count() == 100


def test_what_no_database_can_hold_is_escaped_and_stays_whole() -> None:
    audit.note("record_changed", name="a\x00b \ud800 猫")
    link()
    assert json.loads(Entry.objects.get().facts) == {"name": "a\x00b \ud800 猫"}
    assert verify().fault == ""


def test_what_jq_writes_otherwise_is_not_in_an_entry() -> None:
    audit.note("record_changed", name="a\x7fb \x80\u2028/猫\n")
    assert Entry.objects.get().facts == r'{"name":"a\\u007fb ' + '\x80\u2028/猫\\n"}'


def test_each_entry_has_the_next_number_and_a_digest_over_the_one_before(entries: list[Entry]) -> None:
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[3].digest == digest_of(entries[3], entries[2].digest)
    assert digest_of(entries[3], entries[1].digest) != entries[3].digest
    verdict = verify()
    assert (verdict.checked, verdict.number, verdict.digest, verdict.fault) == (5, 5, entries[4].digest, "")


@pytest.mark.parametrize(
    "values", [{"by": "somebody"}, {"facts": "{}"}, {"facts": "no JSON"}, {"address": "10.0.0.2"}, {"digest": "0" * 64}]
)
def test_the_first_entry_that_was_changed_is_named(entries: list[Entry], values: dict[str, object]) -> None:
    change(3, **values)
    change(5, event="key_made")
    verdict = verify()
    assert verdict.fault.startswith("Entry 3 is not what was written: alias_moved by")
    assert verdict.checked == 2


def test_an_entry_that_is_gone_is_named(entries: list[Entry]) -> None:
    entries[1].delete()
    assert verify().fault == "Entry 2 is gone; the next one that is there is 3."


def test_an_end_that_was_cut_off_is_seen(entries: list[Entry]) -> None:
    Entry.objects.filter(number__gte=4).delete()
    assert verify().fault == "The end of the chain is gone: entries 4 to 5."


def rewritten() -> None:
    """All digests computed anew after entry 2 was changed, as somebody does who has the database and the code."""
    change(2, by="somebody")
    digest = ""
    for entry in Entry.objects.order_by("number"):
        digest = digest_of(entry, digest)
        change(entry.number or 0, digest=digest)
    Head.objects.update(digest=digest)


def test_a_chain_that_was_computed_anew_lacks_the_seal(entries: list[Entry]) -> None:
    rewritten()
    assert verify().fault.startswith("The head was not written by this Slipway")


def test_what_comes_later_does_not_hide_that_the_seal_was_wrong(owner: User, entries: list[Entry]) -> None:
    rewritten()
    audit.note("key_made", by=owner)
    link()
    assert Entry.objects.get(number=6).event == RESEALED
    assert verify().fault.startswith("Entry 6 says that the chain before it was not sealed")
    assert verify(resealed=[6]).fault == ""


def test_even_with_the_secret_key_what_was_written_down_elsewhere_tells(entries: list[Entry]) -> None:
    rewritten()
    seal(Head.objects.get())
    assert verify().fault == ""
    assert verify(noted=(5, entries[4].digest)).fault.startswith("Entry 5 has another digest")
    Entry.objects.filter(number=5).delete()
    head = Head.objects.get()
    head.number, head.digest = 4, Entry.objects.get(number=4).digest
    seal(head)
    assert verify(noted=(5, entries[4].digest)).fault == (
        "Entry 5 was written down elsewhere, and the chain ends with 4."
    )


def test_a_former_secret_key_still_proves_the_seal(entries: list[Entry], settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret key of some length"
    assert verify().fault == ""
    settings.SECRET_KEY_FALLBACKS = []
    assert verify().fault.startswith("The head was not written by this Slipway")


def test_the_command_says_where_the_chain_ends_and_ends_with_1_where_it_is_broken(entries: list[Entry]) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert f"5 entries agree with their digests.\nIt ends with 5:{entries[4].digest}" in out.getvalue()
    call_command("verify_audit", f"--noted=5:{entries[4].digest}", stdout=out)
    change(1, by="somebody")
    with pytest.raises(CommandError, match="Entry 1 is not what was written"):
        call_command("verify_audit")


def test_more_than_one_round_takes_find_their_places_in_one_sweep(owner: User) -> None:
    things = [{"prediction": number} for number in range(LINKED_AT_ONCE + 3)]
    audit.note_each("prediction_deleted", things, by=owner)
    sweep()
    assert (verify().checked, verify().waiting) == (LINKED_AT_ONCE + 3, 0)


def test_old_entries_go_and_the_rest_is_still_whole(entries: list[Entry], configure: Configure) -> None:
    Entry.objects.filter(number__lte=3).update(at=timezone.now() - timedelta(days=40))
    Entry.objects.update(number=None, digest="")
    Head.objects.all().delete()
    link()
    configure(audit_days=30)
    guards.put_up()
    sweep()
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == [4, 5, 6]
    told = json.loads(Entry.objects.get(number=6).facts)
    assert (told["entries"], told["number"]) == (3, 3)
    assert (verify().checked, verify().fault) == (3, "")
    Head.objects.update(kept_after_digest="0" * 64)
    assert verify().fault.startswith("Entry 4 is not what was written")


@pytest.mark.parametrize("deed", ["change", "change before its place", "delete", "delete before its place"])
def test_the_database_refuses_to_change_or_remove(owner: User, entries: list[Entry], deed: str) -> None:
    guards.put_up()
    guards.put_up()
    audit.note("key_made", by=owner)
    rows = Entry.objects.filter(number=None if "before" in deed else 2)
    assert rows.count() == 1
    with pytest.raises(DatabaseError, match=guards.REFUSAL), transaction.atomic():
        rows.delete() if "delete" in deed else rows.update(by="somebody")
    link()
    assert (verify().checked, verify().fault) == (6, "")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows no REPLACE")
@pytest.mark.parametrize("place", ["id", "number"])
def test_the_database_refuses_to_put_another_in_the_place_of_one(entries: list[Entry], place: str) -> None:
    guards.put_up()
    names = ("id", "number", "at", "event", "by", "address", "request_id", "facts", "digest")
    columns = ", ".join(f'"{name}"' for name in names)
    taken = ", ".join("2" if name == place else {"id": "99", "number": "NULL"}.get(name, name) for name in names)
    with pytest.raises(DatabaseError, match=guards.REFUSAL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO audit_entry ({columns}) SELECT {taken} FROM audit_entry WHERE number = 1"
        )
    assert (verify().checked, verify().fault) == (5, "")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
def test_the_database_refuses_to_empty_the_table(entries: list[Entry]) -> None:
    guards.put_up()
    with pytest.raises(DatabaseError, match=guards.REFUSAL), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")


@pytest.mark.django_db(transaction=True)
def test_who_writes_at_once_waits_for_nobody_and_no_number_is_given_twice(owner: User) -> None:
    def write() -> None:
        for _ in range(10):
            audit.note("key_made", by=owner)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    sweep()
    assert (verify().checked, verify().number, verify().fault) == (40, 40, "")
