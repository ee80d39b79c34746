"""Every door that takes a password, or gives out what opens others, counts here who knocks.

By address and by account, so that neither one sender may guess many accounts nor many senders one. Other than with
usual requests nobody passes while the broker, which counts, is away: that would be the moment to guess.
"""

import logging
import math

from django.conf import settings
from django.contrib.auth.models import User
from redis.exceptions import RedisError

from apps.accounts.keys import digest_of
from apps.core import rate
from apps.core.errors import Problem
from apps.core.rate import Limit

logger = logging.getLogger(__name__)
# A program that opens a socket needs one ticket; a hundred programs of one user may start again together.
GRANTS = Limit(300, 60)


def count_password(address: str, username: str) -> None:
    """Count a password that is about to be checked. Raises Problem 429, or 503 while nothing can be counted."""
    limit = Limit.of(settings.SLIPWAY.sign_in_limit)
    _count(f"password:address:{address}", limit, "Too many passwords were tried from this address.")
    # People type their password in the place of their name: it is not written down.
    _count(f"password:account:{digest_of(username)}", limit, "Too many passwords were tried for this name.")


def count_grant(user: User) -> None:
    """Count a key or ticket that is about to be made. Raises as `count_password`."""
    _count(f"grant:{user.pk}", GRANTS, "You are making too many keys and tickets.")


def _count(what: str, limit: Limit, refusal: str) -> None:
    try:
        seconds = rate.count(what, limit)
    except RedisError as error:
        logger.warning("passwords, keys and tickets are refused, since tries cannot be counted: %s", error)
        detail = "The broker is away, and without it nobody can sign in or get a key or ticket. Try again shortly."
        raise Problem(503, detail, retry_after=5) from error
    if seconds:
        wait = math.ceil(seconds)
        raise Problem(429, f"{refusal} Try again in {wait} s.", retry_after=wait)
