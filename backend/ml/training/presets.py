"""Recipes to begin with, by name."""

from pathlib import Path

from ml.errors import RecipeError
from ml.kinds import trainable
from ml.training.recipe import RECIPE, BaseRecipe, parse

PRESETS: dict[str, BaseRecipe] = {
    name: preset for kind in trainable() for name, preset in RECIPE.of(kind).PRESETS.items()
}
# What corrections are learnt with, by kind.
FEW: dict[str, BaseRecipe] = {kind: RECIPE.of(kind).FEW for kind in trainable()}


def recipe_called(name: str) -> BaseRecipe:
    """A recipe by its name here, or from a JSON file.

    Raises:
        RecipeError: there is neither, or the file is not valid.
    """
    if name in PRESETS:
        return PRESETS[name]
    if Path(name).is_file():
        return parse(Path(name).read_bytes())
    raise RecipeError(f"There is no recipe {name!r} and no such file; known are {', '.join(PRESETS)}.")
