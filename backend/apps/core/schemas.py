"""The shapes of JSON answers: declared once, built from that declaration, and described by it in OpenAPI.

A shape is a frozen pydantic model whose name ends in `Schema`; OpenAPI shows it without that ending. Beside its fields
stands `of(row)`, which builds it. `GET` and the websocket send the same object.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, PlainSerializer, WithJsonSchema
from rest_framework.response import Response

from apps.core.errors import codes

# Stands for a reference until OpenAPI is written: pydantic takes none that it did not make itself.
SHAPE = "x-shape"


class Schema(BaseModel):
    """A JSON object."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def to_json(self) -> dict[str, object]:
        """What `json.dumps` takes."""
        return self.model_dump(mode="json", by_alias=True)

    def to_text(self) -> str:
        """The same as JSON, in one go."""
        return self.model_dump_json(by_alias=True)


def time_text(moment: datetime) -> str:
    """UTC with microseconds, as the contract writes times."""
    # A tenth of the time of `strftime`, and each prediction has three.
    return f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _is_none(value: object) -> bool:
    return value is None


def optional(description: str | None = None) -> Any:
    """A field that is left out of the JSON where it is None, instead of being null."""
    return Field(default=None, exclude_if=_is_none, description=description)


class FieldErrorSchema(Schema):
    """Which field is at fault and why."""

    pointer: str
    detail: str


# Not checked where an answer is made: a row of an older Slipway may hold a word that is given no more.
CodeText = Annotated[str, WithJsonSchema({"type": "string", "enum": codes()})]


class ProblemSchema(Schema):
    """An error, RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: CodeText
    errors: list[FieldErrorSchema] | None = optional()
    request_id: str


# An object whose fields are told elsewhere.
JsonObject = Annotated[dict[str, JsonValue], WithJsonSchema({"type": "object", "additionalProperties": {}})]
Moment = Annotated[
    datetime,
    PlainSerializer(time_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


def described_as(shape: type[Schema]) -> WithJsonSchema:
    """JSON that was built from `shape` some time ago, and is sent as it was stored."""
    return WithJsonSchema({SHAPE: shape.__name__})


def answer(shape: Schema, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A view's answer."""
    return Response(shape.to_json(), status=status, headers=dict(headers or {}))
