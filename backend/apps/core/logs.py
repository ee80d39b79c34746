"""Lines of the log: as JSON for what reads and keeps them, and without errors where nothing is wrong."""

import json
import logging
from datetime import UTC, datetime


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
        return json.dumps(told, default=str, ensure_ascii=False)


class NotAway(logging.Filter):
    """Django logs every answer of 500 and more as an error. A 503 is a part that is away, and has its line already."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drops those."""
        return getattr(record, "status_code", None) != 503
