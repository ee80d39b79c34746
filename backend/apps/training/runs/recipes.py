"""Which recipe a run has: the one that was sent, checked, or the one that fits best."""

import json
from collections.abc import Mapping

from pydantic import JsonValue, ValidationError

from apps.core.errors import FieldError, Problem
from ml.errors import RecipeError
from ml.training.presets import PRESETS
from ml.training.recipe import BaseRecipe, parse


def presets(kind: str, *, fine_tune: bool) -> dict[str, BaseRecipe]:
    """The recipes for a kind, or for all where it is empty, by their names; the first one fits best."""
    return {
        name: recipe
        for name, recipe in PRESETS.items()
        if recipe.kind == (kind or recipe.kind) and (fine_tunes(name) or not fine_tune)
    }


def recipe_for(kind: str, *, fine_tune: bool) -> BaseRecipe:
    """The recipe to begin with where nobody says another."""
    return next(iter(presets(kind, fine_tune=fine_tune).values()))


def fine_tunes(preset: str) -> bool:
    """Whether a preset is for a run that starts from a model."""
    return preset.startswith("fine-tune")


def recipe_of(content: Mapping[str, JsonValue]) -> BaseRecipe:
    """A checked recipe. Raises Problem 422, which names the fields."""
    try:
        return parse(json.dumps(content))
    except RecipeError as error:
        raise refused_recipe(error) from error


def refused_recipe(error: RecipeError) -> Problem:
    """What is wrong with a recipe, by its fields."""
    cause = error.__cause__
    faults = cause.errors() if isinstance(cause, ValidationError) else []
    fields: list[FieldError] = [
        {"pointer": "/".join(["/recipe", *map(str, fault["loc"][1:])]), "detail": fault["msg"]} for fault in faults
    ]
    return Problem(422, str(error), code="invalid_recipe", errors=fields)
