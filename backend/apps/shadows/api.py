"""Shadows over HTTP: parse, call one function, answer. For staff, and for their programs with `models:write`."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.models import Scope
from apps.accounts.permissions import IsStaff
from apps.core import audit
from apps.core.pagination import PAGE, PAGE_NAMES, paged
from apps.core.parsing import query_choice, query_text, refuse_unknown
from apps.core.schemas import answer
from apps.predictions.media import BYTES, AnyRenderer
from apps.shadows import end, selectors, votes
from apps.shadows.forms import EndShadowForm, ShadowForm, VoteForm
from apps.shadows.schemas import DifferencePageSchema, DifferenceSchema, ShadowPageSchema, ShadowSchema
from apps.shadows.start import start
from apps.uploads.attachment import original

VOTES = ("open", "given")


class _Comparing(APIView):
    permission_classes = [IsStaff]
    required_scope = Scope.MODELS_WRITE


class StartShadowView(_Comparing):
    """A new one."""

    @extend_schema(operation_id="shadows_start", request=ShadowForm, responses={201: ShadowSchema})
    def post(self, request: Request, slug: str) -> Response:
        """Let a version answer copies of what production has answered, which nobody is shown but staff.

        A worker does it while no prediction waits, and drops what is older than two minutes. 409 where a shadow of
        this model runs, or where no worker can load the version.
        """
        form = ShadowForm(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        shadow = start(slug, given["version"], by=user_of(request), reason=given.get("reason", ""))
        return answer(ShadowSchema.of(selectors.find(shadow.pk)), status=201)


class ShadowsView(_Comparing):
    """All of them."""

    @extend_schema(
        operation_id="shadows_list",
        parameters=[OpenApiParameter("model", str, OpenApiParameter.QUERY, description="Its slug"), *PAGE],
        responses=ShadowPageSchema,
    )
    def get(self, request: Request) -> Response:
        """Shadows, the newest first; of those that have ended, the figures of then."""
        refuse_unknown(request.query_params, "model", *PAGE_NAMES, what="parameter")
        return paged(request, selectors.shadows(query_text(request.query_params, "model")), ShadowSchema.of)


class ShadowView(_Comparing):
    """One of them."""

    @extend_schema(operation_id="shadows_retrieve", responses=ShadowSchema)
    def get(self, _request: Request, shadow_id: UUID) -> Response:
        """How it stands."""
        return answer(ShadowSchema.of(selectors.find(shadow_id)))


class EndShadowView(_Comparing):
    """No more copies."""

    @extend_schema(operation_id="shadows_end", request=EndShadowForm, responses=ShadowSchema)
    def post(self, request: Request, shadow_id: UUID) -> Response:
        """End it; its figures are kept as they are. It ends by itself when another version comes into production."""
        form = EndShadowForm(data=request.data)
        form.is_valid(raise_exception=True)
        selectors.find(shadow_id)
        end.end(shadow_id, by=user_of(request), reason=form.validated_data["reason"])
        return answer(ShadowSchema.of(selectors.find(shadow_id)))


class DifferencesView(_Comparing):
    """Where both answer otherwise."""

    @extend_schema(
        operation_id="shadows_differences",
        parameters=[OpenApiParameter("votes", str, OpenApiParameter.QUERY, enum=VOTES), *PAGE],
        responses=DifferencePageSchema,
    )
    def get(self, request: Request, shadow_id: UUID) -> Response:
        """Files whose first label or text differs, the newest first; the sides are shuffled for each."""
        given = request.query_params
        refuse_unknown(given, "votes", *PAGE_NAMES, what="parameter")
        found = selectors.differences(selectors.find(shadow_id))
        wanted = query_choice(given, "votes", VOTES)
        found = found.filter(choice="") if wanted == "open" else found
        found = found.exclude(choice="") if wanted == "given" else found
        return paged(request, found, DifferenceSchema.of)


class VoteView(_Comparing):
    """On one of them."""

    @extend_schema(operation_id="shadows_vote", request=VoteForm, responses=DifferenceSchema)
    def put(self, request: Request, shadow_id: UUID, number: int) -> Response:
        """Say which answer is better; from then on it is told which is whose.

        409 where somebody else has voted on this file, or the shadow has ended.
        """
        form = VoteForm(data=request.data)
        form.is_valid(raise_exception=True)
        votes.vote(user_of(request), shadow_id, number, form.validated_data["choice"])
        return answer(DifferenceSchema.of(selectors.find_difference(selectors.find(shadow_id), number)))

    @extend_schema(operation_id="shadows_vote_withdraw", responses={200: DifferenceSchema})
    def delete(self, request: Request, shadow_id: UUID, number: int) -> Response:
        """Take back what you said."""
        votes.withdraw(user_of(request), shadow_id, number)
        return answer(DifferenceSchema.of(selectors.find_difference(selectors.find(shadow_id), number)))


class DifferenceFileView(_Comparing):
    """The picture or the sound."""

    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(operation_id="shadows_file", responses=BYTES)
    def get(self, request: Request, shadow_id: UUID, number: int) -> HttpResponseBase:
        """The bytes, as an attachment: staff have to see what they vote on. The audit has it."""
        row = selectors.find_difference(selectors.find(shadow_id), number)
        prediction = row.prediction
        if prediction.owner != user_of(request):
            audit.note("file_read", by=user_of(request), owner=prediction.owner.username, prediction=prediction.pk)
        return original(request.headers, prediction.upload)
