"""A kind is one folder and one row of `ml.kinds`: with no more than these a file of it is sent, answered and shown."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from drf_spectacular.plumbing import _load_enum_name_overrides as names_of_choices
from rest_framework.test import APIClient

from apps.catalogue.install import install
from apps.catalogue.models import Version
from apps.predictions import run
from apps.predictions.models import Prediction
from apps.predictions.tests.conftest import send
from apps.uploads.tests.files import photo, sound
from ml.bundle import MODEL, write_bundle
from ml.kinds import KINDS, Kind

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "sound_classification"
LOUDNESS = Kind(
    name="sound-classification",
    title="Sound Classification",
    folder="apps.predictions.tests.sound_classification",
    medium="sound",
    answer="label",
    input="wave",
    dynamic=(0,),
)


@pytest.fixture
def loudness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Version:
    """The row, and a model of the kind."""
    monkeypatch.setitem(KINDS, LOUDNESS.name, LOUDNESS)
    manifest = {
        "slug": "loudness", "kind": LOUDNESS.name, "title": "Loudness", "summary": "Hears how loud.", "licence": "MIT",
        "preprocess": {"sample_rate": 16000, "seconds": 0.5}, "labels": ["quiet", "loud"], "metrics": {},
        "lineage": {}, "parameters": 3,
    }  # fmt: skip
    write_bundle(tmp_path / "loudness", manifest, {MODEL: FOLDER / MODEL})
    return install(tmp_path / "loudness")


def test_a_sound_is_sent_queued_claimed_answered_and_shown(as_owner: APIClient, loudness: Version) -> None:
    waiting = send(as_owner, sound("bell.wav"), model="loudness", options={"min_score": 0.5}).json()
    assert (waiting["status"], waiting["kind"], waiting["position"]) == ("queued", LOUDNESS.name, 1)
    assert waiting["options"] == {"min_score": 0.5}
    run.drain(list(KINDS), seconds=60, wake=lambda _kinds: None)
    shown = as_owner.get(f"/api/v1/predictions/{waiting['id']}").json()
    (label,) = shown["output"]["labels"]
    assert (shown["status"], label["label"], label["index"]) == ("succeeded", "loud", 1)
    assert label["score"] > 0.99
    for query in (f"kind={LOUDNESS.name}", "q=loud", "model=loudness"):
        found = as_owner.get(f"/api/v1/predictions?{query}").json()["results"]
        assert [one["id"] for one in found] == [waiting["id"]]
    answer = as_owner.put(f"/api/v1/predictions/{waiting['id']}/feedback", {"label": "quiet"}, format="json")
    assert answer.json()["feedback"]["label"] == "quiet"


def test_a_sound_that_names_no_model_goes_where_it_went_before(
    as_owner: APIClient, versions: dict[str, Version], loudness: Version
) -> None:
    assert send(as_owner, sound()).json()["kind"] == "speech-recognition"
    wrong = send(as_owner, photo(), model="loudness")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_kind")


def test_its_options_are_checked_and_described(
    as_owner: APIClient, loudness: Version, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = send(as_owner, sound(), model="loudness", options={"min_score": 2})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_options")
    assert wrong.json()["errors"][0]["pointer"] == "/options/min_score"
    model = as_owner.get("/api/v1/models/loudness").json()
    assert (model["kind"], model["options_schema"]["properties"]["min_score"]["maximum"]) == (LOUDNESS.name, 1)
    names_of_choices.cache_clear()  # else they are those of the kinds that the document was written for before
    call_command("spectacular", format="openapi-json")
    names_of_choices.cache_clear()
    described = json.loads(capsys.readouterr().out)["components"]["schemas"]
    assert "min_score" in described["LoudnessOptions"]["properties"]
    assert LOUDNESS.name in described["Kind"]["enum"]


def test_an_answer_shows_the_options_that_were_used_where_its_worker_is_older_than_the_web(
    as_owner: APIClient, loudness: Version
) -> None:
    sent = send(as_owner, sound(), model="loudness", options={"min_score": 0.5}).json()
    Prediction.objects.update(options={**sent["options"], "of_a_newer_slipway": ["bells"]})
    run.drain(list(KINDS), seconds=60, wake=lambda _kinds: None)
    shown = as_owner.get(f"/api/v1/predictions/{sent['id']}").json()
    assert (shown["status"], shown["options"]) == ("succeeded", {"min_score": 0.5})


def test_operators_see_it_in_the_queue(as_operator: APIClient, loudness: Version) -> None:
    send(as_operator, sound(), model="loudness")
    overview = as_operator.get("/api/v1/operations/overview?range=1h").json()
    assert overview["waiting"][LOUDNESS.name] == 1
    assert f'slipway_queue_depth{{kind="{LOUDNESS.name}"}} 1.0' in as_operator.get("/metrics").content.decode()
