"""The people of this Slipway: made, let in by an invitation, changed and locked out by staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.passwords import set_password
from apps.accounts.tries import count_password
from apps.core import audit
from apps.core.errors import FieldError, Problem


@dataclass(frozen=True, slots=True)
class Invitation:
    """Lets a person choose a password, once: any later sign-in or password ends it."""

    person: User
    token: str
    expires_at: datetime


def make_person(by: User, username: str, *, is_staff: bool) -> Invitation:
    """A new person without a password, and what lets them choose one. Raises Problem 409 where the name is taken."""
    taken: list[FieldError] = [{"pointer": "/username", "detail": f"There is somebody called {username} already."}]
    if User.objects.filter(username__iexact=username).exists():
        raise Problem(409, taken[0]["detail"], errors=taken)
    try:
        with transaction.atomic():
            person = User.objects.create_user(username, is_staff=is_staff, is_superuser=is_staff and by.is_superuser)
            audit.note("user_made", by=by, user=username, is_staff=is_staff)
    except IntegrityError as error:
        raise Problem(409, taken[0]["detail"], errors=taken) from error
    return invite(by, person)


def invite(by: User, person: User) -> Invitation:
    """A new invitation, for who is new or has forgotten the password; it stays valid until it is used.

    Raises:
        Problem: 403 where `person` has more rights than `by`; 409 where they are deactivated.
    """
    _refuse_higher(by, person)
    if not person.is_active:
        raise Problem(409, f"{person.username} is deactivated; let them in again first.")
    audit.note("invitation_made", by=by, user=person.username)
    ends = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return Invitation(person, default_token_generator.make_token(person), ends)


def accept_invitation(number: int, token: str, new_password: str) -> User:
    """Give who was invited this password.

    Raises:
        Problem: 404 for an invitation that there is not, or not any more; 400 for a weak password; 409 where it is
            taken twice at once; 429 and 503 as for any password.
    """
    count_password(f"invitation {number}")
    person = User.objects.filter(pk=number, is_active=True).first()
    if person is None or not default_token_generator.check_token(person, token):
        raise Problem(404, "This invitation was used, is too old or was never made. Ask for another one.")
    set_password(person, new_password)
    audit.note("invitation_taken", by=person)
    return person


def change_person(by: User, person: User, *, is_staff: bool | None = None, is_active: bool | None = None) -> None:
    """Let `person` run this Slipway or not, and lock them out or let them in again; both hold at once.

    Raises:
        Problem: 409 for oneself, so that somebody is left who may; 403 where `person` has more rights than `by`.
    """
    if person == by:
        raise Problem(409, "Nobody takes their own rights away; ask somebody else of the staff.")
    _refuse_higher(by, person)
    if is_staff is not None:
        person.is_staff, person.is_superuser = is_staff, is_staff and by.is_superuser
    if is_active is not None:
        person.is_active = is_active
    with transaction.atomic():
        person.save(update_fields=["is_staff", "is_superuser", "is_active"])
        if not person.is_active:
            _end_sessions(person)
        audit.note("user_changed", by=by, user=person.username, is_staff=person.is_staff, is_active=person.is_active)


def _end_sessions(person: User) -> None:
    """For good: in whatever browser they are, whoever is let in again signs in anew."""
    theirs = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now())
        if session.get_decoded().get(SESSION_KEY) == str(person.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()


def _refuse_higher(by: User, person: User) -> None:
    if person.is_superuser and not by.is_superuser:
        raise Problem(403, f"{person.username} is an administrator; only another one may do this.")
