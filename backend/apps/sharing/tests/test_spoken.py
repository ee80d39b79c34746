"""A guest says what will be said: what the link's model offers, or words of their own, and nothing else."""

import json

import pytest

from apps.catalogue.models import Alias, Version
from apps.predictions.models import Prediction
from apps.sharing.tests.conftest import SOUNDS, Answer, Phone, Share
from apps.uploads.tests.files import sound

pytestmark = pytest.mark.usefixtures("engine")
TITLES = {"en": "laughter"}


@pytest.fixture
def phone(share: Share, versions: dict[str, Version]) -> Phone:
    """Of a guest of a model that writes A alone, and offers the grammar `laugh`."""
    version = versions[SOUNDS]
    version.manifest = {**version.manifest, "grammars": {"laugh": {"titles": TITLES, "pattern": "A+"}}}
    version.save()
    return share(SOUNDS)[1]


def say(phone: Phone, options: object) -> Answer:
    return phone.send(sound(), more={"options": json.dumps(options)})


def test_a_guest_is_told_what_may_be_said(phone: Phone, versions: dict[str, Version]) -> None:
    offered = {"grammars": [{"name": "laugh", "titles": TITLES}], "default_grammar": None}
    assert phone.look().json()["spoken"] == offered
    Version.objects.filter(pk=versions[SOUNDS].pk).update(default_grammar="laugh")
    assert phone.look().json()["spoken"] == {**offered, "default_grammar": "laugh"}


def test_what_answers_nobody_offers_nothing(phone: Phone) -> None:
    Alias.objects.all().delete()
    assert phone.look().json()["spoken"] is None


@pytest.mark.parametrize("options", [{"grammar": "laugh"}, {"keywords": ["a", "aa"]}, {"one_of": ["a a"]}, {}])
def test_a_guest_chooses_what_is_offered(phone: Phone, options: dict[str, object]) -> None:
    assert say(phone, options).status_code == 202
    assert Prediction.objects.get().options == options


@pytest.mark.parametrize(
    ("options", "status", "pointer"),
    [
        ({"grammar": "digits"}, 422, "/options/grammar"),
        ({"keywords": ["b"]}, 422, "/options/keywords/0"),
        ({"keywords": ["a"], "grammar": "laugh"}, 422, "/options/keywords"),
        ({"top_k": 3}, 422, "/options/top_k"),
        (["laugh"], 400, "/options"),
    ],
)
def test_a_guest_chooses_nothing_else(phone: Phone, options: object, status: int, pointer: str) -> None:
    refused = say(phone, options)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (status, pointer)
    assert not Prediction.objects.exists()


def test_pictures_are_not_heard(share: Share) -> None:
    refused = share()[1].send(more={"options": '{"top_k": 3}'})
    assert (refused.status_code, refused.json()["detail"]) == (422, "This link takes no options.")
