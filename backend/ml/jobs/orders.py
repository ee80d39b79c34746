"""What there is to do: each kind of work is ordered by one of these, from the command line and by a trainer alike."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter

from ml.adopt.details import Details
from ml.datasets.freeze import About
from ml.datasets.frozen import Split
from ml.kinds import KindName
from ml.optimise.techniques import KEEP
from ml.progress import Frozen
from ml.training.naming import Naming
from ml.training.recipe import Recipe


class _Order(Frozen):
    model_config = ConfigDict(extra="forbid")


class CheckOptions(_Order):
    """How to look at a data set. Shares are of the whole; `exclude` leaves out the files of findings, by their codes.

    `wordless`: clips without text are wanted, to learn from them to write nothing. What is None follows the vocabulary
    that the set is compared with.
    """

    seed: int = 1
    splitting: Literal["source", "new"] = "source"
    validation: float = 0.1
    test: float = 0.1
    exclude: tuple[str, ...] = ()
    wordless: bool = False
    case: Literal["upper", "lower", "kept"] | None = None
    punctuation: Literal["removed", "kept"] | None = None
    digits: Literal["kept", "spelled"] | None = None


class Examination(_Order):
    """What is looked at: a folder or an archive, refused where it is not of `kind`.

    `workspace` is where archives are unpacked, `index` the file that numbers the items, `vocabulary` the bundle of a
    speech model that the texts are compared with.
    """

    source: Path
    workspace: Path
    options: CheckOptions = CheckOptions()
    index: Path | None = None
    vocabulary: Path | None = None
    kind: KindName | None = None


class CheckOrder(_Order):
    """Look at a data set."""

    type: Literal["check"] = "check"
    examination: Examination


class FreezeOrder(_Order):
    """Look at a data set, and write the frozen `folder`, which must not be there yet."""

    type: Literal["freeze"] = "freeze"
    examination: Examination
    folder: Path
    about: About


class TrainOrder(_Order):
    """Train in `folder`, the run's own, on a frozen set; from `parent`, or from scratch.

    `threads` 0 is one per core, `workers` are processes that read ahead, `cpu` leaves a GPU alone.
    """

    type: Literal["train"] = "train"
    recipe: Recipe
    data_set: Path
    folder: Path
    parent: Path | None = None
    naming: Naming = Naming()
    threads: int = 0
    workers: int = 0
    cpu: bool = False


class _Step(_Order):
    folder: Path


class Int8Step(_Step):
    """Integers of 8 bits; `validation_items` choose the method, None: all."""

    way: Literal["int8"] = "int8"
    mode: Literal["static", "dynamic"] = "static"
    calibration_items: int = 256
    validation_items: int | None = None


class Fp16Step(_Step):
    """Float16; `validation_items` measure the loss, None: all."""

    way: Literal["fp16"] = "fp16"
    validation_items: int | None = None


class TaughtStep(_Step):
    """What learns from its parent. `recipe` has the fields that shall be other than usual.

    `share` of the teacher in the loss, `softness` is the temperature of the answers that are imitated.
    """

    recipe: dict[str, JsonValue] = {}
    share: float = 0.9
    softness: float = 2.0
    workers: int = 0


class PruneStep(TaughtStep):
    """Fewer channels, or heads and neurons: `keep` is the share of the weights that stays."""

    way: Literal["prune"] = "prune"
    keep: float = KEEP
    mirror: bool = True


class DistilStep(TaughtStep):
    """A smaller student; without a name the usual one of its family."""

    way: Literal["distil"] = "distil"
    student: str | None = None


Step = Int8Step | Fp16Step | PruneStep | DistilStep
AnyStep = Annotated[Step, Field(discriminator="way")]
STEPS: TypeAdapter[Step] = TypeAdapter(AnyStep)


class OptimiseOrder(_Order):
    """Make variants of `parent`, each step's in its own folder, and compare them on a split of a frozen set.

    int8 and fp16 are both made of what the steps before them left. `allowed_loss` None is what is agreed for each way;
    `threads` are those of one inference, `training_threads` those of a student's training, 0: one per core.
    """

    type: Literal["optimise"] = "optimise"
    parent: Path
    parent_name: str = ""
    data_set: Path
    steps: tuple[AnyStep, ...] = Field(min_length=1)
    split: Split = "validation"
    allowed_loss: float | None = None
    threads: int = 0
    training_threads: int = 0


class _Adoption(_Order):
    folder: Path
    details: Details
    threads: int = 0
    measure: Path | None = None
    own_files: tuple[Path, ...] = ()


class ImportOrder(_Adoption):
    """Take in the model in `file`, and measure it on the frozen set `measure` where one is named.

    `own_files` are its owner's: it answers them, so that a person sees whether it was understood.
    """

    type: Literal["import"] = "import"
    file: Path


class InstallOrder(_Adoption):
    """Fetch the model `name` of a hub, and take it in."""

    type: Literal["install"] = "install"
    name: str


Order = CheckOrder | FreezeOrder | TrainOrder | OptimiseOrder | ImportOrder | InstallOrder
ORDERS: TypeAdapter[Order] = TypeAdapter(Annotated[Order, Field(discriminator="type")])
