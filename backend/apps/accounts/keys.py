"""Make an API key, and find who a key belongs to."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone

from apps.accounts.models import ApiKey
from apps.core import audit
from apps.core.errors import Problem

# A key that is used a thousand times a minute costs one write a minute.
LAST_USED_PRECISION = timedelta(minutes=1)
# Nobody can tell more apart; whoever makes keys by a program has forgotten to delete some.
MOST_KEYS = 100
# What requests need of a user, in the order of the model's fields; the rest is read when somebody looks at it.
_OF_USER = ("id", "is_superuser", "username", "is_staff", "is_active")
# Written by hand: Django takes 1.5 ms to make this statement, and each request of a program has one.
_FIND = (
    "SELECT key.id, key.scopes, key.webhook, key.last_used_at > %s, "  # noqa: S608 - no value is in it
    f"{', '.join(f'person.{name}' for name in _OF_USER)} FROM {ApiKey._meta.db_table} key "
    f"JOIN {User._meta.db_table} person ON person.id = key.user_id "
    "WHERE key.digest = %s AND (key.expires_at IS NULL OR key.expires_at > %s) AND person.is_active"
)


def digest_of(secret: str) -> str:
    """Hex sha256 of a key or ticket: all that is stored of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_key(
    user: User, *, name: str, scopes: Sequence[str], expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key and its text, `slip_<8 hex digits>_<32 random bytes>`; the text cannot be had again.

    Raises:
        Problem: 409 where the user has too many.
    """
    if user.api_keys.count() >= MOST_KEYS:
        raise Problem(409, f"You have {MOST_KEYS} keys; delete one that is not used any more.")
    prefix = f"slip_{secrets.token_hex(4)}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey.objects.create(
        user=user, name=name, prefix=prefix, digest=digest_of(text), scopes=list(scopes), expires_at=expires_at
    )
    audit.note("key_made", by=user, prefix=prefix, scopes=row.scopes)
    return row, text


@transaction.atomic
def delete_key(user: User, number: int) -> None:
    """Delete a key of `user`; tickets and sockets end with it. Raises Problem 404."""
    key = ApiKey.objects.filter(pk=number, user=user).first()
    if key is None:
        raise Problem(404, "There is no such key.")
    key.delete()
    audit.note("key_deleted", by=user, prefix=key.prefix)


def use_key(text: str) -> ApiKey | None:
    """The key with this text, with its user; None if there is none, if it has expired or if its user is deactivated.

    Asked for anew by each request, so that a deleted key is refused at once. Its use is noted, to the minute.
    """
    now = timezone.now()
    moment = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [moment(now - LAST_USED_PRECISION), digest_of(text), moment(now)])
        found = cursor.fetchone()
    if found is None:
        return None
    pk, scopes, webhook, is_noted, *of_user = found
    user = User.from_db(DEFAULT_DB_ALIAS, _OF_USER, of_user)
    values = (pk, user.pk, json.loads(scopes), _uuid(webhook))
    key = ApiKey.from_db(DEFAULT_DB_ALIAS, ("id", "user_id", "scopes", "webhook"), values)
    key.user = user
    if not is_noted:
        ApiKey.objects.filter(pk=pk).update(last_used_at=now)
    return key


def _uuid(value: UUID | str | None) -> UUID | None:
    """SQLite has no type for them."""
    return UUID(value) if isinstance(value, str) else value
