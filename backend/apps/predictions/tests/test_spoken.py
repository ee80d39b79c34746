"""A request says what may be heard, and is told at once what its version cannot hear."""

import json

import pytest
from rest_framework.test import APIClient

from apps.catalogue.models import Alias, Version
from apps.predictions.tests.conftest import Answer, InstantEngine, manifest, send, work
from apps.uploads.tests.files import photo, sound
from ml.speech.options import MOST_ENTRIES

SPEECH = "speech-recognition"
GRAMMARS = {"laugh": {"titles": {"en": "laughter"}, "pattern": "A+"}}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ear(versions: dict[str, Version]) -> Version:
    """A version that writes A alone, and offers the grammar `laugh`."""
    version = versions[SPEECH]
    version.manifest = {**manifest(SPEECH), "grammars": GRAMMARS}
    version.save()
    return version


def another(ear: Version, **grammars: object) -> None:
    """The next version, in production from now on, which offers only these grammars."""
    bundle = {**manifest(SPEECH), "grammars": grammars}
    version = Version.objects.create(model=ear.model, number=2, digest="1" * 64, manifest=bundle, size=1)
    Alias.objects.filter(model=ear.model).update(version=version)


def again(client: APIClient, answer: Answer, **body: object) -> Answer:
    return client.post(f"/api/v1/predictions/{answer.json()['id']}/retry", body, format="json")


@pytest.mark.parametrize("options", [{"keywords": ["a", "AA"]}, {"one_of": ["a a", "a"]}, {"grammar": "laugh"}, {}])
def test_the_answer_says_what_may_be_heard(as_owner: APIClient, options: dict[str, object]) -> None:
    answer = send(as_owner, sound(), options=options)
    assert (answer.status_code, answer.json()["options"]) == (202, options)


def test_as_much_may_be_heard_as_the_limits_say(as_owner: APIClient) -> None:
    words = ["a" * 30 + " "] * MOST_ENTRIES
    assert send(as_owner, sound(), sound("b.wav"), options={"keywords": words}).status_code == 202


@pytest.mark.parametrize(
    ("options", "pointer", "detail"),
    [
        (
            {"keywords": ["a", "ab"]},
            "/options/keywords/1",
            "Entry 2, 'ab': this model does not write 'B', its characters are A.",
        ),
        ({"grammar": "digits"}, "/options/grammar", "speech-recognition has no grammar 'digits'; it offers laugh."),
        ({"one_of": []}, "/options/one_of", "one_of: List should have at least 1 item after validation, not 0."),
        (
            {"keywords": ["a"], "one_of": ["a"]},
            "/options/keywords",
            "Of keywords and one_of only one can be chosen.",
        ),
    ],
)  # fmt: skip
def test_what_the_version_cannot_hear_is_refused_at_once(
    as_owner: APIClient, options: dict[str, object], pointer: str, detail: str
) -> None:
    answer = send(as_owner, sound(), options=options)
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (422, "invalid_options", detail)
    assert answer.json()["errors"][0] == {"pointer": pointer, "detail": detail}


@pytest.mark.parametrize(
    ("options", "detail"),
    [
        (r'{"keywords": ["a\u0000"]}', "options cannot be read: a string holds a NUL character."),
        (r'{"keywords": ["\ud800"]}', "options cannot be read: it holds what is no text in UTF-8."),
        ('{"keywords": ["a"', "options is not a JSON object."),
    ],
)
def test_what_is_no_text_is_told_as_such(as_owner: APIClient, options: str, detail: str) -> None:
    answer = as_owner.post("/api/v1/predictions", {"file": sound(), "options": options}, format="multipart")
    assert (answer.status_code, answer.json()["detail"]) == (400, detail)


def test_pictures_have_no_words(as_owner: APIClient) -> None:
    detail = "image-classification has no option 'keywords'."
    assert send(as_owner, photo(), options={"keywords": ["a"]}).json()["detail"] == detail


def test_a_version_may_have_a_usual_grammar(as_owner: APIClient, ear: Version) -> None:
    Version.objects.filter(pk=ear.pk).update(default_grammar="laugh")
    assert send(as_owner, sound()).json()["options"] == {"grammar": "laugh"}
    assert send(as_owner, sound(), options={"grammar": "any"}).json()["options"] == {"grammar": "any"}
    assert send(as_owner, sound(), options={"keywords": ["a"]}).json()["options"] == {"keywords": ["a"]}


def test_the_same_file_is_read_again_with_another_grammar(as_owner: APIClient, engine: InstantEngine) -> None:
    first = send(as_owner, sound(), options={"keywords": ["a"]})
    work()
    assert again(as_owner, first).json()["options"] == {"keywords": ["a"]}
    second = again(as_owner, first, options={"grammar": "laugh"})
    assert (second.status_code, second.json()["options"]) == (202, {"grammar": "laugh"})
    assert second.json()["input"]["sha256"] == first.json()["input"]["sha256"]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"options": {"grammar": "poems"}}, 422, "/options/grammar"),
        ({"options": {"top_k": 3}}, 422, "/options/top_k"),
        ({"options": ["laugh"]}, 400, "/options"),
        ({"option": {}}, 400, "/option"),
    ],
)
def test_what_is_wrong_with_other_options_is_named(
    as_owner: APIClient, engine: InstantEngine, body: dict[str, object], status: int, pointer: str
) -> None:
    first = send(as_owner, sound())
    answer = again(as_owner, first, **body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)


def test_again_with_a_version_that_offers_it_no_more_is_refused(as_owner: APIClient, ear: Version) -> None:
    first = send(as_owner, sound(), options={"grammar": "laugh"})
    another(ear, sigh=GRAMMARS["laugh"])
    answer = again(as_owner, first)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_options")
    assert answer.json()["detail"] == "speech-recognition has no grammar 'laugh'; it offers sigh."


def test_a_known_answer_is_known_for_its_grammar_alone(as_owner: APIClient, engine: InstantEngine) -> None:
    first = send(as_owner, sound(seconds=2), options={"keywords": ["a"]})
    work()
    fresh = {"Cache-Control": "max-age=60"}
    cached = [
        send(as_owner, sound(seconds=2), options=options, headers=fresh).json()["cached"]
        for options in ({"keywords": ["a"]}, {"keywords": ["aa"]}, {})
    ]
    assert first.status_code == 202
    assert cached == [True, False, False]


def test_the_same_key_with_other_words_is_another_request(as_owner: APIClient) -> None:
    key = {"Idempotency-Key": "once"}
    assert send(as_owner, sound(), options={"keywords": ["a"]}, headers=key).status_code == 202
    assert send(as_owner, sound(), options={"keywords": ["aa"]}, headers=key).status_code == 422


def test_openapi_describes_what_may_be_heard(as_owner: APIClient) -> None:
    parts = json.loads(as_owner.get("/api/v1/schema?format=json").content)["components"]["schemas"]
    assert set(parts["SpeechOptions"]["properties"]) == {"keywords", "one_of", "grammar"}
