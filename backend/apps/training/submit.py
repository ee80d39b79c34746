"""Something is asked for: check it, write the row `queued`, ring after the commit."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import ValidationError

from apps.catalogue.models import Kind, Model, Version
from apps.core.errors import FieldError, Problem, StorageAway
from apps.training import bell, live
from apps.training.models import DataSet, DataSetVersion, Job, Run, Work
from apps.training.payloads import CheckPayload, FreezePayload, Payload
from apps.training.selectors import at_work_on, hold, trainable, version_called
from ml.bundle import WEIGHTS
from ml.datasets.options import Options
from ml.errors import DataSetError, RecipeError
from ml.training.presets import PRESETS
from ml.training.recipe import BaseRecipe, parse

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".npz")


@transaction.atomic
def enqueue(
    work: Work, owner: User | None, payload: Payload, *, data_set: DataSet | None = None, version: Version | None = None
) -> Job:
    """A job that waits for a trainer; about a data set, or a version of the catalogue."""
    job = Job.objects.create(
        work=work, owner=owner, payload=payload.to_json(), data_set=data_set, version=version, created_at=timezone.now()
    )
    transaction.on_commit(bell.ring)
    return job


def receive_data_set(owner: User, slug: str, title: str, file: TemporaryUploadedFile) -> DataSet:
    """Keep a file that was sent, and let it be checked.

    Raises:
        Problem: 415 for another kind of file, 409 where the slug is taken.
        StorageAway: the disk is full.
    """
    suffix = next((suffix for suffix in SUFFIXES if (file.name or "").lower().endswith(suffix)), None)
    if suffix is None:
        detail = f"{file.name} is no zip, tar or npz file; pack the files as a zip."
        raise Problem(415, detail, errors=[{"pointer": "/file", "detail": detail}])
    row = DataSet(
        slug=slug, owner=owner, title=title, source=kept_name(file.name or "", suffix), size=file.size,
        sha256=file.sha256,  # type: ignore[attr-defined]  # set by LimitedFileUploadHandler
    )  # fmt: skip
    return _keep(row, owner, Path(file.temporary_file_path()))


def kept_name(name: str, suffix: str) -> str:
    """The name of a file that was sent, as findings call it, with an ending that no folder beside it has."""
    stem = "".join(sign if sign.isprintable() else "_" for sign in name[: -len(suffix)]).lstrip(".")
    # A file system counts bytes, and the row has room for 255 characters.
    return (stem.encode(errors="ignore")[:200].decode(errors="ignore") or "files") + suffix


def name_data_set(owner: User, slug: str, title: str, folder: str) -> DataSet:
    """Let a folder of this server be checked, where it lies. Raises Problem 422 for one that may not be named."""
    root = settings.SLIPWAY.datasets_dir
    place = _below(Path(root), folder) if root else None
    if place is None:
        detail = (
            f"There is no {folder!r} in SLIPWAY_DATASETS_DIR."
            if root
            else "SLIPWAY_DATASETS_DIR is not set, so no folder of this server can be named."
        )
        raise Problem(422, detail, code="unknown_folder", errors=[{"pointer": "/folder", "detail": detail}])
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
            live.tell(enqueue(Work.CHECK, owner, CheckPayload(), data_set=row))
    except IntegrityError as error:
        detail = f"There is a data set {row.slug!r} already; choose another name."
        raise Problem(409, detail, errors=[{"pointer": "/slug", "detail": detail}]) from error
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


def check(owner: User, data_set: DataSet, payload: CheckPayload) -> Job:
    """Look at a data set again, with other options."""
    return _examine(Work.CHECK, owner, data_set, payload)


def freeze(owner: User, data_set: DataSet, payload: FreezePayload) -> Job:
    """Make the next version of a data set."""
    return _examine(Work.FREEZE, owner, data_set, payload)


def _examine(work: Work, owner: User, data_set: DataSet, payload: CheckPayload) -> Job:
    try:
        Options(validation=payload.validation, test=payload.test)
    except DataSetError as error:
        raise Problem(422, str(error), code="invalid_options") from error
    if payload.model:
        model = version_called(payload.model, "/model").model
        if model.kind != Kind.SPEECH_RECOGNITION:
            raise misfit("/model", f"{model.pk} does {model.kind}; only speech models have a vocabulary.")
    refuse_gone(data_set)
    with transaction.atomic():
        hold(data_set.pk)
        if at_work_on(data_set):
            raise Problem(409, "This data set is being checked or frozen; wait until that has ended, or cancel it.")
        job = enqueue(work, owner, payload, data_set=data_set)
        live.tell(job)
    return job


@dataclass(frozen=True, slots=True)
class NewRun:
    """What to train."""

    version: DataSetVersion
    recipe: Mapping[str, Any]
    parent: Version | None
    slug: str
    title: str


def train(owner: User | None, asked: NewRun) -> Run:
    """Begin a run. Raises Problem 422 where recipe, data set and parent do not fit together, 409 without its files."""
    recipe = recipe_of(asked.recipe)
    refuse_gone(asked.version)
    _check_fit(recipe, asked)
    with transaction.atomic():
        hold(asked.version.data_set_id)
        job = enqueue(Work.TRAIN, owner, Payload())
        run = Run.objects.create(
            job=job,
            slug=asked.slug or asked.version.data_set_id,
            title=asked.title,
            data_set_version=asked.version,
            recipe=recipe.model_dump(mode="json"),
            parent=asked.parent,
            notes=_forgotten(recipe, asked),
            created_at=job.created_at,
        )
        live.tell(job)
    return run


def recipe_for(kind: str, *, fine_tune: bool) -> dict[str, Any]:
    """The recipe to begin with where nobody says another."""
    fitting = [
        recipe for name, recipe in PRESETS.items() if recipe.kind == kind and (fine_tunes(name) or not fine_tune)
    ]
    return fitting[0].model_dump(mode="json")


def fine_tunes(preset: str) -> bool:
    """Whether a preset is for a run that starts from a model."""
    return preset.startswith("fine-tune")


def refuse_gone(data: DataSet | DataSetVersion) -> None:
    """Raises Problem 409 where the files are known to be in no backup and not here."""
    if data.gone:
        detail = f"The files of {data} were not in the backup that this Slipway was restored from."
        raise Problem(409, f"{detail} Put their folder back from where it was, or send them again under another name.")


def recipe_of(content: Mapping[str, Any]) -> BaseRecipe:
    """A checked recipe. Raises Problem 422, which names the fields."""
    try:
        return parse(json.dumps(content))
    except RecipeError as error:
        raise refused_recipe(error) from error


def refused_recipe(error: RecipeError) -> Problem:
    """What is wrong with a recipe, by its fields."""
    cause = error.__cause__
    faults = cause.errors() if isinstance(cause, ValidationError) else []
    fields: list[FieldError] = [
        {"pointer": "/".join(["/recipe", *map(str, fault["loc"][1:])]), "detail": fault["msg"]} for fault in faults
    ]
    return Problem(422, str(error), code="invalid_recipe", errors=fields)


def _check_fit(recipe: BaseRecipe, asked: NewRun) -> None:
    kind = asked.version.manifest["kind"]
    known = Model.objects.filter(pk=asked.slug).first()
    if known and known.kind != kind:
        raise misfit("/slug", f"{asked.slug} does {known.kind}, the data set teaches {kind}; choose another name.")
    if recipe.kind != kind:
        raise misfit("/recipe/kind", f"The recipe is for {recipe.kind}, the data set for {kind}.")
    if asked.parent is None:
        return
    manifest = asked.parent.parsed
    if manifest.kind != kind:
        raise misfit("/parent", f"{asked.parent} does {manifest.kind}, the data set teaches {kind}.")
    refuse_untrainable(asked.parent)


def refuse_untrainable(version: Version) -> None:
    """Raises Problem 422 where a version cannot be trained further."""
    if not trainable(version):
        raise misfit("/parent", f"{version} cannot be trained further: its bundle has no {WEIGHTS}.")


def _forgotten(recipe: BaseRecipe, asked: NewRun) -> list[str]:
    """A sentence where a model of pictures shall unlearn labels."""
    if asked.parent is None or not recipe.drops_outputs:
        return []
    classes = asked.version.manifest.get("classes") or ()
    lost = [label for label in asked.parent.parsed.labels or () if label not in classes]
    if not lost:
        return []
    which = ", ".join(lost[:5]) + (", …" if len(lost) > 5 else "")
    return [f"The new model knows the labels of the data set alone; {len(lost)} of {asked.parent} are lost: {which}."]


def misfit(pointer: str, detail: str) -> Problem:
    """What does not fit the rest of what was asked for."""
    return Problem(422, detail, code="invalid_options", errors=[{"pointer": pointer, "detail": detail}])
