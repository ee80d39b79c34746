"""Every door that takes a password, or gives out what opens others, counts here who knocks.

By address, so that no sender may guess much, at one account or at many; and by account, so that not many senders may
guess one. As the second could be used to lock somebody out it is wider, and who was let in before is counted apart.
Other than with usual requests nobody passes while the broker, which counts, is away: that would be the moment to guess.
"""

import logging
import math
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.contrib.auth.models import User
from redis.exceptions import RedisError

from apps.accounts.keys import digest_of
from apps.core import caller, rate
from apps.core.errors import Problem
from apps.core.rate import Limit

logger = logging.getLogger(__name__)
# A program that opens a socket needs one ticket; a hundred programs of one user may start again together.
GRANTS = Limit(300, 60)
AWAY = "The broker is away, and without it nobody can sign in or get a key, ticket or link. Try again shortly."
# So many addresses have to guess at once before an account is closed to those that are not known.
ADDRESSES = 10


def count_password(username: str, *, known: str | None = None) -> None:
    """Count a password that is about to be checked. Raises Problem 429, or 503 while nothing can be counted.

    Args:
        known: what only a browser has that this person has signed in with: its session, or the cookie of `devices`.
    """
    limit = Limit.of(settings.SLIPWAY.sign_in_limit)
    if known:
        count(f"password:known:{digest_of(known)}", limit, "Too many passwords were tried in this browser.", AWAY)
        return
    count(f"password:address:{sender()}", limit, "Too many passwords were tried from this address.", AWAY)
    # People type their password in the place of their name: it is not written down.
    account = f"password:account:{digest_of(username)}"
    of_all = Limit(ADDRESSES * limit.most, limit.seconds)
    count(account, of_all, "Too many passwords were tried for this name.", AWAY)


def count_grant(user: User) -> None:
    """Count a key, ticket or link that is about to be made. Raises as `count_password`."""
    count(f"grant:{user.pk}", GRANTS, "You are making too many keys, tickets and links.", AWAY)


def sender() -> str:
    """From where it is knocked. Of IPv6 the network: whoever has one address has all 2^64 of it."""
    try:
        address = ip_address(caller.address())
    except ValueError:
        return caller.address()
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return f"{int(address) >> 64:x}"
    return str(address)


def count(what: str, limit: Limit, refusal: str, away: str) -> None:
    """Count one more try at a door. Raises Problem 429 with `refusal`; 503 with `away` while nothing is counted."""
    try:
        seconds = rate.count(what, limit)
    except RedisError as error:
        logger.warning("passwords, keys, tickets and links are refused, since tries cannot be counted: %s", error)
        raise Problem(503, away, retry_after=5) from error
    if seconds:
        wait = math.ceil(seconds)
        raise Problem(429, f"{refusal} Try again in {wait} s.", retry_after=wait)
