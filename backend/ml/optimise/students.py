"""Smaller networks that a model can teach; known from its manifest alone, without torch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ml.bundle import Architecture, Manifest
from ml.errors import OptimiseError
from ml.kinds import KindFile, kind_of

# Closer to its teacher than this, a student is not worth its training.
LARGEST_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Student:
    """A network to teach.

    `parameters` is how many weights it has; of a pruned model that gives up layers, nearly. It is either the network
    that `recipe`'s fields name, from a random start, or its teacher's with these of its `layers` alone.
    """

    name: str
    parameters: int
    recipe: Mapping[str, object] = field(default_factory=dict)
    layers: tuple[int, ...] = ()


class StudentsFile(Protocol):
    """Smaller networks that a model can teach; known without torch."""

    def students(self, manifest: Manifest, architecture: Architecture, keep: float, /) -> Iterable[Student]:
        """The usual one first. `keep` is the share of the model's weights that pruning leaves before."""


STUDENTS: KindFile[StudentsFile] = KindFile("students")


def students_of(manifest: Manifest, keep: float = 1.0) -> tuple[Student, ...]:
    """The students that are clearly smaller than the model, the usual one first; none where its family has none.

    Args:
        keep: the share of the model's weights that pruning leaves before the student is taught.
    """
    kind = kind_of(manifest.kind)
    if manifest.architecture is None or not kind.trains:
        return ()
    most = LARGEST_SHARE * keep * manifest.parameters
    known = STUDENTS.of(manifest.kind).students(manifest, manifest.architecture, keep)
    return tuple(student for student in known if student.parameters <= most)


def student_for(manifest: Manifest, name: str | None = None, keep: float = 1.0) -> Student:
    """The student of that name, or the usual one.

    Raises:
        OptimiseError: there is no such student, or none at all.
    """
    students = students_of(manifest, keep)
    if not students:
        family = manifest.architecture.family if manifest.architecture else "unknown"
        raise OptimiseError(f"{manifest.slug} ({family}) has no smaller network to teach; prune it instead.")
    if name is None:
        return students[0]
    for student in students:
        if student.name == name:
            return student
    known = ", ".join(student.name for student in students)
    raise OptimiseError(f"{manifest.slug} has no student {name!r} that is clearly smaller; there are {known}.")
