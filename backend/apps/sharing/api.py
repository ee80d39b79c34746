"""Links over HTTP, for who shares."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.models import Scope
from apps.accounts.tries import count_grant
from apps.core.schemas import answer
from apps.sharing import links
from apps.sharing.forms import LinkForm
from apps.sharing.network import network_origin
from apps.sharing.schemas import LinkListSchema, LinkSchema, NewLinkSchema


class LinksView(APIView):
    """Of one model."""

    required_scope = Scope.MODELS_WRITE

    @extend_schema(operation_id="links_list", responses=LinkListSchema)
    def get(self, request: Request, slug: str) -> Response:
        """My links to this model, newest first; staff see everybody's. One that has ended is listed for 90 days."""
        user = user_of(request)
        model = links.find_model(user, slug)
        seen = [LinkSchema.of(link) for link in links.seen_by(user, slug)]
        return answer(LinkListSchema(results=seen, may_share=links.may_share(user, model)))

    @extend_schema(operation_id="links_create", request=LinkForm, responses={201: NewLinkSchema})
    def post(self, request: Request, slug: str) -> Response:
        """Make a link that opens this model without an account. `path` in the answer is shown this once.

        What guests send is kept in your name, within your quota. For staff, and for whoever made the model.
        """
        user = user_of(request)
        form = LinkForm(data=request.data)
        form.is_valid(raise_exception=True)
        count_grant(user)
        link, token = links.make(user, slug, **form.validated_data)
        return answer(NewLinkSchema.of(link, path=f"/s#{token}", origin=network_origin()), status=201)


class LinkView(APIView):
    """One of them."""

    required_scope = Scope.MODELS_WRITE

    @extend_schema(operation_id="links_destroy", responses={204: None})
    def delete(self, request: Request, slug: str, number: int) -> Response:
        """End a link at once; what came by it stays."""
        links.revoke(user_of(request), slug, number)
        return Response(status=204)
