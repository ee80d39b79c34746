"""Which version answers: HTTP in, one function, an answer."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.models import Scope
from apps.accounts.permissions import IsStaff
from apps.catalogue import aliases
from apps.catalogue.aliases import Move
from apps.catalogue.models import AliasChange, Model, Worker
from apps.catalogue.schemas import ModelSchema
from apps.core.errors import Problem
from apps.core.pagination import PAGE, PAGE_NAMES, paged
from apps.core.parsing import query_text, refuse_unknown
from apps.core.schemas import answer
from apps.rollouts import end, selectors
from apps.rollouts.forms import AliasForm, EndForm, PromoteForm, RollBackForm, RolloutForm
from apps.rollouts.go_on import go_on
from apps.rollouts.move import move, require_right
from apps.rollouts.roll_back import roll_back
from apps.rollouts.schemas import AliasChangePageSchema, AliasChangeSchema, RolloutPageSchema, RolloutSchema
from apps.rollouts.start import start


class _Releasing(APIView):
    """For staff, and for their programs with `models:write`."""

    permission_classes = [IsStaff]
    required_scope = Scope.MODELS_WRITE


class AliasView(_Releasing):
    """A name for one of a model's versions."""

    @extend_schema(operation_id="aliases_update", request=AliasForm, responses=ModelSchema)
    def put(self, request: Request, slug: str, name: str) -> Response:
        """Let the alias mean this version from now on: `production` is what answers by the model's bare name.

        The workers load the version first. 409 where one of them cannot, or where another version than `expected` is
        meant by now. `production` needs the right to release.
        """
        if not aliases.NAME.fullmatch(name):
            detail = "An alias is of small letters, digits, - and _, at most 63, and begins with a letter or digit."
            raise Problem(400, detail, errors=[{"pointer": "/name", "detail": detail}])
        form = AliasForm(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        why = Move(user_of(request), reason=given.get("reason", ""), expected=given.get("expected"))
        return answer(ModelSchema.of(move(slug, name, given["version"], why), Worker.fresh()))


class RollBackView(_Releasing):
    """One press."""

    @extend_schema(operation_id="models_roll_back", request=RollBackForm, responses=ModelSchema)
    def post(self, request: Request, slug: str) -> Response:
        """Let the version answer by the model's bare name that did so before; what waits goes to it, too.

        It is still in memory. 409 where another version than `expected` is in production, or none was before.
        """
        form = RollBackForm(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        why = Move(user_of(request), AliasChange.How.ROLLED_BACK, given.get("reason", ""), given["expected"])
        return answer(ModelSchema.of(roll_back(slug, why), Worker.fresh()))


class AliasChangesView(APIView):
    """Who moved what, when and why."""

    permission_classes = [IsStaff]
    required_scope = Scope.MODELS_WRITE

    @extend_schema(operation_id="alias_changes_list", parameters=PAGE, responses=AliasChangePageSchema)
    def get(self, request: Request, slug: str) -> Response:
        """Every move of an alias of this model, the newest first; kept for ever."""
        refuse_unknown(request.query_params, *PAGE_NAMES, what="parameter")
        if not Model.objects.filter(slug=slug).exists():
            raise Problem(404, "There is no such model.")
        answered = paged(request, AliasChange.objects.filter(slug=slug), AliasChangeSchema.of)
        answered.data["back_to"] = aliases.before(slug)
        return answered


class RolloutsView(_Releasing):
    """All of them."""

    @extend_schema(
        operation_id="rollouts_list",
        parameters=[OpenApiParameter("model", str, OpenApiParameter.QUERY, description="Its slug"), *PAGE],
        responses=RolloutPageSchema,
    )
    def get(self, request: Request) -> Response:
        """Rollouts, the newest first; of those that have ended, the figures of then."""
        refuse_unknown(request.query_params, "model", *PAGE_NAMES, what="parameter")
        return paged(request, selectors.rollouts(query_text(request.query_params, "model")), RolloutSchema.of)


class StartView(_Releasing):
    """A new one."""

    @extend_schema(operation_id="rollouts_start", request=RolloutForm, responses={201: RolloutSchema})
    def post(self, request: Request, slug: str) -> Response:
        """Let another version answer some of the people who ask for `production`, step by step more of them.

        The workers load it first. 409 where a rollout of this model runs, or where no worker can load the version.
        """
        form = RolloutForm(data=request.data)
        form.is_valid(raise_exception=True)
        given, by = form.validated_data, user_of(request)
        rollout = start(slug, given["version"], form.plan(), by=by, reason=given.get("reason", ""))
        return answer(RolloutSchema.of(selectors.find(rollout.pk)), status=201)


class RolloutView(_Releasing):
    """One of them."""

    @extend_schema(operation_id="rollouts_retrieve", responses=RolloutSchema)
    def get(self, _request: Request, rollout_id: UUID) -> Response:
        """How it stands: what it does now, what each guard knows, what happened."""
        return answer(RolloutSchema.of(selectors.find(rollout_id)))


class AbortView(_Releasing):
    """End it."""

    @extend_schema(operation_id="rollouts_abort", request=EndForm, responses=RolloutSchema)
    def post(self, request: Request, rollout_id: UUID) -> Response:
        """Nobody new gets the candidate, and what waits for it is answered by production."""
        form = EndForm(data=request.data)
        form.is_valid(raise_exception=True)
        selectors.find(rollout_id)
        end.abort(rollout_id, by=user_of(request), **form.validated_data)
        return answer(RolloutSchema.of(selectors.find(rollout_id)))


class ContinueView(_Releasing):
    """Somebody has looked."""

    @extend_schema(operation_id="rollouts_continue", request=EndForm, responses=RolloutSchema)
    def post(self, request: Request, rollout_id: UUID) -> Response:
        """Let a rollout go on that a signal holds; from now on that signal only tells. 409 where none holds it."""
        form = EndForm(data=request.data)
        form.is_valid(raise_exception=True)
        selectors.find(rollout_id)
        go_on(rollout_id, by=user_of(request), **form.validated_data)
        return answer(RolloutSchema.of(selectors.find(rollout_id)))


class PromoteView(_Releasing):
    """Let it answer everybody."""

    @extend_schema(operation_id="rollouts_promote", request=PromoteForm, responses=RolloutSchema)
    def post(self, request: Request, rollout_id: UUID) -> Response:
        """The candidate answers by the model's bare name from the next prediction on. Needs the right to release.

        409 says what is missing: time, answers, or that it is not known to be as good; `anyway` promotes nevertheless.
        """
        form = PromoteForm(data=request.data)
        form.is_valid(raise_exception=True)
        require_right(user_of(request))
        selectors.find(rollout_id)
        end.promote(rollout_id, by=user_of(request), **form.validated_data)
        return answer(RolloutSchema.of(selectors.find(rollout_id)))
