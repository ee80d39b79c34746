"""A model that waits for its owner's word: it answers their own files, is described otherwise, and is registered."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction

from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.training.imports.described import characters_in, labels_in, preprocess_in, refuse_impossible
from apps.training.imports.files import keep
from apps.training.imports.payload import ImportPayload, InstallPayload, OwnFile, payload_of
from apps.training.jobs.actions import locked, queue_again
from apps.training.jobs.notify import notify
from apps.training.jobs.selectors import find_job
from apps.training.models import Job
from apps.training.problems import misfit
from apps.training.register import registered
from apps.training.states import Status, Work
from apps.uploads.incoming import ArrivedFile
from apps.uploads.validate import inspect_all
from ml.adopt.details import Details
from ml.formats import format_of_type
from ml.progress import Frozen
from ml.types import Inspected

BROUGHT = (Work.IMPORT, Work.INSTALL)


class AgainRequest(Frozen):
    """What is new; None is as it was."""

    file: tuple[object, ...] | None = None
    expected: tuple[str, ...] | None = None
    labels: str | None = None
    vocabulary: str | None = None
    preprocess: str | None = None


def brought(job_id: UUID) -> Job:
    """A job that takes a model in. Raises Problem 404."""
    return _only_brought(find_job(job_id))


def again(job_id: UUID, wanted: AgainRequest) -> Job:
    """Let it be looked at again: with own files to answer, described otherwise, or both.

    Raises:
        Problem: 404; 409 where it is at work or registered already; 413, 415, 422 for what cannot be meant.
        StorageAway.
    """
    files = [file for file in wanted.file or () if isinstance(file, ArrivedFile)]
    inspected = inspect_all(files)
    with transaction.atomic():
        job = _only_brought(locked(job_id))
        if not (job.is_unregistered or job.status in {Status.FAILED, Status.CANCELED}):
            raise Problem(
                409, "It is at work or registered. Only what waits for your word, or was refused, is looked at again."
            )
        payload = payload_of(job)
        details = _described(payload, wanted)
        own_files = _expecting(_kept(job, files, inspected) if files else payload.own_files, wanted.expected)
        new = {"details": details, "own_files": own_files, "register_later": True}
        job.payload, job.result = payload.model_copy(update=new).to_json(), None
        job.save(update_fields=["payload", "result"])
        queue_again(job)
    return job


def register(job_id: UUID, by: User) -> Version:
    """Make it a version. Raises Problem 404; 409 where it does not wait for that; 422 where the name is taken."""
    job = brought(job_id)
    if not job.is_unregistered:
        raise Problem(409, "Only a model that was taken in and waits for your word can be registered.")
    version = registered(job.folder / "bundle", payload_of(job).details.slug, by)
    with transaction.atomic():
        waits = Job.objects.filter(pk=job.pk, status=Status.SUCCEEDED, version=None)
        if waits.update(version=version):
            notify(job)
            # The version has a copy of its own.
            transaction.on_commit(lambda: shutil.rmtree(job.folder, ignore_errors=True))
    return version


def _only_brought(job: Job) -> Job:
    if job.work not in BROUGHT:
        raise Problem(404, "There is no such import.")
    return job


def _described(payload: ImportPayload | InstallPayload, wanted: AgainRequest) -> Details:
    """What is said of the model now. Raises Problem 422."""
    said: dict[str, object] = {}
    if wanted.labels is not None:
        said["labels"] = labels_in(wanted.labels)
    if wanted.vocabulary is not None:
        said["vocabulary"] = characters_in(wanted.vocabulary)
    if wanted.preprocess is not None:
        said["preprocess"] = preprocess_in(wanted.preprocess)
    details = payload.details.model_copy(update=said)
    if said and isinstance(payload, InstallPayload):
        raise misfit("/preprocess", "A model of a hub says itself how it is to be used.")
    if said and isinstance(payload, ImportPayload):
        refuse_impossible(details, graph=payload.file.endswith(".onnx"))
    return details


def _kept(job: Job, files: Sequence[ArrivedFile], inspected: Sequence[Inspected]) -> list[OwnFile]:
    """The files in the job's folder, under names of our own. Raises StorageAway."""
    found = []
    for file, content in zip(files, inspected, strict=True):
        form = format_of_type(content.content_type)
        place = f"own/{uuid4()}/file{form.suffixes[0] if form else ''}"
        keep(Path(file.temporary_file_path()), job.folder / place)
        found.append(OwnFile(file=place, name=(file.name or "file")[:255]))
    return found


def _expecting(files: Sequence[OwnFile], expected: Sequence[str] | None) -> tuple[OwnFile, ...]:
    if expected is None:
        return tuple(files)
    if len(expected) > len(files):
        raise misfit("/expected", f"{len(expected)} answers are expected of {len(files)} files.")
    said = [*expected, *[""] * (len(files) - len(expected))]
    return tuple(one.model_copy(update={"expected": text.strip()}) for one, text in zip(files, said, strict=True))
