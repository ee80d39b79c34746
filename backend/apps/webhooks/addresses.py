"""Which addresses may be told of anything."""

from django.conf import settings

from apps.core.errors import Problem


def check(url: str, pointer: str) -> None:
    """Refuse what could not be sent to, as far as that can be told without looking up its name. Raises Problem 400."""
    # A web that makes no webhook needs no HTTP client in its memory.
    from ml import outgoing  # noqa: PLC0415

    try:
        outgoing.check_url(url)
        outgoing.check_literal(url, settings.SLIPWAY.outgoing_networks)
    except outgoing.Refused as error:
        detail = str(error)
        raise Problem(400, detail, errors=[{"pointer": pointer, "detail": detail}]) from error
