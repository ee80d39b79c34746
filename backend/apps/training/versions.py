"""Versions of the catalogue as requests name them."""

import re

from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.training.models import Job, Run
from apps.training.states import Work
from ml.bundle import WEIGHTS

_REFERENCE = re.compile(r"([a-z0-9][a-z0-9-]*)/versions/(\d{1,9})")


def reference(version: Version) -> str:
    """As requests name it."""
    return f"{version.model_id}/versions/{version.number}"


def find_version(slug: str, number: int) -> Version:
    """A version by its address. Raises Problem 404."""
    version = Version.objects.select_related("model").filter(model_id=slug, number=number).first()
    if version is None:
        raise Problem(404, "There is no such version.")
    return version


def version_called(name: str, pointer: str) -> Version:
    """The version that a field of a request names as slug/versions/N. Raises Problem 422."""
    match = _REFERENCE.fullmatch(name)
    version = match and Version.objects.filter(model_id=match[1], number=int(match[2])).select_related("model").first()
    if not version:
        detail = f"There is no version {name[:100]!r}; name one as slug/versions/N."
        raise Problem(422, detail, code="unknown_model", errors=[{"pointer": pointer, "detail": detail}])
    return version


def trainable(version: Version) -> bool:
    """Whether a version can be trained further."""
    manifest = version.parsed
    return manifest.architecture is not None and WEIGHTS in manifest.files


def uses(version: Version) -> str:
    """What was made with a version, in words; nothing where nothing was. What it was made of may go on without it."""
    runs = Run.objects.filter(parent=version).count()
    # Of an import the job is about the version that it became.
    jobs = Job.objects.filter(version=version, work=Work.OPTIMISE).exists() or version.variants.exists()
    found = [f"{runs} run{'s' if runs > 1 else ''} started from it"] if runs else []
    return " and ".join([*found, *(["variants were made of it"] if jobs else [])])
