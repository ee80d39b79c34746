"""Models that others made: a file that was sent, or a name of a hub. Check it, write the row, ring after the commit."""

import re
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from apps.core import audit
from apps.training.data_sets.selectors import data_set_version_called, refuse_missing
from apps.training.imports.described import characters_in, labels_in, preprocess_in, refuse_impossible
from apps.training.imports.files import keep
from apps.training.imports.payload import ImportPayload, InstallPayload
from apps.training.jobs.notify import notify
from apps.training.jobs.payload import FrozenSet
from apps.training.jobs.submit import enqueue
from apps.training.models import Job
from apps.training.problems import misfit
from apps.training.states import Work
from apps.uploads.incoming import ArrivedFile
from ml.adopt.details import Details
from ml.progress import Frozen

SAVED_OTHERWISE = (
    "Pickles (.pt, .pth, .bin, TorchScript) may run code and are not read, nor are models of Keras and TensorFlow. "
    'Write it as ONNX: torch.onnx.export(model.eval(), (torch.rand(2, 3, 224, 224),), "model.onnx", '
    'dynamic_shapes=({0: "n"},), external_data=False), or python -m tf2onnx.convert --keras model.keras --output '
    "model.onnx. Weights of a network that is known are a zip of model.safetensors "
    '(safetensors.torch.save_file(model.state_dict(), "model.safetensors")) and config.json.'
)
SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".onnx")


class Measured(Frozen):
    """On which frozen set the model shall be measured, if on any; and whether it waits for its owner's word."""

    data_set: str = ""
    version: int | None = None
    register_later: bool = False


class ImportRequest(Measured):
    """A file and what its sender says of it."""

    file: object
    slug: str
    title: str
    licence: str
    labels: str = ""
    vocabulary: str = ""
    preprocess: str = ""


class InstallRequest(Measured):
    """A name, and what the model shall be called here."""

    name: str
    slug: str = ""
    licence: str = ""


def import_file(owner: User, wanted: ImportRequest) -> Job:
    """Let a trainer look at a file, and make it a version. Raises Problem 400, 409, 415, 422, StorageAway."""
    file = wanted.file
    if not isinstance(file, ArrivedFile):
        raise misfit("/file", "Send the model as a file.", code="invalid_request", status=400)
    suffix = next((suffix for suffix in SUFFIXES if (file.name or "").lower().endswith(suffix)), None)
    if suffix is None:
        detail = f"{file.name} is neither a zip nor an ONNX file. {SAVED_OTHERWISE}"
        raise misfit("/file", detail, code="unsupported_media_type", status=415)
    details = Details(
        slug=wanted.slug,
        title=wanted.title,
        licence=wanted.licence,
        source=(file.name or "a file")[:200],
        labels=labels_in(wanted.labels),
        vocabulary=characters_in(wanted.vocabulary),
        preprocess=preprocess_in(wanted.preprocess),
    )
    refuse_impossible(details, graph=suffix == ".onnx")
    payload = ImportPayload(
        file=f"model{suffix}", details=details, measure=_frozen_set(wanted), register_later=wanted.register_later
    )
    with transaction.atomic():
        job = enqueue(Work.IMPORT, owner, payload)
        keep(Path(file.temporary_file_path()), job.folder / payload.file)
        notify(job)
        audit.note("import_asked", by=owner, model=details.slug, source=details.source)
    return job


def install(owner: User, wanted: InstallRequest) -> Job:
    """Let a trainer fetch a model of a hub, and make it a version. Raises Problem 409, 422."""
    name = wanted.name
    details = Details(slug=wanted.slug or _slug(name), title=name, licence=wanted.licence, source=name)
    with transaction.atomic():
        payload = InstallPayload(
            name=name, details=details, measure=_frozen_set(wanted), register_later=wanted.register_later
        )
        job = enqueue(Work.INSTALL, owner, payload)
        notify(job)
        audit.note("import_asked", by=owner, model=details.slug, source=details.source)
    return job


def _frozen_set(wanted: Measured) -> FrozenSet | None:
    """The frozen set that was named. Raises Problem 422 where there is none, 409 without its files."""
    if not wanted.data_set:
        return None
    if wanted.version is None:
        raise misfit("/version", "Say which version of the data set.")
    frozen = data_set_version_called(wanted.data_set, wanted.version)
    refuse_missing(frozen)
    return FrozenSet(data_set=frozen.data_set_id, version=frozen.number)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.rpartition("/")[2].lower())[:63].strip("-") or "model"
