"""Wakes who sends. The table is the queue: it is looked at every few seconds, with or without a bell."""

from functools import partial

from apps.queueing import list_bell

BELL = "slipway:webhooks"
ring = partial(list_bell.ring, BELL)
wait = partial(list_bell.wait_a_slice, [BELL])
