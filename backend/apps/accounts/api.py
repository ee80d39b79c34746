"""Sign-in, password, keys and websocket tickets over HTTP."""

from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.devices import remember
from apps.accounts.forms import ApiKeySerializer, CredentialsSerializer, PasswordChangeSerializer
from apps.accounts.keys import create_key, delete_key
from apps.accounts.models import ApiKey
from apps.accounts.passwords import change_password
from apps.accounts.permissions import BySession, WithoutKey
from apps.accounts.rights import Right
from apps.accounts.schemas import (
    ApiKeyListSchema,
    ApiKeySchema,
    NewApiKeySchema,
    SessionSchema,
    TicketSchema,
    UserSchema,
)
from apps.accounts.sessions import sign_in, sign_out
from apps.accounts.tickets import issue_ticket
from apps.accounts.tries import count_grant
from apps.core.schemas import answer


class SessionView(APIView):
    """The browser's session."""

    permission_classes: list[type[BasePermission]] = [WithoutKey]

    @extend_schema(summary="Who is signed in", auth=[], responses=SessionSchema)
    def get(self, request: Request) -> Response:
        """Who is signed in, null when nobody is. Sets the `csrftoken` cookie."""
        get_token(request)
        return answer(SessionSchema(user=UserSchema.of(user_of(request)) if request.user.is_authenticated else None))

    @extend_schema(summary="Sign in", auth=[], request=CredentialsSerializer, responses=SessionSchema)
    def post(self, request: Request) -> Response:
        """Sign in with a password. Needs the `X-CSRFToken` header; 401 when the name or password is wrong."""
        # The framework checks the token only for those who are signed in; a forged sign-in is an attack too.
        SessionAuthentication().enforce_csrf(request)
        form = CredentialsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = sign_in(request, **form.validated_data)
        if user is None:
            raise AuthenticationFailed("The name or the password is wrong.")
        signed_in = answer(SessionSchema(user=UserSchema.of(user)))
        remember(signed_in, user)
        return signed_in

    @extend_schema(summary="Sign out", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign out. Does nothing to whoever is not signed in."""
        sign_out(request)
        return Response(status=204)


class MeView(APIView):
    """The user who asks."""

    @extend_schema(summary="Who I am", responses=UserSchema)
    def get(self, request: Request) -> Response:
        """The user of the session or key."""
        return answer(UserSchema.of(user_of(request)))


class PasswordView(APIView):
    """The password of the user who asks."""

    permission_classes = [BySession]

    @extend_schema(summary="Change my password", request=PasswordChangeSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Change the password. This session stays signed in, all others end."""
        form = PasswordChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        change_password(request, user_of(request), **form.validated_data)
        return Response(status=204)


class ApiKeysView(APIView):
    """My keys."""

    permission_classes = [BySession]

    @extend_schema(summary="My keys", operation_id="api_keys_list", responses=ApiKeyListSchema)
    def get(self, request: Request) -> Response:
        """All of my keys, newest first, without their secrets."""
        mine = ApiKey.objects.filter(user=user_of(request))
        return answer(ApiKeyListSchema(results=[ApiKeySchema.of(key) for key in mine]))

    @extend_schema(summary="Make a key", request=ApiKeySerializer, responses={201: NewApiKeySchema})
    def post(self, request: Request) -> Response:
        """Make a key. `key` in the answer is the only time that it is shown."""
        user = user_of(request)
        form = ApiKeySerializer(data=request.data, context={"user": user})
        form.is_valid(raise_exception=True)
        count_grant(user)
        row, text = create_key(user, **form.validated_data)
        return answer(NewApiKeySchema.of(row, key=text), status=201)


class ApiKeyView(APIView):
    """One of my keys."""

    permission_classes = [BySession]

    @extend_schema(summary="Delete a key", responses={204: None})
    def delete(self, request: Request, key_id: int) -> Response:
        """Delete one of my keys; it is refused from now on."""
        delete_key(user_of(request), key_id)
        return Response(status=204)


class TicketsView(APIView):
    """Tickets for the websocket."""

    @extend_schema(summary="A one-time ticket for the websocket", request=None, responses={201: TicketSchema})
    def post(self, request: Request) -> Response:
        """A ticket for `/ws/v1/events?ticket=`, good once and for 60 s."""
        user, key = user_of(request), request.auth
        count_grant(user)
        by_key = isinstance(key, ApiKey)
        right = Right.of(user, key=key.pk) if by_key else Right.of(user, session=str(request.session.session_key))
        ticket, expires_at = issue_ticket(right)
        return answer(TicketSchema(ticket=ticket, expires_at=expires_at), status=201)
