"""People over HTTP: for staff, and for who was invited."""

from django.contrib.auth.models import User
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.people import actions
from apps.accounts.people.forms import AcceptanceSerializer, NewPersonSerializer, PersonChangeSerializer
from apps.accounts.people.schemas import InvitationSchema, PersonListSchema, PersonSchema
from apps.accounts.permissions import BySession, IsStaff, WithoutKey
from apps.core.errors import Problem
from apps.core.schemas import answer


class PeopleView(APIView):
    """Everybody."""

    permission_classes = [BySession, IsStaff]

    @extend_schema(summary="Who has an account", operation_id="people_list", responses=PersonListSchema)
    def get(self, _request: Request) -> Response:
        """Everybody who has an account, by name. For staff."""
        return answer(PersonListSchema(results=[PersonSchema.of(one) for one in User.objects.order_by("username")]))

    @extend_schema(
        summary="Make an account",
        operation_id="people_create",
        request=NewPersonSerializer,
        responses={201: InvitationSchema},
    )
    def post(self, request: Request) -> Response:
        """Make a person. `path` in the answer is shown this once; it lets them choose a password within three days."""
        form = NewPersonSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return answer(InvitationSchema.of(actions.make_person(user_of(request), **form.validated_data)), status=201)


class PersonView(APIView):
    """One person."""

    permission_classes = [BySession, IsStaff]

    @extend_schema(
        summary="Change an account",
        operation_id="people_change",
        request=PersonChangeSerializer,
        responses=PersonSchema,
    )
    def patch(self, request: Request, user_id: int) -> Response:
        """Make them staff or not, lock them out or let them in again. 409 for oneself."""
        form = PersonChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        person = _find(user_id)
        actions.change_person(user_of(request), person, **form.validated_data)
        return answer(PersonSchema.of(person))


class InvitationView(APIView):
    """A way in for one person."""

    permission_classes = [BySession, IsStaff]

    @extend_schema(
        summary="Invite again", operation_id="people_invite", request=None, responses={201: InvitationSchema}
    )
    def post(self, request: Request, user_id: int) -> Response:
        """A new invitation for who has lost the first one, or the password."""
        return answer(InvitationSchema.of(actions.invite(user_of(request), _find(user_id))), status=201)


class InvitationsView(APIView):
    """For who was invited."""

    permission_classes: list[type[BasePermission]] = [WithoutKey]

    @extend_schema(
        summary="Choose a password",
        operation_id="invitations_accept",
        auth=[],
        request=AcceptanceSerializer,
        responses=PersonSchema,
    )
    def post(self, request: Request) -> Response:
        """Choose a password by an invitation, and sign in with it afterwards. Needs the `X-CSRFToken` header."""
        SessionAuthentication().enforce_csrf(request)
        form = AcceptanceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        person = actions.accept_invitation(given["user"], given["token"], given["new_password"])
        return answer(PersonSchema.of(person))


def _find(number: int) -> User:
    person = User.objects.filter(pk=number).first()
    if person is None:
        raise Problem(404, "There is no such person.")
    return person
