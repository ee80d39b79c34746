"""Lines of the log as JSON, for what reads and keeps them."""

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
        return json.dumps(told, default=str, ensure_ascii=False)
