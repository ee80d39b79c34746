"""Folders of training that say themselves what is in them: frozen data sets, and the bundles of runs and variants.

Each has a list of its files with their sha256, and the sha256 of the list is in a row. They lie in the data dir, or in
what is mounted there, whatever media and models are kept on.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Model, Value

from apps.backup.manifest import Level
from ml.bundle import MANIFEST as BUNDLE
from ml.bundle import sha256_of
from ml.datasets.frozen import ITEMS
from ml.datasets.frozen import MANIFEST as DATA_SET

LISTS = frozenset({BUNDLE, DATA_SET, ITEMS})
# Each holds what those before it hold.
LEVELS: tuple[Level, ...] = ("none", "results", "frozen", "all")
Tables = Mapping[str, type[Model]]


class WrongList(Exception):
    """The list of a folder's files is not the one that its row tells of."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Such a folder: its name below the data dir, the name of its list, the list's sha256.

    `left_out`: it is known that the files are not here, since a restored backup did not have them.
    """

    label: str
    folder: str
    seal: str
    digest: str
    left_out: bool

    def files(self, place: Path) -> Iterator[tuple[str, str]]:
        """Each file of the folder, which lies at `place`, with its sha256; the list of all is the last.

        Raises:
            FileNotFoundError: a list is not there.
            WrongList: a list was changed.
        """
        yield from LISTED[self.seal](place, self.digest)
        yield self.seal, self.digest


def on_disk(name: str) -> Path:
    """Where `datasets/…` or `runs/…` lies."""
    top, _, rest = name.partition("/")
    return (settings.SLIPWAY.own_data_sets_dir if top == "datasets" else settings.SLIPWAY.runs_dir) / rest


def holds(level: Level, least: Level) -> bool:
    """Whether `level` holds all of `least`."""
    return LEVELS.index(level) >= LEVELS.index(least)


def sealed(alias: str, tables: Tables, level: Level = "all") -> Iterator[Sealed]:
    """Those that a backup of this level holds, as the rows tell of them."""
    if holds(level, "results") and "training.variant" in tables:
        yield from _results(alias, tables)
    if holds(level, "frozen") and "training.datasetversion" in tables:
        rows = rows_of(alias, tables, "training.datasetversion", "", "data_set_id", "number", "digest")
        for slug, number, digest, left_out in rows:
            yield Sealed(f"{slug} v{number}", f"datasets/{slug}/versions/{number}", DATA_SET, digest, left_out)


def _results(alias: str, tables: Tables) -> Iterator[Sealed]:
    for job, slug, digest, left_out in rows_of(alias, tables, "training.run", "job__", "job_id", "slug", "digest"):
        if digest:
            yield Sealed(f"run of {slug} {job}", f"runs/{job}/bundle", BUNDLE, digest, left_out)
    for job, name, digest, left_out in rows_of(alias, tables, "training.variant", "job__", "job_id", "name", "digest"):
        yield Sealed(f"variant {name} {job}", f"runs/{job}/{name}", BUNDLE, digest, left_out)


def rows_of(alias: str, tables: Tables, table: str, through: str, *names: str) -> Iterator[Any]:
    """The columns of a table, and last whether it is known that the row's files are not here."""
    owner = tables["training.job" if through else table]
    # A table of an older version has no such column.
    known = any(field.name == "left_out" for field in owner._meta.fields)
    rows = tables[table]._base_manager.using(alias).order_by("pk")
    return rows.values_list(*names, F(f"{through}left_out") if known else Value(False)).iterator()


def _of_bundle(place: Path, digest: str) -> Iterator[tuple[str, str]]:
    yield from _checked(place / BUNDLE, digest)["files"].items()


def _of_data_set(place: Path, digest: str) -> Iterator[tuple[str, str]]:
    expected = _checked(place / DATA_SET, digest)["items_sha256"]
    if sha256_of(place / ITEMS) != expected:
        raise WrongList(f"{ITEMS} is not the one that {DATA_SET} tells of")
    told = set()
    with (place / ITEMS).open(encoding="utf-8") as lines:
        for item in map(json.loads, lines):
            # Two items of one content share a file.
            if item["sha256"] not in told:
                told.add(item["sha256"])
                yield item["file"], item["sha256"]
    yield ITEMS, expected


def _checked(file: Path, digest: str) -> Any:
    if sha256_of(file) != digest:
        raise WrongList(f"{file.name} is not the one that its row tells of")
    return json.loads(file.read_bytes())


LISTED: dict[str, Callable[[Path, str], Iterator[tuple[str, str]]]] = {BUNDLE: _of_bundle, DATA_SET: _of_data_set}
