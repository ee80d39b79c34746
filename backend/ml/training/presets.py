"""Recipes to begin with, by name."""

from pathlib import Path

from ml.errors import RecipeError
from ml.training.recipe import SpeechRecipe, VisionRecipe, parse

# He 2015, section 4.2, with warm-up, cosine and half the epochs.
SMALL_PICTURES = VisionRecipe(
    epochs=100, optimiser="sgd", learning_rate=0.1, weight_decay=5e-4, clip_norm=0, batch_size=128,
    shift=4, cutout=0.25, label_smoothing=0.1,
)  # fmt: skip
# The arithmetic of torchvision's references, in the length that a small set needs.
PHOTOS = VisionRecipe(
    architecture="resnet18", epochs=60, optimiser="sgd", learning_rate=0.05, weight_decay=1e-4, batch_size=64,
    image_size=128, resize="center-crop", smallest_crop=0.35, random_augment=9, clip_norm=5, average=0.999,
)  # fmt: skip
# New classes: steps as large as they need leave nothing of the labels before, so it does not promise these.
FINE_TUNED_PICTURES = VisionRecipe(
    epochs=12, optimiser="adamw", learning_rate=2e-3, weight_decay=0.02, batch_size=64, shift=3, cutout=0.25,
    layer_decay=0.6, head_rate=3, average=0.99, labels="data-set",
)  # fmt: skip
# After airbench96 (Keller Jordan, arXiv:2404.00498): the shipped model of pictures.
CIFAR10 = VisionRecipe(
    architecture="wide-resnet", epochs=28, seed=20261122, batch_size=512, precision="bfloat16",
    optimiser="sgd", learning_rate=0.6, momentum=0.85, weight_decay=1.3e-3, norm_rate=64, clip_norm=0,
    schedule="triangle", warmup=0.23, average=0.99, keep="last", label_smoothing=0.2,
    shift=3, cutout=0.25, camera=0.35, mirror_average=True,
    mean=(0.4913, 0.4821, 0.4465), std=(0.2452, 0.2428, 0.2606),
)  # fmt: skip
# A few dozen pictures that a model was wrong about: what it knows beside them stays, see docs/training.md for figures.
FEW_PICTURES = VisionRecipe(
    epochs=12, optimiser="adamw", learning_rate=3e-4, weight_decay=0.02, batch_size=16, shift=3, cutout=0.25,
    layer_decay=0.6, average=0.99, keep_norms=True, remember=0.5, keep="last",
)  # fmt: skip
SMALL_SPEECH = SpeechRecipe(
    epochs=60, learning_rate=1.2e-3, schedule="warm-hold-fall", warmup=0.04, average=0.998, middle_loss=0.3,
    precision="bfloat16", speed=0.15, colour=0.8, noise=0.5, mask_time=0.05,
)  # fmt: skip
# The shipped model of speech, on the small world that workshop/ makes: some 7,800 steps.
SMALL_WORLD = SpeechRecipe(
    epochs=7, seed=7, learning_rate=1.2e-3, schedule="warm-hold-fall", warmup=0.04, fall=0.29, average=0.998,
    middle_loss=0.3, precision="bfloat16", speed=0.16, colour=1.0, noise=0.5,
    buckets=(0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0),
)  # fmt: skip
# Baevski 2020 (arXiv:2006.11477), appendix B: the rates for little labelled data.
BASE_SPEECH = SpeechRecipe(
    architecture="wav2vec2-base", epochs=60, learning_rate=1e-4, schedule="warm-hold-fall", warmup=0.1, fall=0.5,
    seconds_per_batch=100, precision="bfloat16", mask_time=0.065, mask_length=10, dropout=0.1, speed=0.1,
)  # fmt: skip
FINE_TUNED_SPEECH = SpeechRecipe(
    epochs=20, learning_rate=4e-4, warmup=0.1, average=0.99, freeze="first-layers", layer_decay=0.9, head_rate=2,
    middle_loss=0.3, speed=0.1, colour=0.5, noise=0.3, mask_time=0.05,
)  # fmt: skip
FEW_CLIPS = FINE_TUNED_SPEECH.model_copy(update={"learning_rate": 1e-4, "epochs": 12})
PRESETS: dict[str, VisionRecipe | SpeechRecipe] = {
    "resnet20": SMALL_PICTURES,
    "resnet32": SMALL_PICTURES.model_copy(update={"architecture": "resnet32"}),
    "resnet56": SMALL_PICTURES.model_copy(update={"architecture": "resnet56"}),
    "wide-resnet": SMALL_PICTURES.model_copy(
        update={"architecture": "wide-resnet", "epochs": 30, "batch_size": 256, "mirror_average": True}
    ),
    "resnet-cifar10": CIFAR10,
    "resnet18": PHOTOS,
    "resnet34": PHOTOS.model_copy(update={"architecture": "resnet34"}),
    "resnet50": PHOTOS.model_copy(update={"architecture": "resnet50"}),
    "fine-tune-pictures": FINE_TUNED_PICTURES,
    "fine-tune-few-pictures": FEW_PICTURES,
    "wav2vec2-small-ctc": SMALL_SPEECH,
    "wav2vec2-small": SMALL_WORLD,
    "wav2vec2-base-ctc": BASE_SPEECH,
    "fine-tune-speech": FINE_TUNED_SPEECH,
    "fine-tune-few-clips": FEW_CLIPS,
}
# What corrections are learnt with, by kind.
FEW: dict[str, VisionRecipe | SpeechRecipe] = {recipe.kind: recipe for recipe in (FEW_PICTURES, FEW_CLIPS)}


def recipe_called(name: str) -> VisionRecipe | SpeechRecipe:
    """A recipe by its name here, or from a JSON file.

    Raises:
        RecipeError: there is neither, or the file is not valid.
    """
    if name in PRESETS:
        return PRESETS[name]
    if Path(name).is_file():
        return parse(Path(name).read_bytes())
    raise RecipeError(f"There is no recipe {name!r} and no such file; known are {', '.join(PRESETS)}.")
