"""OpenAPI: every operation may answer with a problem."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

PROBLEM = "application/problem+json"


class FieldErrorSerializer(serializers.Serializer[Any]):
    """Which field is at fault and why."""

    pointer = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """An error, RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    code = serializers.CharField()
    errors = FieldErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # a field named as RFC 9457 does
    request_id = serializers.CharField()


class ProblemSchema(AutoSchema):
    """Adds the problem answer to each operation, so that no view repeats it."""

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        problem = self.resolve_serializer(ProblemSerializer, direction).ref
        bodies["default"] = {"description": "A problem", "content": {PROBLEM: {"schema": problem}}}
        return bodies
