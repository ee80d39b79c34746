"""How much one user may keep here: files and bytes.

Counted only where there is a limit, once a minute for each user who sends something, and kept in this process with what
came since: another process hears of that a minute late, so a limit may be passed by what comes in within that minute.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count, Sum

from apps.core.errors import Problem
from apps.uploads.models import Upload

KNOWN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What a user has here; bytes are those of the files as they came."""

    files: int
    bytes: int

    def plus(self, sizes: Sequence[int]) -> "Kept":
        """With more files of these sizes."""
        return Kept(self.files + len(sizes), self.bytes + sum(sizes))


# Until when what is known of a user counts.
_known: dict[int, tuple[float, Kept]] = {}
_NEVER = (0.0, Kept(0, 0))
_lock = threading.Lock()


def kept_by(user: User) -> Kept:
    """As the rows say now."""
    found = Upload.objects.filter(owner=user).aggregate(files=Count("pk"), bytes=Sum("size", default=0))
    return Kept(found["files"], found["bytes"])


def require_quota(owner: User, sizes: Sequence[int]) -> None:
    """Take files of these sizes in. Raises Problem 413 `quota_exceeded` where they would be too many or too much."""
    env = settings.SLIPWAY
    if not env.max_user_files and not env.max_user_bytes:
        return
    # Counted in the lock: another request's files shall not be forgotten between the count and the comparison.
    with _lock:
        until, kept = _known.get(owner.pk, _NEVER)
        if time.monotonic() >= until:
            until, kept = time.monotonic() + KNOWN_SECONDS, kept_by(owner)
        then = kept.plus(sizes)
        _refuse(kept.files, then.files, env.max_user_files, "files")
        _refuse(kept.bytes, then.bytes, env.max_user_bytes, "bytes")
        _known[owner.pk] = (until, then)


def forget(*owners: int) -> None:
    """Count anew the next time: something was deleted, or what was taken in is not kept after all."""
    with _lock:
        for owner in owners:
            _known.pop(owner, None)


def _refuse(now: int, then: int, most: int, what: str) -> None:
    if most and then > most:
        detail = (
            f"You keep {now} {what} here, with these it would be {then}, and the limit is {most}. Delete some first."
        )
        raise Problem(413, detail, code="quota_exceeded")
