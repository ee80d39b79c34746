"""A frozen data set as the source of the next one, and what users corrected as a source of its own."""

from collections.abc import Iterable
from pathlib import Path

from ml.datasets.frozen import ITEMS, MANIFEST, DataSet
from ml.datasets.layouts.tree import Tree
from ml.datasets.sample import Sample, Source, told_apart
from ml.types import Kind


def matches(tree: Tree) -> bool:
    """Whether this is a frozen set."""
    return MANIFEST in tree.names and ITEMS in tree.names


def read(tree: Tree) -> Source:
    """The items with their names as they first came, and their splits. Raises DataSetError if the set was changed."""
    data_set = DataSet.open(tree.root)
    data_set.verify()
    samples = [
        Sample(data_set.path(item), item.name, item.label, item.text, item.speaker, item.split)
        for item in data_set.all_items
    ]
    return Source(data_set.kind, f"the frozen set {data_set.manifest.slug}", samples, data_set.manifest.excluded)


def corrections(kind: Kind, items: Iterable[tuple[Path, str]]) -> Source:
    """Files with the answers that people gave: a label for pictures, a text for speech."""
    pictures = kind == "image-classification"
    samples = [
        Sample(path, path.name, label=answer) if pictures else Sample(path, path.name, text=answer)
        for path, answer in items
    ]
    return Source(kind, "corrections", told_apart(samples))


def joined(*sources: Source) -> Source:
    """Several sources of one kind as one, as when corrections join the set that a model was trained on."""
    return Source(
        sources[0].kind,
        " with ".join(source.layout for source in sources),
        told_apart(sample for source in sources for sample in source.samples),
        [exclusion for source in sources for exclusion in source.ignored],
        [name for source in sources for name in source.missing],
    )
