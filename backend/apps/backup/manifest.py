"""What a backup says of itself, as the last member of its archive.

Before it comes SHA256SUMS, with a line for each other member, in their order, as `sha256sum --check` reads it.
"""

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from apps.backup.errors import BackupError

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
KEYS = "keys.json"
ROWS = "rows/"
STORES = MEDIA, BUNDLES, TRAINING = "media/", "models/", "training/"
# How much of data sets and runs is in it; each holds what those before it hold.
Level = Literal["none", "results", "frozen", "all"]
LEVELS: tuple[Level, ...] = ("none", "results", "frozen", "all")


def holds(level: Level, least: Level) -> bool:
    """Whether `level` holds all of `least`."""
    return LEVELS.index(level) >= LEVELS.index(least)


class Member(NamedTuple):
    """A file of the archive, in bytes."""

    size: int
    sha256: str


class Table(BaseModel):
    """The rows of one table. `digest` is the sum of all rows' sha256, modulo 2^256: their order does not matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    rows: int
    digest: str


class Manifest(BaseModel):
    """The content of `manifest.json`. `migrations` are the applied ones of each app, which is the schema of the rows;
    `media` is how many files people have sent, `training_files` how many are of data sets and runs,
    `sums` describes SHA256SUMS, which has the sha256 of all other members;
    `missing` files were gone when they were to be copied, `damaged` ones differ from the sha256 in their row or list.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal[1] = 1
    slipway: str
    created_at: datetime
    database: str
    migrations: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Table]
    left_out: Mapping[str, str]
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    media: int
    training: Level = "none"
    training_files: int = 0
    sums: Member

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read a manifest. Raises BackupError for one of a newer format, or none at all."""
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            wrong = error.errors()[0]
            where = ".".join(map(str, wrong["loc"]))
            raise BackupError(
                f"This version of Slipway cannot read the backup's manifest ({where}: {wrong['msg']}). "
                "A newer Slipway may have written it: restore with that version."
            ) from error


def slipway_version() -> str:
    """The version of this Slipway; empty where it runs without having been installed."""
    try:
        return version("slipway")
    except PackageNotFoundError:
        return ""
