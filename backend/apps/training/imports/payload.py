"""What the row of an import or an install says of it."""

from pydantic import Field

from apps.training.jobs.payload import FrozenSet, Payload
from ml.adopt.details import Details


class ImportPayload(Payload):
    """A file in the job's folder, and what its sender says of it."""

    file: str
    details: Details = Field(alias="said")
    measure: FrozenSet | None = None


class InstallPayload(Payload):
    """A model by its name in a hub."""

    name: str
    details: Details = Field(alias="said")
    measure: FrozenSet | None = None
