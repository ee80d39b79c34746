"""Which version answers: HTTP in, one function, an answer."""

from drf_spectacular.utils import extend_schema
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
from apps.core.pagination import PAGE, PAGE_NAMES, KeysetPagination
from apps.core.parsing import refuse_unknown
from apps.core.schemas import answer
from apps.rollouts.forms import AliasForm, RollBackForm
from apps.rollouts.move import move
from apps.rollouts.roll_back import roll_back
from apps.rollouts.schemas import AliasChangePageSchema, AliasChangeSchema


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
        pages = KeysetPagination()
        page = pages.paginate_queryset(AliasChange.objects.filter(slug=slug), request, view=self) or []
        return pages.get_paginated_response([AliasChangeSchema.of(change).to_json() for change in page])
