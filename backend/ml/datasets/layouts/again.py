"""A frozen data set as the source of the next one."""

from ml.datasets.frozen import ITEMS, MANIFEST, DataSet
from ml.datasets.layouts.tree import Tree
from ml.datasets.sample import Sample, Source


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
