"""Models that others made: a file that was sent, or a name of a hub."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from apps.core.errors import Problem, StorageAway
from apps.core.parsing import strict_json
from apps.training import live
from apps.training.models import Job, Work
from apps.training.payloads import FrozenSet, ImportPayload, InstallPayload
from apps.training.selectors import data_set_version_called
from apps.training.submit import enqueue, refuse_gone
from ml.adopt.details import Details
from ml.adopt.numbers import numbers, sound_numbers
from ml.adopt.vocabulary import alphabet_of
from ml.errors import AdoptError
from ml.vision.spec import ImageSpec

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".onnx")


def import_file(owner: User, file: TemporaryUploadedFile, asked: Mapping[str, Any]) -> Job:
    """Let a trainer look at a file, and make it a version. Raises Problem 409, 415, 422, StorageAway."""
    suffix = next((suffix for suffix in SUFFIXES if (file.name or "").lower().endswith(suffix)), None)
    if suffix is None:
        detail = (
            f"{file.name} is neither a zip nor an ONNX file; pickles (.pt, .pth, .bin) are not read, they may run code."
        )
        raise Problem(415, detail, errors=[{"pointer": "/file", "detail": detail}])
    details = Details(
        slug=asked["slug"],
        title=asked["title"],
        licence=asked["licence"],
        source=(file.name or "a file")[:200],
        labels=tuple(line.strip() for line in asked.get("labels", "").splitlines() if line.strip()),
        vocabulary=tuple(_characters(asked.get("vocabulary", ""))),
        preprocess=_numbers(asked.get("preprocess", "")),
    )
    _check(details, graph=suffix == ".onnx")
    payload = ImportPayload(file=f"model{suffix}", details=details, **_measure(asked))
    with transaction.atomic():
        job = enqueue(Work.IMPORT, owner, payload)
        _keep(Path(file.temporary_file_path()), job.folder / payload.file)
        live.tell(job)
    return job


def _check(details: Details, *, graph: bool) -> None:
    """Refuse at once what a trainer would refuse minutes later. Raises Problem 422."""
    labels, vocabulary, preprocess = details.labels, details.vocabulary, details.preprocess
    if labels and vocabulary:
        raise _wrong("vocabulary", "A model of pictures has labels, one of speech a vocabulary; send one of the two.")
    if graph and not (labels or vocabulary):
        raise _wrong("labels", "An ONNX file does not say what its outputs mean: send the labels, or a vocabulary.")
    if graph and labels and preprocess is None:
        raise _wrong("preprocess", "An ONNX file does not say how a picture is prepared: send size, resize, mean, std.")
    try:
        field = "vocabulary"
        if vocabulary:
            alphabet_of(vocabulary)
        field = "preprocess"
        if vocabulary and preprocess is not None:
            sound_numbers(preprocess, 1)
        elif preprocess is not None and labels:
            numbers(ImageSpec, preprocess)
    except AdoptError as error:
        raise _wrong(field, str(error)) from error


def _numbers(text: str) -> dict[str, Any] | None:
    try:
        found = strict_json(text) if text else None
    except ValueError:
        found = text
    if found is None or isinstance(found, dict):
        return found
    raise _wrong("preprocess", "preprocess is no JSON object.")


def _characters(text: str) -> list[str]:
    """The characters of a vocabulary, in their order; a line may be one space."""
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("{"):
        return _in_order(text)
    lines = [line.removesuffix("\r") for line in text.rstrip("\r\n").split("\n")] if text.strip() else []
    if "" in lines:
        raise _wrong("vocabulary", f"Line {lines.index('') + 1} of the vocabulary is empty; write | between words.")
    return lines


def _in_order(text: str) -> list[str]:
    """The characters of a vocab.json, which numbers them."""
    try:
        places = strict_json(text)
        ordered = sorted(places, key=places.__getitem__)
    except (ValueError, TypeError) as error:
        raise _wrong(
            "vocabulary", f"The vocabulary begins as JSON, and is none that numbers characters: {error}."
        ) from error
    if [places[sign] for sign in ordered] != list(range(len(ordered))):
        raise _wrong("vocabulary", "The vocabulary does not number its characters from 0 without gaps.")
    return ordered


def _measure(asked: Mapping[str, Any]) -> dict[str, FrozenSet]:
    """The frozen set that was named. Raises Problem 422 where there is none, 409 without its files."""
    if not asked.get("data_set"):
        return {}
    if "version" not in asked:
        raise _wrong("version", "Say which version of the data set.")
    frozen = data_set_version_called(asked["data_set"], asked["version"])
    refuse_gone(frozen)
    return {"measure": FrozenSet(data_set=frozen.data_set_id, version=frozen.number)}


def _wrong(field: str, detail: str) -> Problem:
    return Problem(422, detail, code="invalid_options", errors=[{"pointer": f"/{field}", "detail": detail}])


def _keep(file: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True)
        shutil.move(file, target)
    except OSError as error:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise StorageAway(f"The model cannot be kept: {error.strerror}.") from error


def install(owner: User, asked: Mapping[str, Any]) -> Job:
    """Let a trainer fetch a model of a hub, and make it a version. Raises Problem 409, 422."""
    name = asked["name"]
    details = Details(slug=asked.get("slug") or _slug(name), title=name, licence=asked.get("licence", ""), source=name)
    with transaction.atomic():
        job = enqueue(Work.INSTALL, owner, InstallPayload(name=name, details=details, **_measure(asked)))
        live.tell(job)
    return job


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.rpartition("/")[2].lower())[:63].strip("-") or "model"
