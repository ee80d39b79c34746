"""What a process knows for a few seconds."""

import pytest

from apps.core import brief
from apps.core.brief import Brief


def test_within_its_time_nothing_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("apps.core.brief.time.monotonic", lambda: now)
    answers = iter(["first", "second", "third"])
    known = Brief(2.0, lambda: next(answers))
    assert [known.get(), known.get()] == ["first", "first"]
    now = 101.9
    assert known.get() == "first"
    now = 102.0
    assert known.get() == "second"
    brief.forget_all()
    assert known.get() == "third"


def test_a_failure_is_not_kept() -> None:
    answers = iter([ZeroDivisionError, None])

    def ask() -> str:
        if error := next(answers):
            raise error
        return "there"

    known = Brief(60.0, ask)
    with pytest.raises(ZeroDivisionError):
        known.get()
    assert known.get() == "there"
