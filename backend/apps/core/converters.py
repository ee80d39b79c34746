"""Parts of addresses."""

from uuid import UUID

from django.urls import register_converter
from django.urls.converters import IntConverter


class IdConverter:
    """A UUID in every form that programs write it: in capitals, as Apple's do, or without the hyphens."""

    regex = "-?".join(f"[0-9a-fA-F]{{{length}}}" for length in (8, 4, 4, 4, 12))

    def to_python(self, value: str) -> UUID:
        """The id."""
        return UUID(value)

    def to_url(self, value: UUID) -> str:
        """As this program writes it."""
        return str(value)


class NumberConverter(IntConverter):
    """The number of a version, which fits into its column."""

    regex = "[0-9]{1,9}"


def register() -> None:
    """Make them known as `<id:…>` and `<number:…>`. Called once, before any address is read."""
    register_converter(IdConverter, "id")
    register_converter(NumberConverter, "number")
