"""From where, and with which key, the request comes that this code runs for."""

from contextvars import ContextVar

_address: ContextVar[str] = ContextVar("address", default="")
_key: ContextVar[int | None] = ContextVar("key", default=None)


def begin(address: str) -> None:
    """A request from this address begins, so far without a key."""
    _address.set(address)
    _key.set(None)


def comes_with(key: int) -> None:
    """The request was let in by this key."""
    _key.set(key)


def address() -> str:
    """The sender's address; empty outside of a request."""
    return _address.get()


def key() -> int | None:
    """The number of the key that let the request in; None for a session, and outside of a request."""
    return _key.get()
