"""Which bytes does a request want? Players ask for parts of a sound to jump in it (RFC 9110, section 14)."""

import re

from apps.core.errors import Problem

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last, or None where everything is wanted.

    A header that is not one plain range counts as none, as the standard allows. Raises Problem 416.
    """
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1 if last else size)
        if last and int(last) < int(first):
            return None
    if start >= stop:
        raise Problem(416, f"The file has {size} bytes; {header} is not in it.", code="range_not_satisfiable")
    return start, stop
