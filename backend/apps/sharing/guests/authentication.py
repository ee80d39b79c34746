"""A guest: whoever comes with the token of a link. Nobody is signed in by it, and no other view knows of it."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from apps.sharing import doors, links, uses
from apps.sharing.guests import actions
from apps.sharing.models import Link

if TYPE_CHECKING:
    from rest_framework.views import APIView


class LinkAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`. Sets `request.auth` to the Link; `request.user` stays nobody."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Link] | None:
        """The link, open and with its owner and model. Raises Problem 404, 410, 429, 503."""
        admission = getattr(request._request, "admission", None)
        if admission:
            return AnonymousUser(), admission.auth
        scheme, _, token = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        doors.count_knock()
        return AnonymousUser(), links.opened_by(token.strip().decode("latin-1"))

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the framework's signature
        """The WWW-Authenticate header of a 401."""
        return "Bearer"


class ByLink(BasePermission):
    """Whoever comes with a link."""

    def has_permission(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002 - the framework's signature
        """Whether to let the request in."""
        return isinstance(request.auth, Link)


class FilesThrottle(BaseThrottle):
    """Counts files, before they are sent. What is sent once more takes none of the day's places."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """True. Raises Problem 429, 503."""
        # Before it is known that a view takes no files at all, as where one asks what the link opens.
        sends = request.method == "PUT" and "prediction_id" in view.kwargs
        if sends and not getattr(request._request, "admission", None):
            link = link_of(request)
            doors.count_file(link.pk)
            if not actions.has_sent(link, view.kwargs["prediction_id"]):
                uses.require_room_today(link)
        return True


def link_of(request: Request) -> Link:
    """The link of a request that `ByLink` has let in."""
    return cast("Link", request.auth)
