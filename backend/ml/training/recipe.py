"""A recipe: every number that decides how a training run comes out, checked, with a JSON schema for a form.

Each field says what it is, its bounds and its unit (`unit` in the schema; none is a plain number). A batch counts items
or seconds over all processes together, so a recipe gives the same curve on one device and on eight.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal, Protocol, TypeVar, Union

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    PlainValidator,
    SerializeAsAny,
    TypeAdapter,
    ValidationError,
)

from ml.errors import RecipeError
from ml.kinds import KindFile, trainable

Schedule = Literal["cosine", "one-cycle", "triangle", "warm-hold-fall"]
Value = TypeVar("Value")
Frozen = Literal["nothing", "first-layers", "all-but-head"]


def number(
    default: Value,
    description: str,
    unit: str = "",
    *,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
    min_length: int | None = None,
    max_length: int | None = None,
) -> Value:
    """A field with its description, unit and bounds."""
    field: Value = Field(
        default,
        description=description,
        json_schema_extra={"unit": unit} if unit else None,
        ge=ge,
        gt=gt,
        le=le,
        lt=lt,
        min_length=min_length,
        max_length=max_length,
    )
    return field


class BaseRecipe(BaseModel):
    """What the recipes of all kinds have in common; each kind has its own `kind`, `architecture` and more."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    if TYPE_CHECKING:
        kind: str
        architecture: str
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
    weight_decay: float = number(
        0.01, "How strongly weights are pulled to zero; biases and norms are left alone.", ge=0, le=1
    )
    momentum: float = number(0.9, "Momentum of SGD, first beta of AdamW.", ge=0, lt=1)
    clip_norm: float = number(1.0, "Gradients longer than this are clipped; 0 clips none.", ge=0, le=1000)
    schedule: Schedule = number("cosine", "How the learning rate rises and falls over the run.")
    warmup: float = number(0.05, "Share of the run in which the learning rate rises.", "share", ge=0, le=0.9)
    fall: float = number(0.3, "Share of the run in which warm-hold-fall falls.", "share", ge=0, le=1)
    average: float = number(
        0.0, "Share that the running average of the weights keeps at each step; 0 uses the weights as they are.",
        ge=0, lt=1,
    )  # fmt: skip
    patience: int = number(0, "Epochs without improvement after which the run ends; 0 never ends early.", ge=0)
    keep: Literal["best", "last"] = number("best", "Which epoch's weights become the model.")
    freeze: Frozen = number("nothing", "Which parts of the model keep their weights when it is fine-tuned.")
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

    @property
    def drops_outputs(self) -> bool:
        """Whether a model that is fine-tuned forgets the labels or characters that the data set does not have."""
        return False


class RecipeFile(Protocol):
    """How models of the kind are trained, in numbers."""

    @property
    def RECIPE(self) -> type[BaseRecipe]:  # noqa: N802 - a constant of a module
        """Their type."""

    @property
    def PRESETS(self) -> Mapping[str, BaseRecipe]:  # noqa: N802 - a constant of a module
        """Recipes to begin with, the usual one first, by names that no other kind has."""

    @property
    def FEW(self) -> BaseRecipe:  # noqa: N802 - a constant of a module
        """What corrections are learnt with."""


RECIPE: KindFile[RecipeFile] = KindFile("recipe")


def parse(text: str | bytes) -> BaseRecipe:
    """Read a recipe from JSON.

    Raises:
        RecipeError: names each field that is wrong and what is expected of it.
    """
    try:
        return adapter().validate_json(text)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'recipe'}: {fault['msg']}" for fault in error.errors())
        raise RecipeError(f"The recipe is not valid. {'; '.join(faults)}.") from error


def from_fields(fields: Mapping[str, object]) -> BaseRecipe:
    """A recipe that was checked before, from its fields."""
    return adapter().validate_python(fields)


def json_schema() -> dict[str, JsonValue]:
    """JSON schema of all kinds, told apart by `kind`."""
    return adapter().json_schema()


def adapter() -> TypeAdapter[BaseRecipe]:
    """What reads and describes the recipes of all kinds that can be trained."""
    return _adapter(tuple(RECIPE.of(kind).RECIPE for kind in trainable()))


@cache
def _adapter(recipes: tuple[type[BaseRecipe], ...]) -> TypeAdapter[BaseRecipe]:
    return TypeAdapter(Annotated[Union[recipes], Field(discriminator="kind")])  # type: ignore[arg-type]  # noqa: UP007


# A field of a pydantic model that holds a recipe of any kind.
Recipe = Annotated[SerializeAsAny[BaseRecipe], PlainValidator(from_fields)]
