"""How a student learns where nobody says otherwise; known from a manifest and the data set's size, without torch.

Batches and rates follow the size of the data set (a rate is for its batch: Goyal et al. 2017, arXiv:1706.02677),
lengths too: few items are seen more often.
"""

import json
from collections.abc import Mapping
from typing import Protocol

from ml.bundle import Manifest
from ml.kinds import KindFile
from ml.optimise.students import Student, student_for
from ml.optimise.techniques import Technique
from ml.training.recipe import BaseRecipe, parse

MANY, SOME = 20_000, 2_000


class StudentRecipesFile(Protocol):
    """How its students learn; known without torch."""

    def recipe(
        self, technique: Technique, manifest: Manifest, items: int, student: Student | None = None
    ) -> BaseRecipe:
        """How a student, or what pruning leaves, usually learns from so many items."""


STUDENT_RECIPES: KindFile[StudentRecipesFile] = KindFile("students")


def recipe_for(
    technique: Technique,
    manifest: Manifest,
    items: int,
    changes: Mapping[str, object] | None = None,
    student: Student | None = None,
) -> BaseRecipe:
    """The recipe by which a model's student learns from so many training items.

    Args:
        changes: fields that shall be other than usual.
        student: what is taught, when distilling; its network goes before one of `changes`.

    Raises:
        RecipeError: a field of `changes` is unknown or out of its bounds.
    """
    usual = STUDENT_RECIPES.of(manifest.kind).recipe(technique, manifest, items, student)
    content = usual.model_dump(mode="json") | dict(changes or {}) | dict(student.recipe if student else {})
    return parse(json.dumps(content))


def distillation_recipe(
    manifest: Manifest, items: int, name: str | None, changes: Mapping[str, object] | None, keep: float = 1.0
) -> tuple[BaseRecipe, tuple[int, ...]]:
    """The recipe of a student, and its teacher's layers that it starts from.

    Without a `name`, `changes` may name a network of its own as `architecture`; else the usual student learns.

    Raises:
        OptimiseError: there is no such student.
        RecipeError: a field of `changes` is unknown or out of its bounds.
    """
    own = name is None and "architecture" in (changes or {})
    student = None if own else student_for(manifest, name, keep)
    return recipe_for("distil", manifest, items, changes, student), student.layers if student else ()


def by_items(items: int, many: int, some: int, few: int) -> int:
    """Which of three numbers, by how many training items there are."""
    return many if items >= MANY else some if items >= SOME else few
