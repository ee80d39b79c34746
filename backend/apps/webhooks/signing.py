"""Secrets and signatures as https://www.standardwebhooks.com has them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

PREFIX, RANDOM_BYTES = "whsec_", 32
# After a new one was made: time to tell the receiver.
KEPT = timedelta(hours=24)


class Secret(TypedDict):
    """`whsec_` and base64, as the receiver has it; until when it counts, or null for the newest."""

    secret: str
    until: str | None


def new_secret() -> str:
    """`whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(RANDOM_BYTES)).decode()


def rotated(known: Sequence[Secret], now: datetime) -> list[Secret]:
    """A new secret before those that count still; the one that was the newest counts for a day more."""
    until = (now + KEPT).isoformat()
    older = [Secret(secret=one["secret"], until=one["until"] or until) for one in valid(known, now)]
    return [Secret(secret=new_secret(), until=None), *older]


def valid(known: Sequence[Secret], now: datetime) -> list[Secret]:
    """Those that count."""
    return [one for one in known if one["until"] is None or datetime.fromisoformat(one["until"]) > now]


def headers_of(message: str, body: str, known: Sequence[Secret], now: datetime) -> dict[str, str]:
    """The headers of one attempt: one signature for each secret that counts, so that a receiver may have either."""
    seconds = int(now.timestamp())
    signed = f"{message}.{seconds}.{body}".encode()
    signatures = [_signature(one["secret"], signed) for one in valid(known, now)]
    return {"webhook-id": message, "webhook-timestamp": str(seconds), "webhook-signature": " ".join(signatures)}


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
