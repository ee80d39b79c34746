"""What counts as the answer: a person's word, else the model's; everywhere the same."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from apps.live.models import Event
from apps.predictions import search
from apps.predictions.notify import restore
from apps.predictions.tests.conftest import Answer, send, work
from apps.uploads.tests.files import photo, sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]
LIST = "/api/v1/predictions"
MODEL_SAYS = {"photo": {"label": "cat", "by": "model"}, "sound": {"text": "SEVEN", "by": "model"}}
FILES: dict[str, Callable[[], SimpleUploadedFile]] = {"photo": photo, "sound": partial(sound, "note.wav")}


@pytest.fixture(params=["with its index", "without it"])
def _index(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without it":
        monkeypatch.setattr(search._indexed, "get", lambda: False)


def answered(client: APIClient, what: str) -> str:
    one = send(client, FILES[what]()).json()["id"]
    work()
    return str(one)


def judge(client: APIClient, one: str, **feedback: object) -> Answer:
    return client.put(f"{LIST}/{one}/feedback", feedback, format="json")


def told_answer(event: Event) -> Any:
    """The answer that an event told of."""
    (shape,) = restore([event])
    return shape["answer"] if shape else None


@pytest.mark.parametrize("what", ["photo", "sound"])
def test_what_the_model_said_is_the_answer_at_first(as_owner: APIClient, what: str) -> None:
    waiting = send(as_owner, FILES[what]()).json()
    assert waiting["answer"] is None
    work()
    assert as_owner.get(f"{LIST}/{waiting['id']}").json()["answer"] == MODEL_SAYS[what]


def test_what_cannot_be_decoded_has_no_answer(as_owner: APIClient) -> None:
    one = send(as_owner, sound(seconds=0.5)).json()["id"]
    work()
    shown = as_owner.get(f"{LIST}/{one}").json()
    assert (shown["status"], shown["answer"]) == ("failed", None)


@pytest.mark.parametrize(
    ("what", "feedback", "answer"),
    [
        ("photo", {"label": "ship"}, {"label": "ship", "by": "person"}),
        ("photo", {"correct": True}, {"label": "cat", "by": "person"}),
        ("photo", {"correct": False}, {"label": "cat", "by": "model"}),
        ("sound", {"text": "ELEVEN"}, {"text": "ELEVEN", "by": "person"}),
        ("sound", {"text": ""}, {"text": "", "by": "person"}),
        (
            "sound",
            {"text": "\u202e\u05e9\u05d1\u05e2 & <b>"},
            {"text": "\u202e\u05e9\u05d1\u05e2 & <b>", "by": "person"},
        ),
    ],
)
def test_what_a_person_said_is_the_answer_wherever_it_is_shown(
    as_owner: APIClient, what: str, feedback: dict[str, object], answer: dict[str, str]
) -> None:
    one = answered(as_owner, what)
    said = as_owner.get(f"{LIST}/{one}").json()["output"]
    told = judge(as_owner, one, **feedback).json()
    shown, (listed,) = as_owner.get(f"{LIST}/{one}").json(), as_owner.get(LIST).json()["results"]
    (pushed,) = restore([Event.objects.latest("seq")])
    assert pushed is not None
    assert [each["answer"] for each in (told, shown, listed, pushed)] == [answer] * 4
    assert [each["output"] for each in (told, shown, listed, pushed)] == [said] * 4


def test_feedback_that_is_taken_back_lets_the_model_answer_again(as_owner: APIClient) -> None:
    one = answered(as_owner, "photo")
    judge(as_owner, one, label="ship")
    for _ in range(2):
        taken_back = as_owner.delete(f"{LIST}/{one}/feedback")
        assert taken_back.status_code == 200
        assert (taken_back.json()["answer"], taken_back.json()["feedback"]) == (MODEL_SAYS["photo"], None)
    told = [answers["by"] for answers in map(told_answer, Event.objects.order_by("seq")) if answers]
    assert told == ["model", "person", "model"]


def test_nobody_takes_back_what_somebody_else_said(as_owner: APIClient, as_stranger: APIClient) -> None:
    one = answered(as_owner, "photo")
    judge(as_owner, one, label="ship")
    assert as_stranger.delete(f"{LIST}/{one}/feedback").status_code == 404
    assert as_owner.get(f"{LIST}/{one}").json()["answer"]["by"] == "person"


@pytest.mark.postgres
@pytest.mark.usefixtures("_index")
def test_a_search_finds_the_word_that_counts(as_owner: APIClient, owner: User) -> None:
    one = answered(as_owner, "sound")

    def finds(text: str) -> bool:
        return bool(as_owner.get(LIST, {"q": text}).json()["results"])

    judge(as_owner, one, text="GO FORWARD TEN METERS")
    assert (finds("meters"), finds("forward ten"), finds("seven")) == (True, True, False)
    judge(as_owner, one, text="GO BACK")
    assert (finds("meters"), finds("back")) == (False, True)
    as_owner.delete(f"{LIST}/{one}/feedback")
    assert (finds("back"), finds("seven")) == (False, True)
    as_owner.delete(f"{LIST}/{one}")
    assert not finds("seven")


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("txt", "SEVEN & <ELEVEN>\n"),
        ("srt", "1\n00:00:00,100 --> 00:00:01,000\nSEVEN & <ELEVEN>\n"),
        ("vtt", "WEBVTT\n\n00:00:00.100 --> 00:00:01.000\nSEVEN &amp; &lt;ELEVEN&gt;\n"),
    ],
)
def test_what_is_downloaded_holds_the_text_that_counts(as_owner: APIClient, form: str, written: str) -> None:
    one = answered(as_owner, "sound")
    judge(as_owner, one, text="SEVEN & <ELEVEN>")
    assert as_owner.get(f"{LIST}/{one}/transcript", {"format": form}).content.decode() == written


def test_the_words_of_a_corrected_text_have_times(as_owner: APIClient) -> None:
    one = answered(as_owner, "sound")
    judge(as_owner, one, text="ONE SEVEN")
    told = as_owner.get(f"{LIST}/{one}/transcript", {"format": "json"})
    assert told["Content-Type"] == "application/json; charset=utf-8"
    assert told.json() == {
        "text": "ONE SEVEN",
        "words": [
            {"word": "ONE", "start": 0.0, "end": 0.1, "confidence": 1.0},
            {"word": "SEVEN", "start": 0.1, "end": 0.4, "confidence": 0.9},
        ],
        "confidence": 0.95,
    }


def test_a_text_as_long_as_an_hour_of_speech_is_kept(as_owner: APIClient) -> None:
    one = answered(as_owner, "sound")
    text = "SEVEN " * 10_000
    assert judge(as_owner, one, text=text).json()["answer"]["text"] == text.strip()
    assert as_owner.get(f"{LIST}/{one}/transcript", {"format": "srt"}).content.count(b"SEVEN") == 10_000


@pytest.mark.parametrize("text", [r"SEVEN\u0000", r"\ud800", "A" * 100_001])
def test_a_text_that_cannot_be_kept_is_refused_with_words(as_owner: APIClient, text: str) -> None:
    one = answered(as_owner, "sound")
    body = f'{{"text": "{text}"}}'
    refused = as_owner.put(f"{LIST}/{one}/feedback", body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_request")
    assert as_owner.get(f"{LIST}/{one}").json()["answer"] == MODEL_SAYS["sound"]


def test_a_second_run_answers_for_itself(as_owner: APIClient) -> None:
    one = answered(as_owner, "photo")
    judge(as_owner, one, label="ship")
    again = as_owner.post(f"{LIST}/{one}/retry").json()["id"]
    work()
    assert as_owner.get(f"{LIST}/{again}").json()["answer"] == MODEL_SAYS["photo"]
