"""Everything that decides how an image model comes out, one frozen value per model."""

from dataclasses import dataclass

from ml.bundle import ImageSpec


@dataclass(frozen=True, slots=True)
class Recipe:
    """A training run.

    `learning_rate` is per step of the mean loss for weights, `bias_scale` multiplies it for the normalisation biases.
    `distorted_share` is the part of each epoch that sees a re-encoded copy instead of the original.
    `dev_images` are kept out of the training set (the same number of each class) to watch progress by.
    """

    name: str
    preprocess: ImageSpec
    widths: tuple[int, int, int] = (64, 192, 256)
    epochs: int = 28
    batch_size: int = 512
    learning_rate: float = 0.6
    bias_scale: float = 64.0
    momentum: float = 0.85
    weight_decay: float = 1.3e-3
    label_smoothing: float = 0.2
    translate: int = 3
    cutout: int = 8
    distorted_copies: int = 2
    distorted_share: float = 0.35
    dev_images: int = 2000
    train_images: int | None = None
    seed: int = 20261122


CIFAR10 = ImageSpec(size=32, resize="squash", mean=(0.4913, 0.4821, 0.4465), std=(0.2452, 0.2428, 0.2606))

# The one whose bundle travels with the source.
SHIPPED = "resnet-cifar10"
RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(name=SHIPPED, preprocess=CIFAR10),
        Recipe(
            name="resnet-cifar10-smoke",
            preprocess=CIFAR10,
            widths=(16, 16, 16),
            epochs=1,
            batch_size=128,
            distorted_copies=1,
            dev_images=500,
            train_images=2000,
        ),
    )
}
