"""Who is let in: by session, by key with the right scope, staff only."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from apps.accounts.keys import create_key
from apps.accounts.permissions import IsStaff


class Door(APIView):
    """Behind the default permission."""

    def get(self, _: Request) -> Response:
        return Response("in")


class ModelDoor(Door):
    required_scope = "models:write"


class StaffDoor(Door):
    permission_classes = [IsStaff]


def knock(door: type[APIView], user: User | None, *scopes: str) -> int:
    """The status that `user` gets: by session without scopes, else by a key with these."""
    request = APIRequestFactory().get("/")
    key = create_key(user, name="test", scopes=scopes)[0] if user and scopes else None
    force_authenticate(request, user=user or AnonymousUser(), token=key)  # type: ignore[arg-type]  # any token will do
    return door.as_view()(request).status_code


def test_a_session_opens_every_door_but_the_staff_door(owner: User) -> None:
    assert [knock(door, owner) for door in (Door, ModelDoor, StaffDoor)] == [200, 200, 403]


def test_a_key_opens_the_doors_of_its_scopes(operator: User) -> None:
    assert [knock(door, operator, "predict") for door in (Door, ModelDoor, StaffDoor)] == [200, 403, 403]
    assert [knock(door, operator, "models:write") for door in (Door, ModelDoor, StaffDoor)] == [403, 200, 403]
    assert [knock(door, operator, "admin") for door in (Door, ModelDoor, StaffDoor)] == [403, 403, 200]


def test_an_admin_key_is_worth_nothing_after_its_user_left_the_staff(owner: User) -> None:
    assert knock(StaffDoor, owner, "admin") == 403


def test_a_key_that_lacks_a_scope_is_told_which(owner: User, with_key: Callable[..., APIClient]) -> None:
    answer = with_key(owner, "models:write").get("/api/v1/me")
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This key lacks the scope predict."


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "session"),
        ("delete", "session"),
        ("post", "me/password"),
        ("get", "api-keys"),
        ("post", "api-keys"),
        ("delete", "api-keys/1"),
    ],
)
def test_a_key_cannot_touch_keys_passwords_or_sessions(
    operator: User, with_key: Callable[..., APIClient], method: str, path: str
) -> None:
    program = with_key(operator, "predict", "models:write", "admin")
    assert getattr(program, method)(f"/api/v1/{path}").status_code == 403
