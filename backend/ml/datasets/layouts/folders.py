"""What the folders of pictures mean: which name the classes, and which the splits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ml.datasets.frozen import Split
from ml.datasets.layouts.split_names import is_wrapping, names_only_a_split, split_named

Folders = tuple[str, ...]
NO_CLASS, NO_SPLIT = "not in the folder of a class", "not in the folder of a split"


@dataclass(frozen=True, slots=True)
class Place:
    """What its folders say of a picture: class and split, or in `reason` why they say nothing.

    `below` are the folders inside of the class.
    """

    label: str = ""
    split: Split | None = None
    below: Folders = ()
    reason: str = ""


def places_of(pictures: Mapping[str, Folders]) -> tuple[dict[str, Place], str]:
    """The place of each picture by its name, and how the folders are arranged, in words."""
    above = _shared(list(pictures.values()))
    inside = {name: folders[above:] for name, folders in pictures.items()}
    if _are_splits(list(inside.values())):
        wrapped = _wrapped(list(inside.values()))
        places = {name: _below_split(folders, wrapped) for name, folders in inside.items()}
        return places, "pictures in a folder per split and class"
    if _hold_splits(list(inside.values())):
        return {name: _around_split(folders) for name, folders in inside.items()}, (
            "pictures in a folder per class and split"
        )
    return {name: _in_class(folders) for name, folders in inside.items()}, "pictures in a folder per class"


def _shared(pictures: Sequence[Folders]) -> int:
    """How many folders all pictures lie in, so that these name no class; the innermost one may be the only class."""
    deep = [folders for folders in pictures if folders]
    levels = takewhile(lambda names: len(set(names)) == 1, zip(*deep, strict=False))
    return min(len(list(levels)), max(map(len, deep)) - 1) if deep else 0


def _are_splits(pictures: Sequence[Folders]) -> bool:
    """Whether the first folders are splits, with folders of classes below.

    A class may be called `train` and have folders inside; it is a split where another split stands beside it, or where
    most pictures lie below it.
    """
    tops = {folders[0] for folders in pictures if folders}
    nested = [folders for folders in pictures if len(folders) > 1]
    splits = {split_named(folders[0]) for folders in nested} - {None}
    named = {split_named(top) for top in tops}
    plain = sum(names_only_a_split(folders[0]) for folders in nested)
    all_named = bool(splits) and None not in named and len(named) > 1
    return len(splits) > 1 or all_named or 2 * plain > len(pictures)


def _hold_splits(pictures: Sequence[Folders]) -> bool:
    """Whether each class has a folder per split."""
    seconds = {folders[1] for folders in pictures if len(folders) > 1}
    everywhere = all(len(folders) > 1 for folders in pictures if folders)
    return everywhere and all(map(names_only_a_split, seconds)) and len(set(map(split_named, seconds))) > 1


def _wrapped(pictures: Sequence[Folders]) -> dict[Folders, str]:
    """Folders that hold but one folder, which names no class: `seg_train/seg_train`, `train/images`."""
    inside: dict[Folders, set[str]] = defaultdict(set)
    for folders in pictures:
        for depth in range(1, len(folders)):
            inside[folders[:depth]].add(folders[depth])
    return {
        folder: next(iter(names))
        for folder, names in inside.items()
        if len(names) == 1 and is_wrapping(next(iter(names))) and split_named(folder[0])
    }


def _below_split(folders: Folders, wrapped: Mapping[Folders, str]) -> Place:
    split = split_named(folders[0]) if folders else None
    if split is None:
        return Place(reason=NO_SPLIT)
    depth = 1
    while folders[:depth] in wrapped and folders[depth : depth + 1] == (wrapped[folders[:depth]],):
        depth += 1
    if len(folders) <= depth:
        return Place(reason=NO_CLASS)
    return Place(folders[depth], split, folders[depth + 1 :])


def _around_split(folders: Folders) -> Place:
    if not folders:
        return Place(reason=NO_CLASS)
    return Place(folders[0], split_named(folders[1]), folders[2:])


def _in_class(folders: Folders) -> Place:
    return Place(folders[0], None, folders[1:]) if folders else Place(reason=NO_CLASS)
