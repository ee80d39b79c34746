"""What can be made of a version, known without making it."""

from dataclasses import dataclass

from apps.catalogue.models import Version
from apps.training.jobs.payload import FrozenSet
from apps.training.models import DataSetVersion
from ml.optimise.student_recipes import recipe_for
from ml.optimise.students import Student, students_of
from ml.optimise.techniques import LEARNING, TECHNIQUES, Technique, obstacle
from ml.training.recipe import BaseRecipe


class Question(FrozenSet):
    """On which frozen set, and what pruning would leave before."""

    keep: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A way with what stands in it, how a student usually learns, and the students of distil."""

    way: Technique
    obstacle: str
    recipe: BaseRecipe | None
    students: tuple[Student, ...]


def offers(version: Version, data: DataSetVersion, keep: float) -> list[Offer]:
    """The ways to make variants of a version on a data set.

    Args:
        keep: the share of the weights that pruning leaves before a student is taught; 1 without pruning.
    """
    return [_offer(way, version, items_in(data, "train"), keep) for way in TECHNIQUES]


def items_in(data: DataSetVersion, split: str) -> int:
    """How many items a split has."""
    return int(data.manifest["counts"][split]["items"])


def _offer(way: Technique, version: Version, items: int, keep: float) -> Offer:
    manifest = version.parsed
    reason = obstacle(way, manifest, keep)
    students = tuple(students_of(manifest, keep)) if way == "distil" and not reason else ()
    learns = way in LEARNING and not reason
    recipe = recipe_for(way, manifest, items, student=students[0] if students else None) if learns else None
    return Offer(way, reason, recipe, students)
