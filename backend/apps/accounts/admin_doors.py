"""Passwords are typed into the page alone, where tries are counted: Django's admin sends people there and back."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """In place of the admin's own form; 403 for who is signed in and may not enter."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return HttpResponseRedirect(f"/sign-in?{urlencode({'next': request.GET.get('next', '/admin/')})}")


def to_account(_request: HttpRequest) -> HttpResponseRedirect:
    """In place of the admin's form for another password."""
    return HttpResponseRedirect("/account")
