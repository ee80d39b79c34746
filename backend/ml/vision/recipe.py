"""How a ResNet is trained, and recipes to begin with."""

from typing import Literal, Self

from pydantic import model_validator

from ml.training.recipe import BaseRecipe, number


class VisionRecipe(BaseRecipe):
    """How a ResNet learns to tell classes of pictures apart."""

    kind: Literal["image-classification"] = "image-classification"
    architecture: Literal["resnet20", "resnet32", "resnet56", "wide-resnet", "resnet18", "resnet34", "resnet50"] = (
        number(
            "resnet20",
            "20 to 56 and wide are for small pictures (He 2015, section 4.2; airbench96), 18 to 50 for photos.",
        )
    )
    widths: tuple[int, int, int] = number((64, 192, 256), "Channels of the three stages of wide-resnet.")
    labels: Literal["extend", "data-set"] = number(
        "extend", "When fine-tuning: the model's labels and the data set's new ones, or the data set's alone."
    )
    remember: float = number(
        0.0, "When fine-tuning: share of the loss that keeps to the answers of the model it starts from.", "share",
        ge=0, lt=1,
    )  # fmt: skip
    keep_norms: bool = number(
        False, "When fine-tuning: batch normalisation keeps its statistics, for pictures of few of the labels."
    )
    batch_size: int = number(128, "Pictures in one step, over all processes.", "pictures", ge=2, le=65_536)
    image_size: int = number(32, "Side of the picture that the network sees.", "pixels", ge=16, le=1024)
    resize: Literal["squash", "center-crop"] = number(
        "squash", "The whole picture, or the largest square in its middle."
    )
    mean: tuple[float, float, float] | None = number(None, "Of red, green and blue; none: measured on the data set.")
    std: tuple[float, float, float] | None = number(None, "Of red, green and blue; none: measured on the data set.")
    label_smoothing: float = number(0.1, "Share of the truth that goes to all classes alike.", "share", ge=0, lt=1)
    flip: bool = number(True, "Half of the pictures are mirrored, the other half in the next epoch.")
    shift: int = number(0, "How far a picture may be moved; its border is reflected.", "pixels", ge=0, le=256)
    smallest_crop: float = number(
        1.0, "Smallest share of a photo's area that random crops keep; 1 crops none.", "share", gt=0, le=1
    )
    cutout: float = number(0.0, "Side of a square that is blanked, of the picture's side.", "share", ge=0, le=0.9)
    camera: float = number(
        0.0, "Share of the pictures that look as if another camera had taken them: light, sharpness, JPEG quality.",
        "share", ge=0, le=1,
    )  # fmt: skip
    random_augment: int = number(0, "Strength of RandAugment (Cubuk 2020); 0 is none.", ge=0, le=30)
    mirror_average: bool = number(
        False, "The model answers with the mean over picture and mirror image: better, and twice the work."
    )

    @model_validator(mode="after")
    def shift_leaves_a_picture(self) -> Self:
        """Reflection needs more picture than border."""
        if self.shift >= self.image_size:
            raise ValueError("shift must be smaller than image_size")
        return self

    @property
    def drops_outputs(self) -> bool:
        """Whether the labels of the model that it starts from go."""
        return self.labels == "data-set"


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
PRESETS = {
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
}
# What corrections are learnt with.
FEW = FEW_PICTURES
RECIPE = VisionRecipe
