"""Signatures are those of the specification."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from apps.webhooks.signing import headers_of, rotated

BODY = '{"type":"webhook.test","data":{"name":"käse"}}'


@pytest.fixture
def now() -> datetime:
    """Who verifies looks at the clock, so it is that of the test and not of when the tests were collected."""
    return timezone.now()


def test_the_specification_verifies_it(now: datetime) -> None:
    (secret,) = rotated([], now)
    headers = headers_of("0199", BODY, [secret], now)
    assert Verifier(secret["secret"]).verify(BODY, headers)["data"] == {"name": "käse"}
    with pytest.raises(WebhookVerificationError):
        Verifier(secret["secret"]).verify(BODY + " ", headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(secret["secret"]).verify(BODY, headers | {"webhook-id": "0200"})


def test_a_secret_is_that_of_the_specification(now: datetime) -> None:
    (secret,) = rotated([], now)
    assert secret["secret"].startswith("whsec_")
    assert secret["secret"] != rotated([], now)[0]["secret"]


def test_after_a_change_either_secret_verifies_and_a_day_later_the_new_one_alone(now: datetime) -> None:
    first = rotated([], now)
    both = rotated(first, now)
    old, new = first[0]["secret"], both[0]["secret"]
    headers = headers_of("0199", BODY, both, now)
    assert headers["webhook-signature"].count("v1,") == 2
    for secret in (old, new):
        Verifier(secret).verify(BODY, headers)
    later = headers_of("0199", BODY, both, now + timedelta(hours=25))
    assert later["webhook-signature"].count("v1,") == 1
    assert [one["secret"] for one in rotated(both, now + timedelta(hours=25))][1:] == [new]


def test_one_that_was_changed_twice_keeps_its_own_end(now: datetime) -> None:
    changed = rotated(rotated([], now), now)
    again = rotated(changed, now + timedelta(hours=1))
    assert [one["until"] for one in again] == [None, (now + timedelta(hours=25)).isoformat(), changed[1]["until"]]
