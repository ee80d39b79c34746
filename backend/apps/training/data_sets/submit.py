"""A data set comes in, or is to be checked or frozen: check what was asked, write the row, ring after the commit."""

import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from apps.core import audit
from apps.core.errors import Problem, StorageAway
from apps.training.data_sets.payload import CheckPayload, FreezePayload
from apps.training.data_sets.selectors import refuse_missing
from apps.training.jobs.notify import notify
from apps.training.jobs.selectors import at_work_on, hold
from apps.training.jobs.submit import enqueue
from apps.training.models import DataSet, Job
from apps.training.problems import misfit, taken
from apps.training.states import Work
from apps.training.versions import version_called
from apps.uploads.incoming import ArrivedFile
from ml.datasets.options import Options
from ml.errors import DataSetError
from ml.kinds import kind_of
from ml.progress import Frozen

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".npz")


class NewDataSet(Frozen):
    """What is sent, or named: one of `file` and `folder`."""

    slug: str
    title: str
    file: object = None
    folder: str | None = None


def receive(owner: User, slug: str, title: str, file: ArrivedFile) -> DataSet:
    """Keep a file that was sent, and let it be checked.

    Raises:
        Problem: 415 for another kind of file, 409 where the slug is taken.
        StorageAway: the disk is full.
    """
    suffix = next((suffix for suffix in SUFFIXES if (file.name or "").lower().endswith(suffix)), None)
    if suffix is None:
        detail = f"{file.name} is no zip, tar or npz file; pack the files as a zip."
        raise misfit("/file", detail, code="unsupported_media_type", status=415)
    row = DataSet(
        slug=slug, owner=owner, title=title, source=kept_name(file.name or "", suffix), size=file.size,
        sha256=file.sha256,
    )  # fmt: skip
    return _keep(row, owner, Path(file.temporary_file_path()))


def kept_name(name: str, suffix: str) -> str:
    """The name of a file that was sent, as findings call it, with an ending that no folder beside it has."""
    stem = "".join(sign if sign.isprintable() else "_" for sign in name[: -len(suffix)]).lstrip(".")
    # A file system counts bytes, and the row has room for 255 characters.
    return (stem.encode(errors="ignore")[:200].decode(errors="ignore") or "files") + suffix


def name(owner: User, slug: str, title: str, folder: str) -> DataSet:
    """Let a folder of this server be checked, where it lies. Raises Problem 422 for one that may not be named."""
    root = settings.SLIPWAY.datasets_dir
    place = _below(Path(root), folder) if root else None
    if place is None:
        detail = (
            f"There is no {folder!r} in SLIPWAY_DATASETS_DIR."
            if root
            else "SLIPWAY_DATASETS_DIR is not set, so no folder of this server can be named."
        )
        raise misfit("/folder", detail, code="unknown_folder")
    row = DataSet(slug=slug, owner=owner, title=title, source=place.name[:255], outside=str(place))
    return _keep(row, owner, None)


def _below(root: Path, folder: str) -> Path | None:
    try:
        place = (root / folder).resolve(strict=True)
        return place if place.is_relative_to(root.resolve()) else None
    except (OSError, RuntimeError):  # not there, too long, closed; a link to itself
        return None


def _keep(row: DataSet, owner: User, file: Path | None) -> DataSet:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if file:
                _move(file, row.path)
            notify(enqueue(Work.CHECK, owner, CheckPayload(), data_set=row))
            audit.note("data_set_made", by=owner, data_set=row.slug)
    except IntegrityError as error:
        raise taken(row.slug) from error
    return row


def _move(file: Path, target: Path) -> None:
    try:
        # What a request that broke off left here belongs to no row.
        shutil.rmtree(target.parent, ignore_errors=True)
        target.parent.mkdir(parents=True)
        shutil.move(file, target)
    except OSError as error:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise StorageAway(f"The data set cannot be kept: {error.strerror}.") from error


def check(owner: User, data_set: DataSet, payload: CheckPayload) -> None:
    """Look at a data set again, with other options. Raises Problem 409, 422."""
    _examine(Work.CHECK, owner, data_set, payload)


@transaction.atomic
def freeze(owner: User, data_set: DataSet, payload: FreezePayload) -> None:
    """Make the next version of a data set. Raises Problem 409, 422."""
    _examine(Work.FREEZE, owner, data_set, payload)
    audit.note("data_set_frozen", by=owner, data_set=data_set.slug)


def _examine(work: Work, owner: User, data_set: DataSet, payload: CheckPayload) -> Job:
    try:
        Options(validation=payload.validation, test=payload.test)
    except DataSetError as error:
        raise Problem(422, str(error), code="invalid_options") from error
    if payload.model:
        model = version_called(payload.model, "/model").model
        if kind_of(model.kind).answer != "text":
            raise misfit("/model", f"{model.pk} does {model.kind}; only speech models have a vocabulary.")
    refuse_missing(data_set)
    with transaction.atomic():
        hold(data_set.pk)
        if at_work_on(data_set):
            raise Problem(409, "This data set is being checked or frozen; wait until that has ended, or cancel it.")
        job = enqueue(work, owner, payload, data_set=data_set)
        notify(job)
    return job
