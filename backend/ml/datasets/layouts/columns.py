"""What the columns of a table mean: ours, and those of well known sets and tools."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from ml.datasets.layouts.find_file import Finder
from ml.datasets.layouts.split_names import split_named
from ml.datasets.layouts.table import Record, Table
from ml.errors import DataSetError

# The first name is ours. Names of files that mean something else elsewhere count where their values are files.
FILES = (
    *("file", "path", "file_name", "filename", "file_path", "filepath"),
    *("audio_filepath", "audio_file", "audio_path", "wav_filename", "wav_path"),
    *("image_path", "image_file", "image_filename", "image_name", "img_path"),
)
FILES_IF_THERE = (
    *("audio", "image", "img", "wav", "sound", "picture", "name", "id"),
    *("image_id", "img_id", "utt_id", "key"),
)
TEXTS = ("text", "sentence", "transcript", "transcription", "transcriptions", "normalized_text", "raw_text")
LABELS = ("label", "class", "category", "label_name", "class_name", "target", "choice", "labels")
SPEAKERS, SPLITS = ("speaker", "speaker_id", "speaker_name", "client_id"), ("set", "subset", "partition")
BOXES = {"xmin", "x_min", "bbox", "bbox_x", "x_center"}
ONE_HOT = {"0": False, "0.0": False, "": False, "false": False, "1": True, "1.0": True, "true": True}
WANTED = "Wanted are the columns file and label for pictures, or file and text for speech"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The names of the columns. `classes` are columns of 0 and 1 of which one is 1, as Roboflow writes them."""

    file: str
    text: str | None = None
    label: str | None = None
    speaker: str | None = None
    split: str | None = None
    classes: tuple[str, ...] = ()

    def label_of(self, table: Table, number: int, record: Record) -> str | None:
        """The class of a row. Raises DataSetError where it has more than one, or none that is a text."""
        if self.classes:
            found = [name for name in self.classes if ONE_HOT.get(str(record.get(name, "")).strip().lower(), True)]
            if len(found) > 1:
                raise _several(table, number, found)
            return found[0] if found else None
        value = plain(table, number, self.label, record)
        if value.startswith('{"choices"'):
            raise _several(table, number, [value])
        return value.strip() or None


def meaning_of(table: Table, files: Finder, folder: str) -> Meaning | None:
    """What the columns mean; None where there is no file or nothing to learn. Raises DataSetError.

    Args:
        folder: where the table lies.
    """
    there = set(table.header)
    file = _first(FILES, there) or next(
        (name for name in FILES_IF_THERE if name in there and are_files(table, name, files, folder)), None
    )
    if file is None:
        return None
    found = Meaning(file, _first(TEXTS, there), _first(LABELS, there), _first(SPEAKERS, there), _split(table))
    _refuse_twice(table, found)
    if found.text or found.label:
        if BOXES & there:
            raise DataSetError(
                f"{table.name} lists boxes in pictures ({', '.join(map(repr, table.header))}). What is learned here is "
                "one label for a whole picture: cut the boxes out, or send a table with the columns file and label."
            )
        return found
    classes = tuple(name for name in table.header if name not in {file, found.split, found.speaker, ""})
    return Meaning(file, split=found.split, classes=classes) if _are_one_hot(table, classes) else None


def meaning_without_header(table: Table, files: Finder, folder: str, *, spoken: bool) -> Meaning | None:
    """File and answer by their places, where the first line has no names but a file.

    Of three fields between bars the last is the text as it is read aloud (LJSpeech).
    """
    named = [files.find(value, folder) for value in table.texts("0")[:1]]
    if not 2 <= len(table.header) <= 3 or named == [None] or not are_files(table, "0", files, folder):
        return None
    last = str(len(table.header) - 1)
    return Meaning("0", text=last) if spoken else Meaning("0", label="1")


def are_files(table: Table, column: str, files: Finder, folder: str) -> bool:
    """Whether most of the first values name files of the set."""
    values = table.texts(column)
    return bool(values) and 2 * sum(files.find(value, folder) is not None for value in values) > len(values)


def plain(table: Table, number: int, name: str | None, record: Record) -> str:
    """A text or a number; a list that is written out would be taught as it is written. Raises DataSetError."""
    value: JsonValue = record.get(name) if name else None
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return str(value)
    raise DataSetError(f"{table.name}, line {number}: {name!r} is neither a text nor a number.")


def _first(names: Sequence[str], there: set[str]) -> str | None:
    return next((name for name in names if name in there), None)


def _split(table: Table) -> str | None:
    """The column with the split; under another name than ours only where it has splits in it."""
    if "split" in table.header:
        return "split"
    return next((name for name in SPLITS if any(map(split_named, table.texts(name)))), None)


def _refuse_twice(table: Table, meaning: Meaning) -> None:
    for name in (meaning.file, meaning.text, meaning.label, meaning.speaker, meaning.split):
        if name and list(table.header).count(name) > 1:
            raise DataSetError(f"{table.name} has the column {name!r} twice; leave the one that is right.")


def _are_one_hot(table: Table, classes: Sequence[str]) -> bool:
    rows: list[list[str]] = [[str(row.get(name, "")).strip().lower() for name in classes] for row in table.first]
    return len(classes) > 1 and bool(rows) and all(value in ONE_HOT for row in rows for value in row)


def _several(table: Table, number: int, labels: Sequence[str]) -> DataSetError:
    return DataSetError(
        f"{table.name}, line {number} gives more than one label ({', '.join(labels)}); a picture has one label here."
    )
