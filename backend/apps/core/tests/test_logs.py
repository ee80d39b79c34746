"""A line of the log is one JSON object, and tells of no error where there is none."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings

from apps.core.logs import JsonLines, Lines, NotAway
from apps.core.request_id import begin_request, on_behalf_of

ID = UUID(int=7)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What a process of production would write."""
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    console = {**settings.LOGGING["handlers"]["console"], "formatter": "json", "stream": stream}
    logging.config.dictConfig({**settings.LOGGING, "handlers": {"console": console}})
    yield stream
    root.handlers, root.level = before, level


def test_a_line_is_one_object_with_the_id_of_its_request_and_all_that_was_given(lines: io.StringIO) -> None:
    begin_request("job-1")
    logging.getLogger("any").warning("two\nlines of %s", "text", extra={"facts": {"prediction": ID, "seconds": 0.5}})
    (line,) = lines.getvalue().splitlines()
    said = json.loads(line)
    assert said.pop("time").endswith("+00:00")
    assert said == {
        "level": "WARNING", "logger": "any", "request_id": "job-1", "prediction": str(ID), "seconds": 0.5,
    }  # fmt: skip


def test_a_stack_trace_stays_in_its_line(lines: io.StringIO) -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("any").exception("it failed")
    (line,) = lines.getvalue().splitlines()
    assert json.loads(line)["exception"].endswith("ValueError: broken")


def test_what_is_done_for_a_request_elsewhere_has_its_id(lines: io.StringIO) -> None:
    begin_request("outside")
    for asked in ("job-2", None):
        with on_behalf_of(asked):
            logging.getLogger("any").warning("inside")
    logging.getLogger("any").warning("outside again")
    assert [json.loads(line)["request_id"] for line in lines.getvalue().splitlines()] == ["job-2", "-", "outside"]


@pytest.mark.parametrize("kind", [Lines, JsonLines])
def test_what_somebody_chose_is_seen_and_does_nothing_in_a_terminal(kind: type[logging.Formatter]) -> None:
    name = "\x1b[2J \x9b31m \u2028INFO \x85 \u202etxt.exe 猫"
    line = kind().format(logging.makeLogRecord({"msg": "named %s", "args": (name,)}))
    assert "\\u001b[2J \\u009b31m \\u2028INFO \\u0085 \\u202etxt.exe 猫" in line
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize(("status", "logged"), [(500, True), (502, True), (503, False)])
def test_a_part_that_is_away_is_no_error_of_django(status: int, logged: bool) -> None:
    record = logging.makeLogRecord({"status_code": status})
    assert NotAway().filter(record) is logged
