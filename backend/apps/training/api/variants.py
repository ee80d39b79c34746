"""Variants of a version over HTTP."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.training import forms, selectors, shown, variants
from apps.training.api.base import TrainingView, read
from apps.training.payloads import OptimisePayload
from apps.training.register import register_variant
from apps.training.serializers.jobs import RegisteredSerializer
from apps.training.serializers.variants import ComparisonListSerializer, ComparisonSerializer, WayListSerializer


class VariantsView(TrainingView):
    """Make them."""

    @extend_schema(operation_id="variants_create", request=forms.NewVariantsForm, responses={202: ComparisonSerializer})
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Make smaller or faster forms of a version, and compare them with it."""
        asked = read(forms.NewVariantsForm, request)
        version = selectors.find_version(slug, number)
        data = selectors.data_set_version_called(asked["data_set"], asked["version"])
        job = variants.optimise(user_of(request), version, data, OptimisePayload(**asked))
        return Response(shown.comparison(selectors.comparisons(version).get(pk=job.pk)), status=202)


class WaysView(TrainingView):
    """What can be made."""

    @extend_schema(operation_id="ways_list", parameters=[forms.WaysForm], responses=WayListSerializer)
    def get(self, request: Request, slug: str, number: int) -> Response:
        """How variants of a version can be made on a data set, or why not; the students, and how they usually learn."""
        form = forms.WaysForm(data=request.query_params)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        data = selectors.data_set_version_called(asked["data_set"], asked["version"])
        found = variants.ways(selectors.find_version(slug, number), data, asked["keep"])
        return Response({"results": found})


class ComparisonsView(TrainingView):
    """The tables."""

    @extend_schema(operation_id="comparisons_list", responses=ComparisonListSerializer)
    def get(self, _request: Request, slug: str, number: int) -> Response:
        """What was made of a version, newest first, each with its table."""
        found = selectors.comparisons(selectors.find_version(slug, number))
        return Response({"results": [shown.comparison(row) for row in found]})


class VariantRegisterView(TrainingView):
    """Into the catalogue."""

    @extend_schema(operation_id="variants_register", request=forms.RegisterForm, responses={201: RegisteredSerializer})
    def post(self, request: Request, variant_id: UUID) -> Response:
        """Make an accepted variant a version, of its parent's model or under a name of its own."""
        asked = read(forms.RegisterForm, request)
        version = register_variant(selectors.find_variant(variant_id), asked.get("slug", ""))
        return Response(shown.registered(version), status=201)
