"""What the headers of a request ask for: to wait, to be one with another, how old an answer is, what stands there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.http import parse_etags

from apps.core.errors import Problem

LONGEST_WAIT = 60
_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})", re.IGNORECASE)
# With a quoted value or a plain one. Some part them by ; as in other headers.
_DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*(?:"([^"]*)"|([^\s",;]*)))?')
_PINNED = re.compile(r"[a-z0-9][a-z0-9-]*/versions/\d{1,9}")
_SECONDS = re.compile(r"\d{1,9}")


def wait(headers: Mapping[str, str]) -> int | None:
    """`Prefer: wait=N`, seconds; None where it is not asked for."""
    found = _WAIT.search(headers.get("Prefer", ""))
    return min(int(found[1]), LONGEST_WAIT) if found else None


def idempotency_key(headers: Mapping[str, str]) -> str:
    """The header is a Structured-Field string, but many send it without the quotes. Raises Problem 400."""
    key = headers.get("Idempotency-Key", "").strip()
    key = key[1:-1] if len(key) >= 2 and key[0] == key[-1] == '"' else key
    if len(key) > 255 or not key.isprintable():
        raise Problem(400, "Idempotency-Key is longer than 255 characters or not printable.")
    return key


def max_age(headers: Mapping[str, str]) -> int:
    """How old an earlier answer may be, seconds; 0: none will do. As `Cache-Control` (RFC 9111) has it."""
    given: dict[str, str] = {}
    for name, quoted, plain in _DIRECTIVE.findall(headers.get("Cache-Control", "").lower()):
        given.setdefault(name, quoted or plain)
    if given.keys() & {"no-cache", "no-store"}:
        return 0
    if "max-age" not in given:
        return int(settings.SLIPWAY.cache_seconds)
    # What is no number makes every answer too old.
    seconds = _SECONDS.match(given["max-age"])
    return int(seconds[0]) if seconds else 0


def pinned(headers: Mapping[str, str]) -> str | None:
    """`Slipway-Version: slug/versions/N`, which wins over `model`; None where it is not sent. Raises Problem 400."""
    given = headers.get("Slipway-Version", "").strip()
    if given and not _PINNED.fullmatch(given):
        raise Problem(400, "Slipway-Version is slug/versions/N.")
    return given or None


@dataclass(frozen=True, slots=True)
class Precondition:
    """What has to stand where something is written, by its ETags, as RFC 9110 has it; "*" is whatever stands there."""

    match: Sequence[str] = ()
    none_match: Sequence[str] = ()

    def holds(self, tag: str | None) -> bool:
        """Whether it does where `tag` is that of what stands there, None where nothing does."""
        if self.match:
            return tag is not None and ("*" in self.match or tag in self.match)
        return tag is None or not ("*" in self.none_match or tag in self.none_match)


def precondition(headers: Mapping[str, str]) -> Precondition:
    """`If-Match` and `If-None-Match`; what is no ETag matches nothing."""
    given = headers.get("If-Match")
    # An empty list of what is no ETag must not read as no condition at all.
    match = (parse_etags(given) or [""]) if given is not None else []
    return Precondition(match, parse_etags(headers.get("If-None-Match", "")))
