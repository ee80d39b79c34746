"""Pictures in one folder per class, perhaps below one folder per split."""

from pathlib import PurePosixPath

from ml.datasets.frozen import Exclusion
from ml.datasets.layouts.tree import Tree, is_picture, split_named
from ml.datasets.sample import Sample, Source
from ml.kinds import kind_that_learns


def matches(tree: Tree) -> bool:
    """Whether any picture, by its name, lies in a folder."""
    return any("/" in name and is_picture(name) for name in tree.names)


def read(tree: Tree) -> Source:
    """The folder's name is the class; pictures in folders inside of a class belong to it."""
    depth = 1 if _has_split_folders(tree) else 0
    samples: list[Sample] = []
    ignored = list(tree.ignored)
    for name in tree.names:
        folders = PurePosixPath(name).parts[:-1]
        if not is_picture(name):
            ignored.append(Exclusion(file=name, reason="no picture that is read here, by the ending of its name"))
        elif len(folders) <= depth:
            ignored.append(Exclusion(file=name, reason="not in the folder of a class"))
        else:
            split = split_named(folders[0]) if depth else None
            samples.append(Sample(tree.path(name), name, label=folders[depth], split=split))
    layout = "pictures in a folder per split and class" if depth else "pictures in a folder per class"
    return Source(kind_that_learns("label", "image").name, layout, samples, ignored)


def _has_split_folders(tree: Tree) -> bool:
    pictures = [PurePosixPath(name).parts for name in tree.names if is_picture(name) and "/" in name]
    nested = all(len(parts) > 2 for parts in pictures)
    return nested and all(split_named(parts[0]) is not None for parts in pictures)
