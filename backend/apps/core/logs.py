"""Lines of the log: as JSON for what reads and keeps them, and without errors where nothing is wrong."""

import json
import logging
import re
from datetime import UTC, datetime

# What a terminal obeys, what many take for the end of a line, and what turns the order of letters around.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def seen(line: str) -> str:
    """The line with invisible characters written as `\\uXXXX`: no terminal obeys what somebody sent in a name."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


class Lines(logging.Formatter):
    """Lines for people, who read them in a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end; a stack trace has its own."""
        return seen(super().format(record))


class JsonLines(logging.Formatter):
    """One object a line; what `extra={"facts": …}` says of it stands beside the usual members."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
        }
        told |= getattr(record, "facts", {"message": record.getMessage()})
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return seen(json.dumps(told, default=str, ensure_ascii=False))


class NotAway(logging.Filter):
    """Django logs every answer of 500 and more as an error. A 503 is a part that is away, and has its line already."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drops those."""
        return getattr(record, "status_code", None) != 503
