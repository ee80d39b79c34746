"""The page has words of its own for what a recipe may say."""

import json

import pytest
from rest_framework.test import APIClient

from apps.training.tests.conftest import URL
from config.env import ROOT

pytestmark = pytest.mark.django_db

# Names that need no words.
AS_THEY_ARE = {
    "sgd", "adamw", "float32", "bfloat16", "float16", "wide-resnet", "wav2vec2-tiny", "wav2vec2-small", "wav2vec2-base",
    "resnet18", "resnet20", "resnet32", "resnet34", "resnet50", "resnet56",
}  # fmt: skip

# The command line says what is left out, and which networks of a kind there are.
TOLD_OTHERWISE = {"mean", "std", "architecture"}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_field_unit_and_choice_of_a_recipe_has_words_and_no_others_are_kept(
    language: str, as_operator: APIClient
) -> None:
    schema = as_operator.get(f"{URL}/recipes/schema").json()
    words = json.loads((ROOT / f"frontend/src/app/i18n/{language}/places/recipes.json").read_text())
    fields = [
        (name, field)
        for recipe in schema["$defs"].values()
        for name, field in recipe["properties"].items()
        if name != "kind"
    ]
    assert set(words["field"]) == {name for name, _ in fields}
    assert all(set(part) == {"name", "hint"} and all(part.values()) for part in words["field"].values())
    if language == "en":
        told = {name: field["description"] for name, field in fields if name not in TOLD_OTHERWISE}
        assert told == {name: part["hint"] for name, part in words["field"].items() if name in told}
    assert set(words["unit"]) == {field["unit"] for _, field in fields if "unit" in field}
    assert set(words["choice"]) == {choice for _, field in fields for choice in field.get("enum", [])} - AS_THEY_ARE
