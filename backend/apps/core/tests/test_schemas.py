"""A shape builds its JSON and describes it."""

from datetime import UTC, datetime
from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry

from apps.catalogue.schemas import Kind
from apps.core.openapi import SchemaExtension
from apps.core.schemas import Moment, Schema, optional
from ml.kinds import KINDS


class PartSchema(Schema):
    """A part."""

    kind: Kind
    speed: Literal["slow", "fast"] | None
    width: int | None = optional()
    at: Moment | None


class WholeSchema(Schema):
    """A whole."""

    part: PartSchema | None
    numbers: dict[str, float]


def described() -> dict[str, Any]:
    auto_schema = AutoSchema()
    auto_schema.registry = ComponentRegistry()
    extension = SchemaExtension(WholeSchema)
    whole = extension.map_serializer(auto_schema, "response")
    parts = {name: component.schema for (name, _), component in auto_schema.registry._components.items()}
    return {"Whole": whole, **parts}


def test_a_field_that_is_optional_is_left_out_and_one_that_is_none_is_null() -> None:
    part = PartSchema(kind="image-classification", speed=None, at=datetime(2026, 1, 2, tzinfo=UTC))
    assert WholeSchema(part=part, numbers={"a": 1}).to_json() == {
        "part": {"kind": "image-classification", "speed": None, "at": "2026-01-02T00:00:00.000000Z"},
        "numbers": {"a": 1.0},
    }


def test_openapi_names_a_shape_without_its_ending_and_shapes_inside_it_by_reference() -> None:
    whole = described()["Whole"]
    assert whole["properties"]["part"] == {"oneOf": [{"$ref": "#/components/schemas/Part"}, {"type": "null"}]}
    assert whole["required"] == ["numbers", "part"]


def test_an_optional_field_is_not_required_and_never_null() -> None:
    part = described()["Part"]
    assert part["required"] == ["at", "kind", "speed"]
    assert part["properties"]["width"] == {"type": "integer"}
    assert part["properties"]["at"] == {"type": ["string", "null"], "format": "date-time"}


def test_choices_stand_where_they_are_used_so_that_the_document_names_them_once() -> None:
    properties = described()["Part"]["properties"]
    assert properties["kind"]["enum"] == list(KINDS)
    assert (properties["speed"]["enum"], properties["speed"]["type"]) == (["slow", "fast", None], ["string", "null"])
