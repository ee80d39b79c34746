"""Variants of a version over HTTP."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.authentication import user_of
from apps.core.schemas import answer
from apps.training.api import TrainingView, read
from apps.training.data_sets.selectors import data_set_version_called
from apps.training.forms import NewName, RegisterForm
from apps.training.schemas import RegisteredSchema
from apps.training.variants import forms, selectors, submit, ways
from apps.training.variants.payload import OptimisePayload
from apps.training.variants.register import register
from apps.training.variants.schemas import ComparisonListSchema, ComparisonSchema, WayListSchema, WaySchema
from apps.training.versions import find_version


class VariantsView(TrainingView):
    """Make them."""

    @extend_schema(operation_id="variants_create", request=forms.NewVariantsForm, responses={202: ComparisonSchema})
    def post(self, request: Request, slug: str, number: int) -> Response:
        """Make smaller or faster forms of a version, and compare them with it."""
        wanted = read(forms.NewVariantsForm, request, OptimisePayload)
        version = find_version(slug, number)
        job = submit.optimise(
            user_of(request), version, data_set_version_called(wanted.data_set, wanted.version), wanted
        )
        return answer(ComparisonSchema.of(selectors.comparisons(version).get(pk=job.pk)), status=202)


class WaysView(TrainingView):
    """What can be made."""

    @extend_schema(operation_id="ways_list", parameters=[forms.WaysForm], responses=WayListSchema)
    def get(self, request: Request, slug: str, number: int) -> Response:
        """How variants of a version can be made on a data set, or why not; the students, and how they usually learn."""
        wanted = read(forms.WaysForm, request, ways.Question)
        data = data_set_version_called(wanted.data_set, wanted.version)
        version = find_version(slug, number)
        found = [WaySchema.of(offer, version) for offer in ways.offers(version, data, wanted.keep)]
        return answer(WayListSchema(results=found))


class ComparisonsView(TrainingView):
    """The tables."""

    @extend_schema(operation_id="comparisons_list", responses=ComparisonListSchema)
    def get(self, _request: Request, slug: str, number: int) -> Response:
        """What was made of a version, newest first, each with its table."""
        found = selectors.comparisons(find_version(slug, number))
        return answer(ComparisonListSchema(results=[ComparisonSchema.of(row) for row in found]))


class VariantRegisterView(TrainingView):
    """Into the catalogue."""

    @extend_schema(operation_id="variants_register", request=RegisterForm, responses={201: RegisteredSchema})
    def post(self, request: Request, variant_id: UUID) -> Response:
        """Make an accepted variant a version, of its parent's model or under a name of its own."""
        wanted = read(RegisterForm, request, NewName)
        version = register(selectors.find_variant(variant_id), wanted.slug, user_of(request))
        return answer(RegisteredSchema.of(version), status=201)
