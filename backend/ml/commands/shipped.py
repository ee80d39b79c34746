"""How the models that travel with the source are made.

Their recipes have loops of their own (alternating flips and Lookahead for pictures, a mixture of real and synthetic
speech), which made the bundles as they are; a run goes on from its last checkpoint when it is started again.
"""

from collections.abc import Callable
from functools import partial

from ml.export import image_bundle, sound_bundle
from ml.speech import recipes as speech_recipes
from ml.speech import train as speech_training
from ml.vision import recipes as vision_recipes
from ml.vision import train as vision_training

ROOT = vision_training.ROOT
BUNDLES = ROOT / "backend/ml/bundles"


def make_image_model(recipe: vision_recipes.Recipe) -> None:
    """Train, export, measure; the bundle of the shipped recipe takes its place in the source."""
    source, folder = ROOT.parent / "shared/data/cifar10", ROOT / "data/training/vision" / recipe.name
    vision_training.train(recipe, source, folder)
    image_bundle.build(
        recipe, source, folder, BUNDLES / recipe.name if recipe.name == vision_recipes.SHIPPED else folder / "bundle"
    )


def make_speech_model(recipe: speech_recipes.Recipe) -> None:
    """Synthesise, train, export, measure; the bundle takes its place in the source."""
    folder = ROOT / "data/training/speech" / recipe.slug
    speech_training.train(recipe, folder)
    sound_bundle.build(recipe, folder, BUNDLES / recipe.slug)


SHIPPED: dict[str, Callable[[], None]] = {
    **{name: partial(make_image_model, recipe) for name, recipe in vision_recipes.RECIPES.items()},
    **{name: partial(make_speech_model, recipe) for name, recipe in speech_recipes.RECIPES.items()},
}
