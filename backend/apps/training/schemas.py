"""The JSON of what was made a version."""

from typing import Self

from pydantic import Field

from apps.catalogue.models import Version
from apps.core.schemas import Schema
from apps.training.versions import reference


class RegisteredSchema(Schema):
    """The version that it became."""

    model: str
    number: int
    reference: str = Field(description="slug/versions/N, for `POST predictions`")

    @classmethod
    def of(cls, version: Version) -> Self:
        return cls(model=version.model_id, number=version.number, reference=reference(version))
