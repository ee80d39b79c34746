"""The catalogue over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.catalogue import serializers as shapes
from apps.catalogue import workers
from apps.catalogue.models import Model, Version, Worker
from apps.core.errors import Problem


class ModelsView(APIView):
    """What there is."""

    @extend_schema(operation_id="models_list", responses=shapes.ModelListSerializer)
    def get(self, _request: Request) -> Response:
        """All models with their versions, metrics and labels."""
        serving = workers.fresh()
        models = (
            Model.objects.filter(versions__isnull=False).distinct().prefetch_related("versions", "aliases__version")
        )
        return Response({"results": [_model(model, serving) for model in models]})


class ModelView(APIView):
    """One model."""

    @extend_schema(operation_id="models_retrieve", responses=shapes.ModelSerializer)
    def get(self, _request: Request, slug: str) -> Response:
        """One model with its versions."""
        model = Model.objects.filter(slug=slug, versions__isnull=False).first()
        if model is None:
            raise Problem(404, "There is no such model.")
        return Response(_model(model, workers.fresh()))


class VersionView(APIView):
    """One version."""

    @extend_schema(operation_id="versions_retrieve", responses=shapes.VersionSerializer)
    def get(self, _request: Request, slug: str, number: int) -> Response:
        """One immutable version."""
        version = Version.objects.filter(model_id=slug, number=number).select_related("model").first()
        if version is None:
            raise Problem(404, "There is no such version.")
        return Response(_version(version, version.model, workers.fresh()))


def _model(model: Model, serving: list[Worker]) -> dict[str, Any]:
    versions = [_version(version, model, serving) for version in model.versions.all()]
    return {
        "slug": model.slug,
        "kind": model.kind,
        "title": model.title,
        "summary": model.summary,
        "licence": versions[0]["licence"],
        "is_default": model.is_default,
        "aliases": {alias.name: alias.version.number for alias in model.aliases.all()},
        "latest": versions[0],
        "versions": versions,
    }


def _version(version: Version, model: Model, serving: list[Worker]) -> dict[str, Any]:
    manifest = version.manifest
    copied = ("metrics", "labels", "vocabulary", "preprocess", "lineage", "parameters", "licence")
    key = [version.model_id, version.number]
    return {
        "number": version.number,
        **{name: manifest.get(name) for name in copied},
        "size": version.size,
        "sha256": version.digest,
        "created_at": version.created_at,
        "seconds_per_item": version.seconds_per_item,
        "served_by": [
            {"worker": worker.name, "device": worker.device, "loaded": key in worker.loaded}
            for worker in serving
            if model.kind in worker.kinds
        ],
    }
