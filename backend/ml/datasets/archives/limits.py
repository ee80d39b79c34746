"""How much may come out of an archive."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What unpacking stops at.

    An archive that unpacks to more than `ratio` times its own size is taken for a bomb once it is past `small` bytes:
    pictures and sound hardly shrink at all, and even silence as WAV stays below.
    """

    files: int = 500_000
    bytes: int = 100 << 30
    ratio: int = 100
    small: int = 100 * MEBIBYTE
    header: int = 4 * MEBIBYTE
    reserve: int = 64 * MEBIBYTE

    def allowed_bytes(self, archive_bytes: int) -> int:
        """How many bytes may come out of an archive of this size."""
        return min(self.bytes, max(self.small, self.ratio * archive_bytes))


DEFAULT = Limits()
