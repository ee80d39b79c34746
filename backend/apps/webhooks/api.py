"""Webhooks over HTTP."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.permissions import BySession
from apps.core.pagination import PAGE, PAGE_NAMES, paged
from apps.core.parsing import query_choice, refuse_unknown
from apps.core.schemas import answer
from apps.webhooks import actions, schemas, selectors
from apps.webhooks.forms import WebhookChangeForm, WebhookForm
from apps.webhooks.models import Status, Webhook


class OfMine(APIView):
    """A key cannot make a webhook, as it cannot make keys: what it was lent would go on after it is deleted."""

    permission_classes = [BySession]


class WebhooksView(OfMine):
    """All of mine."""

    @extend_schema(operation_id="webhooks_list", responses=schemas.WebhookListSchema)
    def get(self, request: Request) -> Response:
        """List my webhooks, newest first; the one without `url` is that of requests."""
        return answer(schemas.WebhookListSchema(results=selectors.shapes_of(list(selectors.of(user_of(request))))))

    @extend_schema(operation_id="webhooks_create", request=WebhookForm, responses={201: schemas.NewWebhookSchema})
    def post(self, request: Request) -> Response:
        """Make a webhook. `secret` in the answer is shown this once."""
        form = WebhookForm(data=request.data)
        form.is_valid(raise_exception=True)
        return answer(_with_secret(actions.make(user_of(request), **form.validated_data)), status=201)


class WebhookView(OfMine):
    """One of mine."""

    @extend_schema(operation_id="webhooks_retrieve", responses=schemas.WebhookSchema)
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """One webhook."""
        return answer(selectors.shape_of(selectors.find(user_of(request), webhook_id)))

    @extend_schema(operation_id="webhooks_update", request=WebhookChangeForm, responses=schemas.WebhookSchema)
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        """Change a webhook, pause it or go on; what waited is sent then."""
        form = WebhookChangeForm(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        return answer(selectors.shape_of(actions.change(user_of(request), webhook_id, dict(form.validated_data))))

    @extend_schema(operation_id="webhooks_destroy", responses={204: None})
    def delete(self, request: Request, webhook_id: UUID) -> Response:
        """Delete a webhook with its log."""
        actions.delete(user_of(request), webhook_id)
        return Response(status=204)


class SecretView(OfMine):
    """What it signs with."""

    @extend_schema(operation_id="webhooks_new_secret", request=None, responses={201: schemas.NewWebhookSchema})
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Make a new secret, shown this once. For a day deliveries are signed with the former one as well."""
        return answer(_with_secret(actions.renew_secret(user_of(request), webhook_id)), status=201)


class TestView(OfMine):
    """Whether it works."""

    @extend_schema(operation_id="webhooks_test", request=None, responses={202: schemas.DeliverySchema})
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Send it `webhook.test`, once; ask for the delivery to see what came of it."""
        return answer(schemas.DeliverySchema.of(actions.test(user_of(request), webhook_id)), status=202)


class DeliveriesView(OfMine):
    """What was sent, and is to be."""

    @extend_schema(
        operation_id="webhooks_deliveries",
        parameters=[OpenApiParameter("status", str, OpenApiParameter.QUERY, enum=Status.values), *PAGE],
        responses=schemas.DeliveryPageSchema,
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """The log of a webhook, newest first."""
        refuse_unknown(request.query_params, "status", *PAGE_NAMES, what="parameter")
        status = query_choice(request.query_params, "status", Status.values)
        rows = selectors.deliveries(selectors.find(user_of(request), webhook_id), status)
        return paged(request, rows, schemas.DeliverySchema.of)


class DeliveryView(OfMine):
    """One of them."""

    @extend_schema(operation_id="webhooks_delivery", responses=schemas.WholeDeliverySchema)
    def get(self, request: Request, webhook_id: UUID, delivery_id: UUID) -> Response:
        """A delivery, with what was sent and how its last attempt was answered."""
        row = selectors.find_delivery(user_of(request), webhook_id, delivery_id)
        return answer(schemas.WholeDeliverySchema.of(row, body=row.body, answer=row.answer))


class SendAgainView(OfMine):
    """Once more."""

    @extend_schema(operation_id="webhooks_send_again", request=None, responses={202: schemas.DeliverySchema})
    def post(self, request: Request, webhook_id: UUID, delivery_id: UUID) -> Response:
        """Send a delivery again, now, under the same `webhook-id`; 409 while it is being sent."""
        row = actions.send_again(user_of(request), webhook_id, delivery_id)
        return answer(schemas.DeliverySchema.of(row), status=202)


class SendFailedView(OfMine):
    """All that was given up."""

    @extend_schema(operation_id="webhooks_send_failed", request=None, responses={202: schemas.SentAgainSchema})
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Send all deliveries of the log that failed again, now, each under its `webhook-id`."""
        count = actions.send_failed_again(user_of(request), webhook_id)
        return answer(schemas.SentAgainSchema(count=count), status=202)


def _with_secret(row: Webhook) -> schemas.NewWebhookSchema:
    shown = selectors.shape_of(row).model_dump()
    return schemas.NewWebhookSchema(**shown, secret=row.secrets[0]["secret"])
