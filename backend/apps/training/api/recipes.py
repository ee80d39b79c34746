"""Recipes over HTTP."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.catalogue.models import Kind
from apps.core.parsing import query_text
from apps.training import selectors, submit
from apps.training.api.base import TrainingView
from apps.training.serializers.runs import PresetListSerializer
from ml.training.presets import PRESETS
from ml.training.recipe import json_schema


class RecipesView(TrainingView):
    """To begin with."""

    @extend_schema(
        operation_id="recipes_list",
        parameters=[
            OpenApiParameter("kind", str, OpenApiParameter.QUERY, enum=Kind.values),
            OpenApiParameter("parent", str, OpenApiParameter.QUERY, description="slug/versions/N to fine-tune"),
        ],
        responses=PresetListSerializer,
    )
    def get(self, request: Request) -> Response:
        """Recipes for a kind of data set; with `parent` those that fine-tune it."""
        kind, parent = query_text(request.query_params, "kind"), query_text(request.query_params, "parent")
        if parent:
            kind = selectors.version_called(parent, "/parent").model.kind
        found = [_preset(name) for name in PRESETS]
        if kind:
            found = [one for one in found if one["kind"] == kind]
        return Response({"results": [one for one in found if one["fine_tunes"] or not parent]})


class RecipeSchemaView(TrainingView):
    """For a form."""

    @extend_schema(operation_id="recipes_schema", responses=OpenApiTypes.OBJECT)
    def get(self, _request: Request) -> Response:
        """JSON schema of recipes, told apart by `kind`; each field with description, bounds, default and `unit`."""
        return Response(json_schema())


def _preset(name: str) -> dict[str, Any]:
    recipe = PRESETS[name].model_dump(mode="json")
    return {"name": name, "kind": recipe["kind"], "fine_tunes": submit.fine_tunes(name), "recipe": recipe}
