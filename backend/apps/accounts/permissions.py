"""Who may do what: signed in, staff, or a person in a browser. A key needs the view's scope as well.

A view that needs another scope than `predict` says so: `required_scope = "models:write"`.
"""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.accounts.models import ApiKey, Scope

if TYPE_CHECKING:
    # The views read their default permissions from the settings while they are imported: this would go in circles.
    from rest_framework.views import APIView


class SignedIn(BasePermission):
    """Signed in by session, or by a key with the view's `required_scope` (`predict` where it names none)."""

    scope: str = Scope.PREDICT

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Whether to let the request in; `message` says why not."""
        if not request.user.is_authenticated:
            return False
        scope = getattr(view, "required_scope", self.scope)
        self.message = f"This key lacks the scope {scope!s}."
        return not isinstance(request.auth, ApiKey) or scope in request.auth.scopes


class IsStaff(SignedIn):
    """Staff by session, or by a staff user's key with the scope `admin`."""

    scope = Scope.ADMIN

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Whether to let the request in."""
        if not super().has_permission(request, view):
            return False
        self.message = "This is for staff."
        return request.user.is_staff


class WithoutKey(BasePermission):
    """Refuses keys, and nobody else: a key must not be able to sign in or make more keys."""

    message = "A key cannot do this; sign in with a password."
    takes_keys = False

    def has_permission(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002 - the framework's signature
        """Whether to let the request in."""
        return not isinstance(request.auth, ApiKey)


class BySession(WithoutKey):
    """A person who signed in with a password."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Whether to let the request in."""
        return request.user.is_authenticated and super().has_permission(request, view)
