"""The catalogue over HTTP."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.models import Scope
from apps.accounts.permissions import IsStaff, SignedIn
from apps.catalogue import thresholds
from apps.catalogue.deleting import delete
from apps.catalogue.grammars import set_default_grammar
from apps.catalogue.hiding import hide
from apps.catalogue.models import Model, Version, Worker
from apps.catalogue.schemas import ModelListSchema, ModelSchema, VersionSchema
from apps.catalogue.thresholds import Thresholds
from apps.core.errors import Problem
from apps.core.forms import Form
from apps.core.schemas import answer

CHANGES = ("PATCH", "DELETE")


class ModelsView(APIView):
    """What there is."""

    @extend_schema(operation_id="models_list", responses=ModelListSchema)
    def get(self, request: Request) -> Response:
        """All models with their versions, metrics and labels, but for what is hidden, or others' own."""
        serving = Worker.fresh()
        models = Model.all_for(user_of(request)).filter(versions__hidden=False).distinct().select_related("owner")
        offered = Prefetch("versions", Version.objects.filter(hidden=False).prefetch_related("calibrations"))
        models = models.prefetch_related(offered, "aliases__version")
        return answer(ModelListSchema(results=[ModelSchema.of(model, serving) for model in models]))


class ModelView(APIView):
    """One model."""

    @extend_schema(operation_id="models_retrieve", responses=ModelSchema)
    def get(self, request: Request, slug: str) -> Response:
        """One model with its versions, those that are hidden as well."""
        found = Model.all_for(user_of(request)).filter(slug=slug, versions__isnull=False).select_related("owner")
        model = found.prefetch_related("versions__calibrations", "aliases__version").first()
        if model is None:
            raise Problem(404, "There is no such model.")
        return answer(ModelSchema.of(model, Worker.fresh()))


class VersionForm(Form):
    """What of a version may be changed: at least one of both."""

    hidden = serializers.BooleanField(required=False, help_text="Whether it is left out of the lists")
    default_grammar = serializers.CharField(
        required=False, allow_null=True, max_length=63,
        help_text="What is heard where a request says nothing, one of the version's grammars; null: anything",
    )  # fmt: skip

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Raises ValidationError where nothing is to be changed."""
        if not attrs:
            raise serializers.ValidationError("Send hidden or default_grammar.")
        return attrs


class MadeIt(SignedIn):
    """Staff, or whoever made the model for themselves."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether to let the request in."""
        if not super().has_permission(request, view):
            return False
        self.message = "This is for staff, and for whoever made the model."
        user = user_of(request)
        return user.is_staff or Model.objects.filter(slug=view.kwargs["slug"], owner=user).exists()


class VersionView(APIView):
    """One version."""

    @property
    def required_scope(self) -> Scope:
        """As for an alias, where something is changed."""
        return Scope.MODELS_WRITE if self.request.method in CHANGES else Scope.PREDICT

    def get_permissions(self) -> Sequence[Any]:
        """All may look; staff may hide and delete, and whoever made a model for themselves."""
        return [MadeIt()] if self.request.method in CHANGES else super().get_permissions()

    @extend_schema(operation_id="versions_retrieve", responses=VersionSchema)
    def get(self, request: Request, slug: str, number: int) -> Response:
        """One immutable version."""
        seen = Version.objects.filter(model__in=Model.all_for(user_of(request)))
        version = seen.filter(model_id=slug, number=number).select_related("model").first()
        if version is None:
            raise Problem(404, "There is no such version.")
        return answer(VersionSchema.of(version, version.model.kind, Worker.fresh()))

    @extend_schema(operation_id="versions_hide", request=VersionForm, responses=VersionSchema)
    @transaction.atomic
    def patch(self, request: Request, slug: str, number: int) -> Response:
        """Hide a version from the lists, or show it again, and choose its default grammar.

        409 where the one that answers by the model's bare name would be hidden.
        """
        form = VersionForm(data=request.data)
        form.is_valid(raise_exception=True)
        given, by = form.validated_data, user_of(request)
        if "default_grammar" in given:
            version = set_default_grammar(slug, number, given["default_grammar"] or "", by)
        if "hidden" in given:
            version = hide(slug, number, given["hidden"], by)
        return answer(VersionSchema.of(version, version.model.kind, Worker.fresh()))

    @extend_schema(operation_id="versions_destroy", responses={204: None})
    def delete(self, request: Request, slug: str, number: int) -> Response:
        """Remove a version and its files for good, and with its last version the model.

        409 while an alias means it, or where predictions, runs or variants were made with it: hide it then.
        """
        delete(slug, number, user_of(request))
        return Response(status=204)


class ThresholdsForm(Form):
    """From which confidence on an answer shall count as sure."""

    threshold = serializers.FloatField(min_value=0, max_value=1)
    labels = serializers.DictField(child=serializers.FloatField(min_value=0, max_value=1), required=False)


class ThresholdsView(APIView):
    """When a version is sure."""

    permission_classes = [IsStaff]
    required_scope = Scope.MODELS_WRITE

    @extend_schema(operation_id="thresholds_update", request=ThresholdsForm, responses=VersionSchema)
    def put(self, request: Request, slug: str, number: int) -> Response:
        """Let these thresholds count from now on, for all labels and for those that are named.

        What is less sure is answered with `"sure": false`, and the page shows "not sure".
        """
        form = ThresholdsForm(data=request.data)
        form.is_valid(raise_exception=True)
        version = thresholds.move(slug, number, Thresholds(**form.validated_data), user_of(request))
        return answer(VersionSchema.of(version, version.model.kind, Worker.fresh()))
