"""A recipe: every number that decides how a training run comes out, checked, with a JSON schema for a form.

Each field says what it is, its bounds and its unit (`unit` in the schema; none is a plain number). A batch counts items
or seconds over all processes together, so a recipe gives the same curve on one device and on eight.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from ml.errors import RecipeError

Schedule = Literal["cosine", "one-cycle", "triangle", "warm-hold-fall"]
Frozen = Literal["nothing", "first-layers", "all-but-head"]


def number(default: Any, description: str, unit: str = "", **bounds: Any) -> Any:
    """A field with its description, unit and bounds (`ge`, `gt`, `le`, `lt`)."""
    return Field(default, description=description, json_schema_extra={"unit": unit} if unit else None, **bounds)


class BaseRecipe(BaseModel):
    """What both kinds of models have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    epochs: int = number(20, "How often every training item is seen.", "epochs", ge=1, le=10_000)
    seed: int = number(1, "Decides the start, the order and the augmentation.", ge=0, lt=2**31)
    accumulate: int = number(
        1, "Parts in which a batch is computed one after the other; more need less memory.", ge=1, le=256
    )
    precision: Literal["float32", "bfloat16", "float16"] = number(
        "float32", "Numbers of the forward pass; float16 is for GPUs, bfloat16 is faster on newer processors too."
    )
    optimiser: Literal["sgd", "adamw"] = number("adamw", "SGD with Nesterov momentum, or AdamW.")
    learning_rate: float = number(1e-3, "The highest learning rate of the run.", gt=0, le=10)
    weight_decay: float = number(0.01, "Pull of the weights to zero; biases and norms are left alone.", ge=0, le=1)
    momentum: float = number(0.9, "Momentum of SGD, first beta of AdamW.", ge=0, lt=1)
    clip_norm: float = number(1.0, "Longest gradient; 0 cuts none.", ge=0, le=1000)
    schedule: Schedule = number("cosine", "How the learning rate rises and falls over the run.")
    warmup: float = number(0.05, "Part of the run in which the learning rate rises.", "share", ge=0, le=0.9)
    fall: float = number(0.3, "Part of the run in which warm-hold-fall falls.", "share", ge=0, le=1)
    average: float = number(
        0.0, "Share that the running average of the weights keeps at each step; 0 uses the weights as they are.",
        ge=0, lt=1,
    )  # fmt: skip
    patience: int = number(0, "Epochs without improvement after which the run ends; 0 never ends early.", ge=0)
    keep: Literal["best", "last"] = number("best", "Which epoch's weights become the model.")
    freeze: Frozen = number("nothing", "What of a model that is fine-tuned keeps its weights.")
    layer_decay: float = number(
        1.0, "Factor of the learning rate from each layer to the one below it, when fine-tuning.", gt=0, le=1
    )
    head_rate: float = number(1.0, "Factor of the learning rate of the head.", gt=0, le=1000)
    norm_rate: float = number(
        1.0, "Factor of the learning rate of the biases of batch normalisation (arXiv:2404.00498).", gt=0, le=1000
    )
    checkpoint_minutes: float = number(
        15.0, "Longest time between checkpoints; there is one after every epoch too.", "minutes", gt=0
    )


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
    label_smoothing: float = number(0.1, "Part of the truth that goes to all classes alike.", "share", ge=0, lt=1)
    flip: bool = number(True, "Half of the pictures are mirrored, the other half in the next epoch.")
    shift: int = number(0, "Farthest move of a picture, its border reflected.", "pixels", ge=0, le=256)
    smallest_crop: float = number(
        1.0, "Smallest part of a photo's area that random crops keep; 1 crops none.", "share", gt=0, le=1
    )
    cutout: float = number(0.0, "Side of a square that is blanked, of the picture's side.", "share", ge=0, le=0.9)
    camera: float = number(
        0.0, "Part of the pictures as another camera would give them: light, sharpness, JPEG quality.", "share",
        ge=0, le=1,
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


class SpeechRecipe(BaseRecipe):
    """How a Wav2Vec2 learns to write what is said, with CTC."""

    kind: Literal["speech-recognition"] = "speech-recognition"
    architecture: Literal["wav2vec2-tiny", "wav2vec2-small", "wav2vec2-base"] = number(
        "wav2vec2-small", "5 million parameters, or Hugging Face's base with 95; tiny is for trying things out."
    )
    seconds_per_batch: float = number(
        24.0, "Sound in one step, padding included, over all processes.", "seconds", gt=0, le=36_000
    )
    buckets: tuple[float, ...] = number(
        (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 20.0),
        "Lengths to which clips are padded; longer ones are left out and named.", "seconds",
        min_length=1, max_length=64,
    )  # fmt: skip
    vocabulary: Literal["extend", "data-set"] = number(
        "extend", "When fine-tuning: the model's characters and the data set's new ones, or the data set's alone."
    )
    dropout: float = number(0.05, "Part of the activations that is dropped.", "share", ge=0, lt=1)
    mask_time: float = number(0.0, "Part of the frames that is hidden (SpecAugment).", "share", ge=0, lt=1)
    mask_length: int = number(6, "Frames hidden in a row.", "frames", ge=1, le=100)
    middle_loss: float = number(
        0.0, "Weight of a CTC loss on the middle layer (Lee and Watanabe 2021).", "share", ge=0, lt=1
    )
    speed: float = number(0.0, "Farthest change of speed and pitch, either way.", "share", ge=0, le=0.5)
    colour: float = number(0.0, "Part of the clips that hear another microphone.", "share", ge=0, le=1)
    noise: float = number(0.0, "Part of the clips with noise at 6 to 40 dB below them.", "share", ge=0, le=1)

    @model_validator(mode="after")
    def buckets_rise(self) -> Self:
        """A bucket is looked for from the smallest to the largest."""
        if any(size <= 0 for size in self.buckets) or list(self.buckets) != sorted(set(self.buckets)):
            raise ValueError("buckets must be positive and rising")
        return self


Recipe = Annotated[VisionRecipe | SpeechRecipe, Field(discriminator="kind")]
ADAPTER: TypeAdapter[VisionRecipe | SpeechRecipe] = TypeAdapter(Recipe)


def parse(text: str | bytes) -> VisionRecipe | SpeechRecipe:
    """Read a recipe from JSON.

    Raises:
        RecipeError: names each field that is wrong and what is expected of it.
    """
    try:
        return ADAPTER.validate_json(text)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'recipe'}: {fault['msg']}" for fault in error.errors())
        raise RecipeError(f"The recipe is not valid. {'; '.join(faults)}.") from error


def json_schema() -> dict[str, Any]:
    """JSON schema of both kinds, told apart by `kind`."""
    return ADAPTER.json_schema()
