"""A recipe comes from a form or a file, so whatever is wrong with it is said in words."""

import json

import pytest

from ml.errors import RecipeError
from ml.speech.recipe import SpeechRecipe
from ml.training.presets import PRESETS, recipe_called
from ml.training.recipe import json_schema, parse
from ml.vision.recipe import VisionRecipe


@pytest.mark.parametrize("name", PRESETS)
def test_every_named_recipe_comes_back_from_json_as_it_was(name: str) -> None:
    recipe = recipe_called(name)
    assert parse(recipe.model_dump_json()) == recipe


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({"kind": "image-classification", "epochs": 0}, "epochs"),
        ({"kind": "image-classification", "colour": 1}, "colour"),
        ({"kind": "image-classification", "shift": 64}, "shift"),
        ({"kind": "speech-recognition", "buckets": [2, 1]}, "buckets"),
        ({"kind": "speech-recognition", "architecture": "resnet20"}, "architecture"),
        ({"kind": "dance"}, "kind"),
        ({}, "kind"),
    ],
)
def test_what_is_wrong_is_named(content: dict[str, object], named: str) -> None:
    with pytest.raises(RecipeError, match=named):
        parse(json.dumps(content))


def test_what_is_no_json_is_refused_in_words() -> None:
    with pytest.raises(RecipeError, match="not valid"):
        parse("{epochs")


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(RecipeError, match="resnet20"):
        recipe_called("resnet21")


@pytest.mark.parametrize("kind", [VisionRecipe, SpeechRecipe])
def test_a_form_can_be_made_of_the_schema(kind: type[VisionRecipe | SpeechRecipe]) -> None:
    fields = json.loads(json.dumps(json_schema()))["$defs"][kind.__name__]["properties"]
    assert set(fields) == set(kind.model_fields)
    for name, field in fields.items():
        assert name == "kind" or field["description"]
    assert fields["epochs"]["minimum"] == 1
    assert fields["epochs"]["unit"] == "epochs"
