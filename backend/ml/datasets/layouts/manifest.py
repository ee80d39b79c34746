"""Sound or pictures listed in a table, or in one for each split."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from ml.datasets.archives.member_names import shown
from ml.datasets.archives.unpack import is_archive, unpack
from ml.datasets.checks.finding import Finding, counted, singles
from ml.datasets.frozen import Exclusion
from ml.datasets.layouts.columns import Meaning, plain
from ml.datasets.layouts.find_file import Finder
from ml.datasets.layouts.split_names import split_named
from ml.datasets.layouts.table import Record
from ml.datasets.layouts.tables import Listing, described
from ml.datasets.layouts.tree import Tree, read_tree
from ml.datasets.progress import Watch
from ml.datasets.sample import Sample, Source
from ml.errors import DataSetError
from ml.formats import format_of_suffix
from ml.kinds import kind_that_learns


@dataclass(slots=True)
class Listed:
    """What the rows say of `files`: samples by their names, and rows without a file or with a split of no meaning."""

    files: Tree
    find: Finder
    samples: dict[str, Sample] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    of_no_split: dict[str, str] = field(default_factory=dict)


def read(tree: Tree, tables: Sequence[Listing], workspace: Path, watch: Watch) -> Source:
    """Files are found beside the table, in a folder there, or in an archive of the same name beside it.

    Raises:
        DataSetError: a row is without file, or a file is listed twice; what is listed is not learned here.
    """
    files = _with_archive(tree, tables[0].name, workspace, watch) if len(tables) == 1 else tree
    found = Listed(files, Finder(files.names))
    for listing in tables:
        for number, record in listing.table.records():
            _take(listing, number, record, found)
    kind = _kind(tables[0], files, list(found.samples))
    names = ", ".join(listing.name for listing in tables)
    ignored = [
        *files.ignored,
        *(Exclusion(file=name, reason=f"its split is {shown(split)}") for name, split in found.of_no_split.items()),
        *_unlisted(found, {listing.name for listing in tables}, names),
    ]
    layout = f"{'a table' if len(tables) == 1 else 'tables'} ({names}) of files"
    return Source(kind, layout, list(found.samples.values()), ignored, found.missing, list(_findings(found)))


def _take(listing: Listing, number: int, record: Record, found: Listed) -> None:
    table, meaning = listing.table, listing.meaning
    wanted, split = plain(table, number, meaning.file, record).strip(), plain(table, number, meaning.split, record)
    if not wanted:
        raise DataSetError(f"{table.name}, line {number} names no file.")
    name = found.find.find(wanted, listing.folder)
    if name is None:
        found.missing.append(wanted)
    elif name in found.samples:
        raise DataSetError(f"{listing.name}: {shown(wanted)} is listed twice; leave the line that is right.")
    elif split.strip() and split_named(split) is None:
        found.of_no_split[name] = split
    else:
        own = split_named(split) if split.strip() else listing.split
        text = plain(table, number, meaning.text, record) if meaning.text else None
        speaker = plain(table, number, meaning.speaker, record).strip("- ") or None
        label = meaning.label_of(table, number, record)
        found.samples[name] = Sample(found.files.path(name), name, label, text, speaker, own)


def _kind(listing: Listing, files: Tree, names: Sequence[str]) -> str:
    """By what the files are and what is said of them. Raises DataSetError where the one does not fit the other."""
    meaning: Meaning = listing.meaning
    learns_label, spoken = bool(meaning.label or meaning.classes), bool(meaning.text)
    media = Counter(_medium(files, name) for name in names)
    sounds = media["sound"] > media["image"] if media["sound"] or media["image"] else spoken
    if sounds and not spoken:
        raise DataSetError(
            f"{described(listing.name, listing.table)} Sounds need the column text with what is said in them; sounds "
            "with labels are not trained here."
        )
    if not sounds and not learns_label:
        raise DataSetError(
            f"{described(listing.name, listing.table)} The files are pictures, which need "
            "a label. If their folders are the classes, take the table out."
        )
    return (kind_that_learns("text", "sound") if sounds else kind_that_learns("label", "image")).name


def _medium(files: Tree, name: str) -> str | None:
    known = format_of_suffix(PurePosixPath(name).suffix)
    return known.medium if known else "image" if files.is_picture(name) else None


def _unlisted(found: Listed, tables: set[str], names: str) -> Iterator[Exclusion]:
    known = {*found.samples, *found.of_no_split, *tables}
    return (Exclusion(file=name, reason=f"not listed in {names}") for name in found.files.names if name not in known)


def _findings(found: Listed) -> Iterator[Finding]:
    if found.of_no_split:
        splits = ", ".join(sorted({shown(split) for split in found.of_no_split.values()})[:8])
        yield Finding(
            "unknown-split",
            "warning",
            f"{counted(len(found.of_no_split), 'listed file is', 'listed files are')} left out, because the split "
            f"{splits} is none of train, validation and test.",
            "Give them one of these splits, or none, if they are to be learned.",
            singles(found.of_no_split.items()),
        )
    known = {*found.samples, *found.of_no_split}
    rest = [name for name in found.files.names if name not in known and _medium(found.files, name)]
    if len(rest) > len(found.samples):
        yield Finding(
            "unlisted",
            "warning",
            f"{counted(len(rest), 'picture or sound is', 'pictures or sounds are')} not listed in the table, more than "
            "are.",
            "Add them to the table, if they belong to the set.",
            singles((name, "not listed") for name in rest),
        )


def _with_archive(tree: Tree, table: str, workspace: Path, watch: Watch) -> Tree:
    """The files beside the table, or those of the archive with the table's name, if it was not itself in an archive."""
    stem = PurePosixPath(table).stem
    for name in tree.top_level():
        if name != table and name.split(".")[0] == stem and is_archive(tree.path(name)):
            if tree.unpacked:
                raise DataSetError(f"{name} is an archive inside of an archive; unpack it and send its files.")
            unpack(tree.path(name), workspace / stem, watch)
            inside = read_tree(workspace / stem, unpacked=True, step_in=False)
            others = [other for other in tree.names if other not in {name, table}]
            beside = [Exclusion(file=other, reason=f"not in {name}") for other in others]
            return replace(inside, ignored=[*tree.ignored, *beside, *inside.ignored])
    return tree
