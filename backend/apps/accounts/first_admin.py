"""The first administrator, without whom nobody could make accounts."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from apps.core.errors import Problem


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """Who the administrator is; `random_password` only when it was made up just now."""

    username: str
    random_password: str = ""


def ensure_admin(username: str, password: str) -> FirstAdmin:
    """Make the first administrator unless there is one already. An empty password: a random one is made up.

    Raises:
        Problem: 409, a person without these rights has that name; they are not given to them by surprise.
    """
    existing = User.objects.filter(is_superuser=True).order_by("pk").first()
    if existing is not None:
        return FirstAdmin(existing.username)
    random_password = "" if password else secrets.token_urlsafe(12)
    try:
        with transaction.atomic():
            User.objects.create_superuser(username, password=password or random_password)
    except IntegrityError:
        if not User.objects.filter(username=username, is_superuser=True).exists():
            raise Problem(409, f"{username} is taken by somebody who is no administrator.") from None
        return FirstAdmin(username)  # another process was faster
    return FirstAdmin(username, random_password)
