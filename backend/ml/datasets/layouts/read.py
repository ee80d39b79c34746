"""Find out how a data set is arranged, and read it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from ml.datasets.archives.destination import telling_a_full_disk
from ml.datasets.archives.limits import DEFAULT, Limits
from ml.datasets.archives.unpack import is_archive, unpack
from ml.datasets.archives.zip_file import unclear_names
from ml.datasets.candidate import SURVEY
from ml.datasets.checks.finding import Finding, counted
from ml.datasets.layouts import again, cifar, image_folders, librispeech, manifest, packed_arrays, sound_folders
from ml.datasets.layouts.split_names import names_only_a_split
from ml.datasets.layouts.table import open_table
from ml.datasets.layouts.tables import described, listings, not_understood, tables_in
from ml.datasets.layouts.tree import Tree, read_tree
from ml.datasets.progress import Watch
from ml.datasets.sample import Sample, Source
from ml.errors import DataSetError
from ml.kinds import trainable


def read_source(
    path: Path, workspace: Path, watch: Watch | None = None, kind: str | None = None, limits: Limits = DEFAULT
) -> Source:
    """Read a folder, an archive or a ``.npz`` file. What has to be unpacked goes into `workspace` and must outlive it.

    Raises:
        DataSetError: nothing is there, the archive is refused, the layout is none that is known, or `kind` is another.
        Cancelled: the caller wants no more of it.
    """
    watch = watch or Watch()
    tree = _tree_of(path, workspace, watch, limits)
    with telling_a_full_disk(f"{path.name} is unpacked"):
        source = _read(tree, workspace, watch)
    if source is None or not (source.samples or source.missing):
        wanted = "; ".join(expected(one) for one in ([kind] if kind else trainable()))
        raise DataSetError(f"{path.name} {_unknown(tree)} Expected is {wanted}.")
    if kind and source.kind != kind:
        raise DataSetError(f"{path.name} holds {source.layout}, which is {source.kind}. Expected is {expected(kind)}.")
    samples = [_in_one_form(sample) for sample in source.samples]
    return replace(source, samples=samples, findings=[*_unclear(path), *source.findings])


def _unclear(path: Path) -> Iterator[Finding]:
    """Names that are not what they were where the archive was made."""
    names = unclear_names(path) if path.is_file() else []
    if names:
        yield Finding(
            "unclear-names",
            "warning",
            f"{counted(len(names), 'name is', 'names are')} written in an alphabet that the zip does not name, and may "
            f"be read wrong: {', '.join(map(repr, names[:3]))}.",
            "Look at the classes; pack the files again with names in UTF-8, as 7-Zip, macOS and Linux do.",
        )


def _in_one_form(sample: Sample) -> Sample:
    """Its label in NFC: macOS takes letters with accents apart, and the same class would be two."""
    return replace(sample, label=normalize("NFC", sample.label)) if sample.label else sample


def expected(kind: str) -> str:
    """How the data of a kind is arranged, in words."""
    return SURVEY.of(kind).EXPECTED


def _unknown(tree: Tree) -> str:
    if not tree.names:
        return "holds no files."
    archives = [name for name in tree.top_level() if tree.unpacked and is_archive(tree.path(name))]
    if archives:
        return f"has archives in it ({', '.join(archives[:4])}); unpack them, and pack their files as one."
    return f"has {tree.described()}, which is no layout that is known.{_tables(tree)}{_pickles(tree)}"


def _tables(tree: Tree) -> str:
    found = [(name, open_table(tree.path(name))) for name in tables_in(tree)[:3]]
    return "".join(f" {described(name, table)}" for name, table in found if table)


def _pickles(tree: Tree) -> str:
    found = [name for name in tree.names[:50] if _begins_as_pickle(tree.path(name))]
    if not found:
        return ""
    return (
        f" {', '.join(found[:4])}{', …' if len(found) > 4 else ''} are pickles of Python, which may run code "
        "and are not read; CIFAR-10 is there as binary batches too (cifar-10-binary.tar.gz)."
    )


def _begins_as_pickle(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(2)
    return len(head) == 2 and head[0] == 0x80 and 2 <= head[1] <= 5


def _tree_of(path: Path, workspace: Path, watch: Watch, limits: Limits) -> Tree:
    if path.is_dir():
        return read_tree(path, unpacked=False)
    if not path.is_file():
        raise DataSetError(f"{path} is not there.")
    if path.suffix == ".npz":
        return Tree(path.parent, [path.name], [])
    if not is_archive(path):
        raise DataSetError(f"{path.name} is neither a folder nor a zip, tar or .npz file; pack the files as a zip.")
    unpack(path, workspace / "unpacked", watch, limits)
    return read_tree(workspace / "unpacked", unpacked=True)


def _read(tree: Tree, workspace: Path, watch: Watch) -> Source | None:
    if again.matches(tree):
        return again.read(tree)
    if packed_arrays.matches(tree):
        return packed_arrays.read(tree, workspace, watch)
    if cifar.matches(tree):
        return cifar.read(tree, workspace, watch)
    if tables := listings(tree):
        return manifest.read(tree, tables, workspace, watch)
    return _in_folders(tree)


def _in_folders(tree: Tree) -> Source | None:
    if librispeech.matches(tree):
        return librispeech.read(tree)
    if sound_folders.matches(tree):
        return sound_folders.read(tree)
    return _pictures(tree) if image_folders.matches(tree) else None


def _pictures(tree: Tree) -> Source:
    """Pictures in folders, unless a table beside them says more and is not understood. Raises DataSetError."""
    source, findings = image_folders.read(tree), []
    labels = {sample.label or "" for sample in source.samples}
    for name, table, label_like in not_understood(tree):
        if label_like or len(labels) < 2 or any(map(names_only_a_split, labels)):
            raise DataSetError(
                f"{name} speaks of the files and is not understood. {described(name, table)} If the folders are the "
                f"classes, take {name} out."
            )
        findings.append(
            Finding(
                "table-unread",
                "warning",
                f"{name} speaks of the files and is not read: {described(name, table)}",
                "Nothing to do, if the folders are the classes.",
            )
        )
    return replace(source, findings=[*source.findings, *findings])
