"""Which files belong to the rows, where each lies, and its sha256: for backups, drills and integrity checks alike."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db.models import Model

from apps.backup.manifest import BUNDLES, MEDIA, TRAINING, Level, holds
from apps.catalogue.models import Version
from apps.storage.file_store import FileStore, bundles, media
from apps.storage.folder import FolderStorage
from apps.training.models import DataSet, DataSetVersion, Job, Run, Variant
from apps.uploads.models import Upload
from ml.bundle import MANIFEST as BUNDLE
from ml.bundle import sha256_of
from ml.datasets.frozen import ITEMS
from ml.datasets.frozen import MANIFEST as DATA_SET

LISTS = frozenset({BUNDLE, DATA_SET, ITEMS})
Sums = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FileSet:
    """Files that belong together: each with its sha256, a list of the others after them.

    Args:
        store: where they lie, and the folder of a backup that holds them.
        files: name in the store and sha256 of each; lists of training's files are read below the folder given.
        label: what people call it; empty where each file stands for itself.
        left_out: a restored backup did not have them, which is known.
    """

    store: str
    files: Callable[[Path], Sums]
    label: str = ""
    left_out: bool = False

    def may_lack(self, name: str) -> bool:
        """Whether it is no news that this file is not here; without its list no other is looked for."""
        return self.left_out and PurePosixPath(name).name in LISTS


def stores() -> Mapping[str, FileStore]:
    """Where files lie. Those of training lie in the data dir, or what is mounted there, wherever the others are."""
    return {MEDIA: media(), BUNDLES: bundles(), TRAINING: FolderStorage(location=settings.DATA_DIR)}


def training_is_mounted() -> bool:
    """Whether this process sees the folders at all: in a cluster they are on a volume that not every pod mounts."""
    return any(folder.is_dir() for folder in (settings.SLIPWAY.own_data_sets_dir, settings.SLIPWAY.runs_dir))


def file_sets(alias: str, level: Level = "all") -> Iterator[FileSet]:
    """All that the rows tell of, of training as much as a backup of this level holds."""
    versions = Version.objects.using(alias).order_by("pk").values_list("model_id", "number", "digest", "manifest")
    for slug, number, digest, manifest in versions:
        sums = {**manifest["files"], BUNDLE: digest}
        found = [(f"{slug}/{number}/{name}", sha256) for name, sha256 in sums.items()]
        yield FileSet(BUNDLES, partial(_of_rows, found), f"{slug} v{number}")
    uploads = list(Upload.objects.using(alias).order_by("pk").values_list("file", "sha256"))
    yield FileSet(MEDIA, partial(_of_rows, uploads))
    if holds(level, "results"):
        yield from _results(alias)
    if holds(level, "frozen"):
        for version in DataSetVersion.objects.using(alias).only("data_set_id", "number", "digest", "left_out"):
            listed = partial(_of_data_set, _name(version.folder), version.digest)
            yield FileSet(TRAINING, listed, f"{version.data_set_id} v{version.number}", version.left_out)


def mark_what_is_missing(alias: str) -> None:
    """Note in the rows of training whose files are not here, so that everybody is told."""
    runs = Run.objects.using(alias).exclude(digest="").select_related("job")
    variants = Variant.objects.using(alias).select_related("job")
    made = [(run.job_id, run.folder / "bundle") for run in runs] + [(row.job_id, row.folder) for row in variants]
    versions = DataSetVersion.objects.using(alias)
    sent = DataSet.objects.using(alias).filter(outside="")
    missing: dict[type[Model], list[object]] = {
        Job: [job for job, folder in made if not (folder / BUNDLE).is_file()],
        DataSetVersion: [row.pk for row in versions if not (row.folder / DATA_SET).is_file()],
        DataSet: [row.pk for row in sent if not row.path.exists()],
    }
    for model, keys in missing.items():
        model._base_manager.using(alias).update(left_out=False)
        model._base_manager.using(alias).filter(pk__in=keys).update(left_out=True)


def _results(alias: str) -> Iterator[FileSet]:
    """The bundles that runs and variants made."""
    for run in Run.objects.using(alias).exclude(digest="").order_by("pk").select_related("job"):
        listed = partial(_of_bundle, _name(run.folder / "bundle"), run.digest)
        yield FileSet(TRAINING, listed, f"run of {run.slug} {run.job_id}", run.job.left_out)
    for row in Variant.objects.using(alias).order_by("pk").select_related("job"):
        listed = partial(_of_bundle, _name(row.folder), row.digest)
        yield FileSet(TRAINING, listed, f"variant {row.name} {row.job_id}", row.job.left_out)


def _name(folder: Path) -> str:
    return folder.relative_to(settings.DATA_DIR).as_posix()


def _of_rows(sums: Sums, _root: Path) -> Sums:
    return sums


def _of_bundle(name: str, digest: str, root: Path) -> Sums:
    if _is_intact(root / name / BUNDLE, digest):
        files: Mapping[str, str] = json.loads((root / name / BUNDLE).read_bytes())["files"]
        yield from ((f"{name}/{file}", sha256) for file, sha256 in files.items())
    yield f"{name}/{BUNDLE}", digest


def _of_data_set(name: str, digest: str, root: Path) -> Sums:
    folder = root / name
    if _is_intact(folder / DATA_SET, digest):
        items: str = json.loads((folder / DATA_SET).read_bytes())["items_sha256"]
        if _is_intact(folder / ITEMS, items):
            with (folder / ITEMS).open(encoding="utf-8") as lines:
                # Two items of one content share a file.
                yield from {f"{name}/{item['file']}": item["sha256"] for item in map(json.loads, lines)}.items()
        yield f"{name}/{ITEMS}", items
    yield f"{name}/{DATA_SET}", digest


def _is_intact(file: Path, sha256: str) -> bool:
    return file.is_file() and sha256_of(file) == sha256
