"""What people send about predictions."""

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from pydantic.json_schema import JsonSchemaValue
from rest_framework import serializers

from apps.core.forms import Form
from apps.core.openapi import reference_to
from ml.kinds import KINDS
from ml.options import OPTIONS

# Characters: more than is said in an hour.
LONGEST_TEXT = 100_000


class OptionsField(serializers.CharField):
    """The options of a request: JSON, as text."""


class OptionsObjectField(serializers.DictField):
    """The options of a request in a body of JSON."""


def _shapes(auto_schema: AutoSchema) -> JsonSchemaValue:
    return {"anyOf": [reference_to(auto_schema, OPTIONS.of(kind).OPTIONS) for kind in KINDS]}


class OptionsFieldExtension(OpenApiSerializerFieldExtension):
    """Says in OpenAPI what the text holds, for each kind."""

    target_class = OptionsField

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> JsonSchemaValue:  # noqa: ARG002
        """As JSON Schema describes JSON in a text."""
        shapes = _shapes(auto_schema)
        return {"type": "string", "contentMediaType": "application/json", "contentSchema": shapes}


class OptionsObjectFieldExtension(OpenApiSerializerFieldExtension):
    """Says in OpenAPI what the object holds, for each kind."""

    target_class = OptionsObjectField

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> JsonSchemaValue:  # noqa: ARG002
        """One of the shapes."""
        return _shapes(auto_schema)


class SubmitSerializer(Form):
    """The form of `POST predictions`."""

    file = serializers.ListField(
        child=serializers.FileField(), help_text="1 to 64 pictures or sounds", min_length=1, max_length=64
    )
    model = serializers.CharField(required=False, help_text="slug, slug@alias or slug/versions/N")
    options = OptionsField(required=False, help_text="A JSON object, as text, with the options of the file's kind")
    webhook_url = serializers.URLField(
        required=False, help_text="https://…, told as `prediction.completed` when one of these predictions has ended"
    )


class RetrySerializer(Form):
    """What is to be different this time."""

    model = serializers.CharField(
        required=False, help_text="slug, slug@alias or slug/versions/N: who answers this time"
    )
    options = OptionsObjectField(required=False, help_text="Other options; without them those of then")


class VoteSerializer(Form):
    """On two answers to one file."""

    better = serializers.BooleanField(help_text="Whether the first is the better one")


class IdsSerializer(Form):
    """Several predictions."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=1000)


class FeedbackInputSerializer(Form):
    """Exactly one of the three."""

    label = serializers.CharField(required=False, max_length=200)  # type: ignore[assignment]  # a field
    text = serializers.CharField(required=False, max_length=LONGEST_TEXT, allow_blank=True)
    correct = serializers.BooleanField(required=False)


def _sent(name: str, type_: type[str] | dict[str, object], description: str) -> OpenApiParameter:
    return OpenApiParameter(name, type_, OpenApiParameter.HEADER, description=description)


PREFER = _sent("Prefer", str, "wait=N: answer when ended, at most N s; 60 are the most")
KEY = _sent(
    "Idempotency-Key",
    {"type": "string", "maxLength": 255},
    "Kept for 24 h: the same key and body are the same predictions",
)
CACHE = _sent(
    "Cache-Control",
    str,
    "max-age=N: an earlier answer to the same file, version and options will do, of mine and at most N s old; "
    "no-cache, no-store: none will. Without it SLIPWAY_CACHE_SECONDS counts",
)
PINNED = _sent("Slipway-Version", str, "slug/versions/N: this version answers, whatever `model` and rollouts say")
