"""Staff look at the audit, narrow it and take it away as a file."""

import csv
import hashlib
import io
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from apps.audit.chain import RESEALED, link
from apps.audit.models import Entry
from apps.core import audit, caller
from config.env import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
LIST, EXPORT = "/api/v1/operations/audit", "/api/v1/operations/audit/export"


@pytest.fixture
def entries(owner: User, operator: User) -> None:
    caller.begin("10.0.0.1")
    audit.note("key_made", by=owner, prefix="slip_1234")
    caller.begin("10.0.0.2")
    audit.note("alias_moved", by=operator, alias="resnet@production", version=3)
    audit.note("link_made", by=owner, name="=HYPERLINK(1)")
    Entry.objects.filter(event="key_made").update(at=timezone.now() - timedelta(days=2))
    link()


def events(client: APIClient, **query: str) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200, response.json()
    return [one["event"] for one in response.json()["results"]]


def test_newest_first(as_operator: APIClient, entries: None) -> None:
    assert events(as_operator) == ["link_made", "alias_moved", "key_made"]
    first = as_operator.get(LIST).json()["results"][1]
    assert (first["by"], first["facts"]) == ("operator", {"alias": "resnet@production", "version": 3})
    assert (first["number"], len(first["digest"])) == (2, 64)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"event": "key_made,link_made"}, ["link_made", "key_made"]),
        ({"by": "operator"}, ["alias_moved"]),
        ({"address": "10.0.0.1"}, ["key_made"]),
        ({"q": "RESNET"}, ["alias_moved"]),
        ({"q": "%"}, []),
        ({"from": (timezone.now() - timedelta(days=1)).isoformat(), "by": "owner"}, ["link_made"]),
        ({"to": (timezone.now() - timedelta(days=1)).isoformat()}, ["key_made"]),
    ],
)
def test_narrowed(as_operator: APIClient, entries: None, query: dict[str, str], found: list[str]) -> None:
    assert events(as_operator, **query) == found


def test_page_by_page(as_operator: APIClient, entries: None) -> None:
    first = as_operator.get(LIST, {"limit": 2}).json()
    rest = as_operator.get(first["next"]).json()
    assert [one["event"] for one in rest["results"]] == ["key_made"]
    assert rest["next"] is None


@pytest.mark.parametrize("query", [{"event": "no_such"}, {"from": "yesterday"}, {"whose": "mine"}, {"cursor": "x"}])
def test_what_makes_no_sense_is_refused(as_operator: APIClient, query: dict[str, str]) -> None:
    assert as_operator.get(LIST, query).status_code == 400


@pytest.mark.parametrize("path", [LIST, EXPORT])
def test_it_is_for_staff(as_stranger: APIClient, nobody: APIClient, path: str) -> None:
    assert (as_stranger.get(path).status_code, nobody.get(path).status_code) == (403, 401)


def exported(client: APIClient, **query: str) -> str:
    response = client.get(EXPORT, query)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="slipway-audit-')
    return async_to_sync(read)(response.streaming_content).decode()  # type: ignore[attr-defined]


async def read(content: AsyncIterator[bytes]) -> bytes:
    return b"".join([part async for part in content])


def test_lines_of_json_prove_themselves_and_the_export_is_among_them(as_operator: APIClient, entries: None) -> None:
    lines = [json.loads(line) for line in exported(as_operator).splitlines()]
    assert [one["event"] for one in lines] == ["key_made", "alias_moved", "link_made", "audit_exported"]
    before = ""
    for line in lines[1:]:
        digest = line.pop("digest")
        text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == digest
        assert before in ("", line["previous"])
        before = digest


def test_a_table_for_a_spreadsheet_computes_nothing(as_operator: APIClient, entries: None, owner: User) -> None:
    audit.note("user_made", by=owner, user="x")
    Entry.objects.filter(event="user_made").update(by="=1+1")
    rows = list(csv.DictReader(io.StringIO(exported(as_operator, format="csv", event="alias_moved,user_made"))))
    assert [(row["by"], row["number"]) for row in rows] == [("operator", "2"), ("'=1+1", "4")]
    assert json.loads(rows[0]["facts"]) == {"alias": "resnet@production", "version": 3}


def test_a_row_that_was_changed_says_so_and_the_check_names_it(as_operator: APIClient, entries: None) -> None:
    verdict = as_operator.post(f"{LIST}/verification").json()
    assert (verdict["is_whole"], verdict["checked"], verdict["fault"]) == (True, 3, None)
    shown = as_operator.get(LIST, {"limit": 10}).json()["results"]
    assert [(one["event"], one["is_whole"]) for one in shown if one["number"] in {1, 2, 3}] == [
        ("link_made", True), ("alias_moved", True), ("key_made", True),
    ]  # fmt: skip
    Entry.objects.filter(number=2).update(by="owner")
    broken = {one["number"] for one in as_operator.get(LIST).json()["results"] if one["is_whole"] is False}
    assert broken == {2}
    verdict = as_operator.post(f"{LIST}/verification").json()
    assert (verdict["is_whole"], verdict["checked"]) == (False, 1)
    assert verdict["fault"].startswith("Entry 2 is not what was written")
    assert Entry.objects.filter(event="audit_verified", by="operator").count() == 2


def test_whoever_is_no_staff_checks_nothing(as_owner: APIClient, nobody: APIClient) -> None:
    assert (as_owner.post(f"{LIST}/verification").status_code, nobody.post(f"{LIST}/verification").status_code) == (
        403, 401,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_page_has_words_for_every_event_and_no_others(language: str) -> None:
    words = json.loads((ROOT / f"frontend/src/app/i18n/{language}/places/audit.json").read_text())
    assert set(words["event"]) == {*audit.events(), RESEALED}
