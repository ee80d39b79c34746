"""What the steps of the command line have in common."""

import argparse
import json
from collections.abc import Sequence
from typing import TypeAlias

from pydantic import JsonValue

from ml.training.recipe import BaseRecipe, parse

Steps: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def changes_of(fields: Sequence[str]) -> dict[str, JsonValue]:
    """What `--set FIELD=VALUE` says; a value is JSON or, where it is none, a word."""
    found: dict[str, JsonValue] = {}
    for change in fields:
        field, _, value = change.partition("=")
        try:
            found[field] = json.loads(value)
        except ValueError:
            found[field] = value
    return found


def changed(recipe: BaseRecipe, fields: Sequence[str]) -> BaseRecipe:
    """The recipe with other values in some fields. Raises RecipeError."""
    return parse(json.dumps(recipe.model_dump(mode="json") | changes_of(fields)))
