"""Models that others made: a file that was sent, or a name of a hub."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction

from apps.core.errors import Problem
from apps.core.parsing import strict_json
from apps.core.storage import StorageAway
from apps.training import live
from apps.training.models import Job, Work
from apps.training.submit import enqueue

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".onnx")


def import_file(owner: User, file: TemporaryUploadedFile, said: Mapping[str, Any]) -> Job:
    """Let a trainer look at a file, and make it a version. Raises Problem 415, 422, StorageAway."""
    suffix = next((suffix for suffix in SUFFIXES if (file.name or "").lower().endswith(suffix)), None)
    if suffix is None:
        detail = (
            f"{file.name} is neither a zip nor an ONNX file; pickles (.pt, .pth, .bin) are not read, they may run code."
        )
        raise Problem(415, detail, errors=[{"pointer": "/file", "detail": detail}])
    payload: dict[str, Any] = {
        "file": f"model{suffix}",
        "said": {
            "slug": said["slug"],
            "title": said["title"],
            "licence": said["licence"],
            "source": (file.name or "a file")[:200],
            "labels": [line.strip() for line in said.get("labels", "").splitlines() if line.strip()],
            "preprocess": _numbers(said.get("preprocess", "")),
        },
    }
    with transaction.atomic():
        job = enqueue(Work.IMPORT, owner, payload)
        _keep(Path(file.temporary_file_path()), job.folder / payload["file"])
        live.tell(job)
    return job


def _numbers(text: str) -> dict[str, Any] | None:
    try:
        found = strict_json(text) if text else None
    except ValueError:
        found = text
    if found is None or isinstance(found, dict):
        return found
    detail = "preprocess is no JSON object."
    raise Problem(422, detail, code="invalid_options", errors=[{"pointer": "/preprocess", "detail": detail}])


def _keep(file: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True)
        shutil.move(file, target)
    except OSError as error:
        shutil.rmtree(target.parent, ignore_errors=True)
        raise StorageAway(f"The model cannot be kept: {error.strerror}.") from error


def install(owner: User, name: str, slug: str, licence: str) -> Job:
    """Let a trainer fetch a model of a hub, and make it a version."""
    slug = slug or re.sub(r"[^a-z0-9]+", "-", name.rpartition("/")[2].lower()).strip("-")[:63] or "model"
    said = {"slug": slug, "title": name[:200], "licence": licence, "source": name}
    with transaction.atomic():
        job = enqueue(Work.INSTALL, owner, {"name": name, "said": said})
        live.tell(job)
    return job
