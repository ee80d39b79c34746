"""An entry as one line of JSON: what its digest is made of, what is exported, and what syslog gets.

Names sorted, no spaces, times in UTC with microseconds; `previous` is the digest of the entry before. So whoever has an
export checks it without Slipway: `jq -cjS 'del(.digest)'` of a line, and `sha256sum` of that.
"""

import hashlib
import json
from collections.abc import Mapping

from apps.audit.models import Entry
from apps.core.schemas import time_text


def canonical(value: Mapping[str, object]) -> str:
    """JSON that is always written in the same way. What UTF-8 cannot hold is escaped."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return text.encode(errors="backslashreplace").decode()


def facts_of(entry: Entry) -> dict[str, object]:
    """What it was done to; where that was made unreadable by hand, the text that stands there."""
    try:
        facts = json.loads(entry.facts)
    except ValueError:
        facts = None
    return facts if isinstance(facts, dict) else {"unreadable": entry.facts}


def digest_of(entry: Entry, previous: str) -> str:
    """Hex sha256 of the entry's line after the entry with the digest `previous`."""
    return hashlib.sha256(canonical(told(entry, previous)).encode()).hexdigest()


def told(entry: Entry, previous: str) -> dict[str, object]:
    """All that a digest covers."""
    return {
        "number": entry.number,
        "previous": previous,
        "at": time_text(entry.at),
        "event": entry.event,
        "by": entry.by,
        "user": entry.user,
        "address": entry.address,
        "key": entry.key,
        "request_id": entry.request_id,
        "facts": facts_of(entry),
    }


def exported(entry: Entry, previous: str) -> str:
    """The line with its digest."""
    return canonical({**told(entry, previous), "digest": entry.digest})
