"""How the speech model that travels with the source is made.

Its recipe has a loop of its own (a mixture of real and synthetic speech), which made the bundle as it is; a run goes on
from its last checkpoint when it is started again.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ml.export import sound_bundle
from ml.speech import recipes as speech_recipes
from ml.speech import train as speech_training

ROOT = Path(__file__).resolve().parents[3]
BUNDLES = ROOT / "backend/ml/bundles"


def make_speech_model(recipe: speech_recipes.Recipe) -> None:
    """Synthesise, train, export, measure; the bundle takes its place in the source."""
    folder = ROOT / "data/training/speech" / recipe.slug
    speech_training.train(recipe, folder)
    sound_bundle.build(recipe, folder, BUNDLES / recipe.slug)


SHIPPED: dict[str, Callable[[], None]] = {
    name: partial(make_speech_model, recipe) for name, recipe in speech_recipes.RECIPES.items()
}
