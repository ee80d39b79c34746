"""A person's password is changed."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from apps.accounts.tries import count_password
from apps.core import audit
from apps.core.errors import FieldError, Problem


def change_password(request: HttpRequest, user: User, current_password: str, new_password: str) -> None:
    """Change it. This session stays signed in, under another id; all others end, and their websockets with them.

    Raises:
        Problem: 400 for a wrong or a weak password, 409 where it is changed twice at once, 429 after too many tries,
            503 while they cannot be counted.
    """
    count_password(user.username, known=request.session.session_key)
    if not user.check_password(current_password):
        audit.note("password_refused", by=user)
        raise _refused("/current_password", ["This is not your current password."])
    set_password(user, new_password)
    update_session_auth_hash(request, user)


def set_password(user: User, password: str) -> None:
    """Give `user` this password. Raises Problem 400 where it is easily guessed, 409 where another one came first."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise _refused("/new_password", error.messages) from error
    before = user.password
    user.set_password(password)
    # Not locked meanwhile: to hash a password takes long, on purpose.
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, password=before).update(password=user.password):
            raise Problem(409, "Another password was set at the same moment; this one was not.")
        audit.note("password_changed", by=user)


def _refused(pointer: str, sentences: list[str]) -> Problem:
    errors: list[FieldError] = [{"pointer": pointer, "detail": sentence} for sentence in sentences]
    return Problem(400, "Some fields are not valid.", errors=errors)
