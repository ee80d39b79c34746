"""Wakes a trainer that waits. The table is the queue: trainers look at it every few seconds, with or without a bell."""

import time
from functools import partial

from apps.core import draining
from apps.queueing import list_bell

BELL = "slipway:trainers"
# A web of an older release rings by a message to a queue of Celery, which is a list, too.
BELLS = [BELL, "training"]
ring = partial(list_bell.ring, BELL)


def wait(seconds: float) -> bool:
    """Until it rings, this process is told to end, or `seconds` are over. Returns whether it rang."""
    ends = time.monotonic() + seconds
    while not draining.has_begun() and time.monotonic() < ends:
        if list_bell.wait_a_slice(BELLS):
            return True
    return False
