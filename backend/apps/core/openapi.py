"""OpenAPI: shapes describe themselves."""

from collections.abc import Mapping
from typing import Any, cast

from drf_spectacular.drainage import set_override
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, list_hash
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from apps.core import schemas

COMPONENTS = "#/components/schemas/"
NULL = {"type": "null"}


class Describe(GenerateJsonSchema):
    """A shape in the words that drf-spectacular uses for serializers, so that one document speaks one dialect."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's signature
        """The name of a field says enough."""
        return False

    def float_schema(self, schema: core_schema.FloatSchema) -> JsonSchemaValue:
        """Numbers of Python are doubles."""
        return {**super().float_schema(schema), "format": "double"}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """An object with any fields."""
        described = super().dict_schema(schema)
        return {**described, "additionalProperties": {}} if described.get("additionalProperties") is True else described

    def any_schema(self, schema: core_schema.AnySchema) -> JsonSchemaValue:  # noqa: ARG002 - pydantic's signature
        """Anything."""
        return {}

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        """Named by the settings' ENUM_NAME_OVERRIDES where the same choices stand in several places."""
        return one_of({member.value: getattr(member, "label", member.value) for member in schema["members"]})

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        """As an enum."""
        return one_of({value: value for value in schema["expected"]})

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """A second type where there is one type, else one of two."""
        return _or_null(self.generate_inner(schema["schema"]))

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """That a field is null unless it is set needs no word."""
        described = super().default_schema(schema)
        return {name: value for name, value in described.items() if (name, value) != ("default", None)}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Without what says nothing to a reader."""
        described = super().model_schema(schema)
        for name in ("title", "additionalProperties"):
            described.pop(name, None)
        if "required" in described:
            described["required"].sort()
        fields = cast("type[BaseModel]", schema["cls"]).model_fields
        for name, field in fields.items():
            if field.exclude_if:
                described["properties"][name] = _never_null(described["properties"][name])
        return described


def one_of(labels: Mapping[str, str]) -> JsonSchemaValue:
    """One of a few texts."""
    return {"enum": list(labels), "type": "string", "x-spec-enum-id": list_hash(list(labels.items()))}


def _never_null(described: JsonSchemaValue) -> JsonSchemaValue:
    """A field that is left out where it is None is never null."""
    kept = {name: value for name, value in described.items() if name not in {"default", "oneOf"}}
    match described:
        case {"oneOf": [inner, _]}:
            return {**kept, **inner}
        case {"type": [one, "null"]}:
            return {**kept, "type": one}
    return kept


class SchemaExtension(OpenApiSerializerExtension):
    """Lets views name a shape in `@extend_schema` as they would name a serializer."""

    target_class = "apps.core.schemas.Schema"
    match_subclasses = True
    priority = 1

    def get_name(self, auto_schema: AutoSchema, direction: str) -> str:  # noqa: ARG002 - spectacular's signature
        """Without the ending."""
        set_override(self.target, "suppress_collision_warning", True)
        return name_of(self.target.__name__)

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> JsonSchemaValue:  # noqa: ARG002
        """The shape; those inside it become components of their own."""
        return _described(auto_schema, self.target, "serialization")


def reference_to(auto_schema: AutoSchema, shape: type[BaseModel]) -> JsonSchemaValue:
    """A reference to what is sent to us in such a shape, which becomes a component."""
    name = name_of(shape.__name__)
    _register(auto_schema, name, _described(auto_schema, shape, "validation"))
    return {"$ref": COMPONENTS + name}


def _described(auto_schema: AutoSchema, shape: type[BaseModel], mode: JsonSchemaMode) -> JsonSchemaValue:
    described = shape.model_json_schema(mode=mode, ref_template=f"{COMPONENTS}{{model}}", schema_generator=Describe)
    parts = described.pop("$defs", {})
    # Where the same choices stand in several places, ENUM_NAME_OVERRIDES names them once for the whole document.
    choices = {f"{COMPONENTS}{name}": _untitled(part) for name, part in parts.items() if "enum" in part}
    for name, part in parts.items():
        if "enum" not in part:
            _register(auto_schema, name_of(name), _renamed(part, choices))
    return cast("JsonSchemaValue", _renamed(described, choices))


def _register(auto_schema: AutoSchema, name: str, described: JsonSchemaValue) -> None:
    kind = ResolvedComponent.SCHEMA
    auto_schema.registry.register_on_missing(ResolvedComponent(name=name, type=kind, object=name, schema=described))


def _untitled(part: JsonSchemaValue) -> JsonSchemaValue:
    return {name: value for name, value in part.items() if name not in {"title", "description"}}


def name_of(shape: str) -> str:
    """The name of a shape in OpenAPI."""
    return shape.removesuffix("Schema")


def _renamed(described: Any, choices: Mapping[str, JsonSchemaValue]) -> Any:  # noqa: PLR0911 - a table, written as one
    """References by the names of OpenAPI, and `choices` in the place of references to them."""
    match described:
        case {"oneOf": [{"$ref": reference}, {"type": "null"}], **others} if reference in choices:
            return {**_or_null(_renamed(choices[reference], {})), **others}
        case {"$ref": reference, **others} if reference in choices:
            return {**_renamed(choices[reference], {}), **others}
        case {schemas.SHAPE: str(name)}:
            return {"$ref": COMPONENTS + name_of(name)}
        case {"$ref": reference, **others}:
            found = {"$ref": COMPONENTS + name_of(reference.removeprefix(COMPONENTS))}
            return {"allOf": [found], **others} if others else found
        case Mapping():
            return {key: _renamed(value, choices) for key, value in described.items()}
        case list():
            return [_renamed(one, choices) for one in described]
    return described


def _or_null(described: JsonSchemaValue) -> JsonSchemaValue:
    if "enum" in described:
        return {**described, "enum": [*described["enum"], None], "type": [described["type"], "null"]}
    if "type" in described:
        return {**described, "type": [described["type"], "null"]}
    return {"oneOf": [described, NULL]}
