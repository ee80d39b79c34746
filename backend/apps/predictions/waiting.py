"""Hold a request until its predictions have ended (`Prefer: wait`)."""

import time
from collections.abc import Collection
from uuid import UUID

from django.db import connection

from apps.core import draining
from apps.predictions.models import FINAL, Prediction

POLL_SECONDS = (0.02, 0.05, 0.1, 0.2)


def wait_until_final(ids: Collection[UUID], seconds: float) -> bool:
    """Wait at most `seconds` for all to end, less when this process shall. Looks often at first: most are quick."""
    deadline = time.monotonic() + seconds
    pauses = iter(POLL_SECONDS)
    pause = POLL_SECONDS[-1]
    while Prediction.objects.filter(pk__in=ids).exclude(status__in=FINAL).exists():
        pause = next(pauses, pause)
        left = deadline - time.monotonic()
        if left <= 0 or draining.has_begun():
            return False
        # Whoever waits for a minute shall not keep one of the web's few connections meanwhile.
        if not connection.in_atomic_block:
            connection.close()
        time.sleep(min(pause, left))
    return True
