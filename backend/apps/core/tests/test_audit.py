"""Who did what, in one line of the log."""

import json
import logging

import pytest
from django.contrib.auth.models import User

from apps.core import audit, caller
from apps.core.logs import JsonLines


def test_a_line_says_who_did_what_to_what_and_from_where(owner: User, caplog: pytest.LogCaptureFixture) -> None:
    caller.begin("10.0.0.1")
    caller.comes_with(7)
    audit.note("alias_moved", by=owner, alias="resnet@production", version=3)
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("slipway.audit", logging.INFO)
    assert record.getMessage() == 'alias_moved by="owner" address="10.0.0.1" key=7 alias="resnet@production" version=3'


def test_in_production_the_line_is_an_object(owner: User, caplog: pytest.LogCaptureFixture) -> None:
    caller.begin("10.0.0.1")
    audit.note("key_made", by=owner, scopes=["predict"])
    told = json.loads(JsonLines().format(caplog.records[0]))
    assert (told["event"], told["by"], told["address"], told["scopes"]) == (
        "key_made",
        "owner",
        "10.0.0.1",
        ["predict"],
    )
    assert (told["level"], told["logger"]) == ("INFO", "slipway.audit")
    assert told["time"].endswith("+00:00")


@pytest.mark.django_db
def test_nothing_that_a_sender_chose_looks_like_another_line(caplog: pytest.LogCaptureFixture) -> None:
    audit.note("sign_in_refused", name='x"\n2026 INFO slipway.audit [-] sign_in by="admin"')
    assert "\n" not in caplog.records[0].getMessage()
    assert "\n" not in JsonLines().format(caplog.records[0])
