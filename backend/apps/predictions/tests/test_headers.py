"""What the headers of a request with files ask for."""

import pytest

from apps.predictions import headers
from conftest import Configure


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("max-age=60", 60),
        ('max-age="60"', 60),
        ("MAX-AGE = 60", 60),
        ("no-transform, max-age=60", 60),
        ("max-age=60, max-age=5", 60),
        ("max-age=0", 0),
        ("max-age=60, no-cache", 0),
        ("max-age=60;no-cache", 0),
        ("No-Store", 0),
        ('such="one, max-age=60"', 7),
        ('such="no-cache", max-age=60', 60),
        ("max-age", 0),
        ("max-age=soon", 0),
        ("max-age=-5", 0),
        ("max-age=" + "9" * 5000, 999_999_999),
        ("x-max-age=60", 7),
        ("no-transform", 7),
        ("", 7),
        (None, 7),
    ],
)
def test_how_old_an_answer_may_be_is_read_as_http_has_it(configure: Configure, value: str | None, seconds: int) -> None:
    configure(cache_seconds=7)
    assert headers.max_age({} if value is None else {"Cache-Control": value}) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("wait=5", 5),
        ('respond-async, Wait = "5"', 5),
        ("wait=5000", 60),
        ("wait=soon", None),
        ("await=5", None),
        ("", None),
    ],
)
def test_how_long_to_wait_is_read_wherever_it_stands(value: str, seconds: int | None) -> None:
    assert headers.wait({"Prefer": value}) == seconds


@pytest.mark.parametrize(("value", "key"), [('"a b"', "a b"), (" a ", "a"), ('"', '"'), ("", "")])
def test_a_key_is_the_same_with_quotes_and_without(value: str, key: str) -> None:
    assert headers.idempotency_key({"Idempotency-Key": value}) == key
