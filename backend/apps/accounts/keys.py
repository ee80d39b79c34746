"""Make an API key, and find who a key belongs to."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from apps.accounts.models import ApiKey

# A key that is used a thousand times a minute costs one write a minute.
LAST_USED_PRECISION = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """Hex sha256 of a key or ticket: all that is stored of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_key(
    user: User, *, name: str, scopes: Sequence[str], expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key and its text, `slip_<8 hex digits>_<32 random bytes>`; the text cannot be had again."""
    prefix = f"slip_{secrets.token_hex(4)}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey.objects.create(
        user=user, name=name, prefix=prefix, digest=digest_of(text), scopes=list(scopes), expires_at=expires_at
    )
    return row, text


def find_key(text: str) -> ApiKey | None:
    """The key with this text, with its user; None if there is none, if it has expired or if its user is deactivated."""
    key = ApiKey.objects.select_related("user").filter(digest=digest_of(text), user__is_active=True).first()
    if key is None or (key.expires_at is not None and key.expires_at <= timezone.now()):
        return None
    return key


def note_use(key: ApiKey) -> None:
    """Remember that a key was used just now, to the minute."""
    now = timezone.now()
    if key.last_used_at is None or key.last_used_at < now - LAST_USED_PRECISION:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
