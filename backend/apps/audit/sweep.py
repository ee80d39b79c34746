"""What the scheduler does every few seconds: let old entries go, give the new ones their place, send them on."""

from apps.audit import syslog
from apps.audit.chain import link
from apps.audit.trim import trim


def sweep() -> None:
    """All of it, as long as there is something to do."""
    while trim():
        pass
    while link():
        pass
    while syslog.send():
        pass
