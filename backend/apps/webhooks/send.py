"""One attempt: the request, and what came of it."""

import math
import time
from dataclasses import dataclass

import httpx2
from django.conf import settings
from django.utils import timezone

from apps.webhooks.models import Delivery
from apps.webhooks.signing import headers_of
from ml import outgoing

SECONDS = 15.0
KEPT_BYTES = 1024
# The library quotes what it could not read, of which there may be 100 kB.
KEPT_OF_ERRORS = 200
GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt.

    Args:
        status: of the answer; None where there was none.
        answer: the first kB of it.
        error: why there was none, in a sentence.
        may_help: whether to try again could help.
        retry_after: seconds, where the answer asks for that.
    """

    seconds: float
    status: int | None = None
    answer: str = ""
    error: str = ""
    may_help: bool = True
    retry_after: float | None = None

    @property
    def succeeded(self) -> bool:
        """Whether it was taken: any 2xx."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the receiver wants no more."""
        return self.status == GONE


def client() -> httpx2.Client:
    """What deliveries are sent with; good for many threads."""
    return outgoing.client(settings.SLIPWAY.outgoing_networks, SECONDS)


def send(asking: httpx2.Client, delivery: Delivery) -> Outcome:
    """Send a delivery, read with its webhook. No statement is made here: it runs in a thread beside others."""
    began = time.monotonic()
    url = delivery.url or delivery.webhook.url
    try:
        outgoing.check_url(url)
        with asking.stream("POST", url, content=delivery.body.encode(), headers=_headers(delivery)) as response:
            return Outcome(
                status=response.status_code,
                answer=_beginning(response),
                retry_after=_seconds(response.headers.get("retry-after", "")),
                seconds=time.monotonic() - began,
            )
    except outgoing.Refused as error:
        return Outcome(error=str(error), may_help=False, seconds=time.monotonic() - began)
    except httpx2.TimeoutException:
        error_text = f"It did not answer within {SECONDS:g} s."
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        error_text = f"There was no answer: {str(error)[:KEPT_OF_ERRORS].rstrip('.')}."
    return Outcome(error=error_text, seconds=time.monotonic() - began)


def _headers(delivery: Delivery) -> dict[str, str]:
    signed = headers_of(str(delivery.pk), delivery.body, delivery.webhook.secrets, timezone.now())
    # Not packed: what is kept of an answer is its first bytes.
    plain = {"Content-Type": "application/json", "User-Agent": "Slipway-Webhooks/1", "Accept-Encoding": "identity"}
    return {**plain, **signed}


def _beginning(response: httpx2.Response) -> str:
    """Its first kB as text; PostgreSQL takes no NUL."""
    found = b""
    try:
        for piece in response.iter_raw():
            found += piece
            if len(found) >= KEPT_BYTES:
                break
    except httpx2.HTTPError:
        pass  # its status has come, and that is what counts
    return found[:KEPT_BYTES].decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def _seconds(retry_after: str) -> float | None:
    """Of a date, which nobody sends, nothing is made."""
    try:
        seconds = float(retry_after)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None
