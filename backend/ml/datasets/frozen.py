"""A frozen data set: a folder that never changes, so that a training run can name exactly what it saw.

``dataset.json`` tells what the set is and holds the sha256 of ``items.jsonl``; that one holds the sha256 of every file.
The sha256 of ``dataset.json`` therefore is the version of the whole.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, TypedDict

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from ml.bundle import sha256_of
from ml.errors import DataSetError
from ml.kinds import KindName

MANIFEST = "dataset.json"
ITEMS = "items.jsonl"
SLUG = r"^[a-z0-9][a-z0-9-]{0,62}$"
Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")


class Measures(TypedDict, total=False):
    """How large or long an item is: pixels, seconds, Hz."""

    width: int
    height: int
    seconds: float
    sample_rate: int


@dataclass(frozen=True, slots=True)
class DataItem:
    """One file with its answer: `label` for a picture, `text` (and `speaker`) for speech.

    `name` is the name as it came, `file` where it lies in the frozen folder. Lengths are pixels, seconds and Hz.
    """

    file: str
    name: str
    sha256: str
    split: Split
    label: str | None = None
    text: str | None = None
    speaker: str | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    sample_rate: int | None = None

    def line(self) -> str:
        """The item as a line of ``items.jsonl``, without what it does not have."""
        fields = {key: value for key, value in asdict(self).items() if value is not None}
        return json.dumps(fields, ensure_ascii=False)


class Exclusion(BaseModel):
    """A file that came with the set and is not in it, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: str
    reason: str


class SplitCount(BaseModel):
    """How much one split holds; `seconds` for speech, `per_class` for images."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    items: int = Field(ge=0)
    seconds: float | None = None
    speakers: int | None = None
    per_class: Mapping[str, int] | None = None


class DataSetManifest(BaseModel):
    """The content of ``dataset.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal[1] = 1
    slug: str = Field(pattern=SLUG)
    kind: KindName
    title: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    source: str
    seed: int
    classes: tuple[str, ...] | None = None
    characters: str | None = None
    splitting: str
    normalisation: Mapping[str, JsonValue] | None = None
    counts: Mapping[Split, SplitCount]
    excluded: tuple[Exclusion, ...] = ()
    items_sha256: str


@dataclass(frozen=True)
class DataSet:
    """A frozen data set whose list of items was verified; `verify` reads the files too."""

    folder: Path
    manifest: DataSetManifest

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read a frozen folder and verify its list of items.

        Raises:
            DataSetError: there is no frozen set, or its list was changed after freezing.
        """
        try:
            manifest = DataSetManifest.model_validate_json((folder / MANIFEST).read_bytes())
            found = sha256_of(folder / ITEMS)
        except FileNotFoundError as error:
            raise DataSetError(f"{folder} is no frozen data set: {Path(error.filename).name} is missing.") from error
        except ValidationError as error:
            raise DataSetError(f"{folder / MANIFEST} is not valid: {error.errors()[0]['msg']}.") from error
        if found != manifest.items_sha256:
            raise DataSetError(f"{folder / ITEMS} was changed after freezing; freeze the set again under a new name.")
        return cls(folder, manifest)

    @property
    def kind(self) -> str:
        """What the set teaches."""
        return self.manifest.kind

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names in the order of their labels' numbers; empty for speech."""
        return self.manifest.classes or ()

    @property
    def characters(self) -> str:
        """Every character that the texts use, sorted; empty for images."""
        return self.manifest.characters or ""

    @cached_property
    def digest(self) -> str:
        """sha256 of ``dataset.json``: the version of the set."""
        return sha256_of(self.folder / MANIFEST)

    @cached_property
    def all_items(self) -> Sequence[DataItem]:
        """Every item, sorted by split and name."""
        with (self.folder / ITEMS).open(encoding="utf-8") as lines:
            return [DataItem(**json.loads(line)) for line in lines]

    def items(self, split: Split) -> list[DataItem]:
        """The items of one split, sorted by name."""
        return [item for item in self.all_items if item.split == split]

    def path(self, item: DataItem) -> Path:
        """Where the file of an item lies."""
        return self.folder / item.file

    def verify(self) -> None:
        """Compare every file with its sha256.

        Raises:
            DataSetError: a file is missing or was changed.
        """
        for item in self.all_items:
            path = self.path(item)
            if not path.is_file():
                raise DataSetError(f"{self.manifest.slug}: {item.file} ({item.name}) is missing.")
            if sha256_of(path) != item.sha256:
                raise DataSetError(f"{self.manifest.slug}: {item.file} ({item.name}) was changed after freezing.")
