"""What the row of an import or an install says of it."""

from pydantic import Field

from apps.training.jobs.payload import FrozenSet, Payload
from apps.training.models import Job
from apps.training.states import Work
from ml.adopt.details import Details
from ml.progress import Frozen


class OwnFile(Frozen):
    """A file of the owner's in the job's folder, its name as it came, and what its answer should be, if known."""

    file: str
    name: str
    expected: str = ""


class BroughtPayload(Payload):
    """A model that others made. With `register_later` it waits for its owner's word before it becomes a version."""

    details: Details = Field(alias="said")
    measure: FrozenSet | None = None
    register_later: bool = False
    own_files: tuple[OwnFile, ...] = ()


class ImportPayload(BroughtPayload):
    """A file in the job's folder, and what its sender says of it."""

    file: str


class InstallPayload(BroughtPayload):
    """A model by its name in a hub."""

    name: str


def payload_of(job: Job) -> ImportPayload | InstallPayload:
    """What the row says."""
    return (InstallPayload if job.work == Work.INSTALL else ImportPayload).model_validate(job.payload)
