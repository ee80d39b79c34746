"""Entries go to syslog as well, where SLIPWAY_SYSLOG says so: in their order, with their digests.

What cannot be sent is sent later, perhaps once more. The protocol has no word for "it came": numbers that are missing
there tell.
"""

import logging
import socket
from contextlib import closing
from logging.handlers import SysLogHandler
from urllib.parse import urlsplit

from django.conf import settings

from apps.audit.line import exported
from apps.audit.models import Entry, Head
from apps.audit.selectors import page_after

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 5.0


def send() -> int:
    """Send what was not sent yet. Returns how many."""
    where = settings.SLIPWAY.syslog
    sent = Head.objects.filter(pk=Head.ONLY).values_list("sent", flat=True).first() if where else None
    if sent is None:
        return 0
    entries = page_after(sent, Entry.objects.all())
    if not entries:
        return 0
    try:
        with closing(_Handler(where)) as handler:
            for entry, previous in entries:
                handler.emit(_record(exported(entry, previous)))
    except OSError as error:
        logger.warning("the audit is not sent to syslog, and waits: %s", error)
        return 0
    Head.objects.filter(pk=Head.ONLY).update(sent=entries[-1][0].number)
    return len(entries)


class _Handler(SysLogHandler):
    """Raises OSError where something cannot be sent, rather than printing it."""

    ident = "slipway-audit: "
    append_nul = False

    def __init__(self, where: str) -> None:
        parts = urlsplit(where)
        self._is_stream = parts.scheme == "tcp"
        self._server = (str(parts.hostname), parts.port or 0)
        kind = socket.SOCK_STREAM if self._is_stream else socket.SOCK_DGRAM
        super().__init__(self._server if parts.scheme else where, SysLogHandler.LOG_AUTHPRIV, kind)

    def createSocket(self) -> None:  # noqa: N802 - the library's name
        """Connect, within some seconds; the library's own would wait for minutes."""
        if self._is_stream:
            self.unixsocket = False
            self.socket = socket.create_connection(self._server, PATIENCE_SECONDS)
        else:
            super().createSocket()

    def format(self, record: logging.LogRecord) -> str:
        """A stream has no end of a message but the end of the line."""
        return f"{record.getMessage()}\n" if self._is_stream else record.getMessage()

    def handleError(self, _: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Called while the error is handled."""
        raise  # noqa: PLE0704


def _record(line: str) -> logging.LogRecord:
    return logging.LogRecord("slipway.audit", logging.INFO, "", 0, line, None, None)
