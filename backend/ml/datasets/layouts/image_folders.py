"""Pictures in one folder per class; folders of splits lie above the classes, or inside of each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ml.datasets.checks.finding import Case, Finding, counted
from ml.datasets.frozen import Exclusion
from ml.datasets.layouts.folders import Place, places_of
from ml.datasets.layouts.tree import Tree
from ml.datasets.sample import Sample, Source
from ml.kinds import kind_that_learns

NO_PICTURE = "no picture that is read here"


def matches(tree: Tree) -> bool:
    """Whether any picture lies in a folder."""
    return any("/" in name and tree.is_picture(name) for name in tree.names)


def read(tree: Tree) -> Source:
    """The folder's name is the class; pictures in folders inside of a class belong to it, which is told."""
    places, layout = places_of({name: PurePosixPath(name).parts[:-1] for name in tree.names if tree.is_picture(name)})
    samples: list[Sample] = []
    ignored = list(tree.ignored)
    for name in tree.names:
        place = places.get(name, Place(reason=NO_PICTURE))
        if place.reason:
            ignored.append(Exclusion(file=name, reason=place.reason))
        else:
            samples.append(Sample(tree.path(name), name, label=place.label, split=place.split))
    findings = [*_without_class(places), *_merged(places)]
    return Source(kind_that_learns("label", "image").name, layout, samples, ignored, findings=findings)


def _without_class(places: Mapping[str, Place]) -> Iterator[Finding]:
    """Pictures that are left out, folder by folder."""
    folders: dict[str, list[str]] = defaultdict(list)
    for name, place in places.items():
        if place.reason:
            folders[PurePosixPath(name).parent.as_posix()].append(name)
    if folders:
        number = sum(map(len, folders.values()))
        yield Finding(
            "without-class",
            "warning",
            f"{counted(number, 'picture lies', 'pictures lie')} in no folder of a class, and "
            f"{'is' if number == 1 else 'are'} left out: "
            + _listed(
                f"{'beside the folders' if folder == '.' else folder} ({len(files)})"
                for folder, files in folders.items()
            ),
            "Put them into the folder of their class, if they belong to the set.",
            [Case(tuple(files), folder) for folder, files in folders.items()],
        )


def _merged(places: Mapping[str, Place]) -> Iterator[Finding]:
    """Folders inside of classes, whose names are not learned."""
    inside: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, place in places.items():
        if place.below:
            inside[place.label][place.below[0]].append(name)
    if inside:
        yield Finding(
            "merged-folders",
            "warning",
            f"{counted(len(inside), 'class has', 'classes have')} folders inside, whose pictures count as the class: "
            + _listed(f"{label} ({_listed(below)})" for label, below in inside.items()),
            "If the inner folders are the classes, put them at the top, or below folders train, validation and test.",
            [Case(tuple(files), f"{label}/{name}") for label, below in inside.items() for name, files in below.items()],
        )


def _listed(words: Iterator[str] | Mapping[str, object]) -> str:
    found = list(words)
    return ", ".join(found[:6]) + (", …" if len(found) > 6 else "")
