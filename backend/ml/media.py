"""What a file holds, by its bytes: the name and the header of the sender count for nothing."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from ml.errors import BadInput
from ml.formats import formats_of
from ml.kinds import KINDS, KindFile, kinds_reading
from ml.types import Inspected, JsonObject, Limits

logger = logging.getLogger(__name__)
UNEXPECTED = "The file cannot be decoded."


class InspectFile(Protocol):
    """What a file holds, looked at before it is accepted; asked of the first kind of a medium alone."""

    def recognises(self, file: BinaryIO) -> bool:
        """Whether it begins as one of the formats that are read."""

    def inspect(self, path: Path, limits: Limits) -> Inspected:
        """Decode it once. Raises BadInput."""

    def inspect_plain(self, path: Path, limits: Limits) -> Inspected | None:
        """The same for what is small and plain, and cannot take much memory or time; None for all others."""


class ThumbnailFile(Protocol):
    """That of pictures makes small ones, too."""

    def thumbnail(self, path: Path, max_pixels: int) -> bytes:
        """A WebP of at most 256 pixels each way. Raises BadInput."""

    def seen(self, path: Path, max_pixels: int, numbers: JsonObject) -> bytes:
        """A PNG of what a network with these numbers of preprocessing gets. Raises BadInput."""


THUMBNAIL: KindFile[ThumbnailFile] = KindFile("inspect")
INSPECT: KindFile[InspectFile] = KindFile("inspect")
MEDIA = {"image": "pictures", "sound": "sounds"}


def inspect(path: Path, limits: Limits) -> Inspected:
    """Decode a file once, as the first kind does that recognises it.

    Raises:
        BadInput: `unsupported_media_type`, `too_large`, `invalid_media`.
    """
    with _refusing():
        return _kind_of(path).inspect(path, limits)


def inspect_plain(path: Path, limits: Limits) -> Inspected | None:
    """The same for what is small and plain, and cannot take much memory or time; None for all others."""
    with _refusing():
        return _kind_of(path).inspect_plain(path, limits)


@contextmanager
def _refusing() -> Iterator[None]:
    """What no reader foresaw is a fault of ours that the log has; whoever sent the file hears of a refusal."""
    try:
        yield
    except (BadInput, MemoryError, FileNotFoundError, PermissionError):
        raise
    except Exception as error:
        logger.exception("a file could not be looked at")
        raise BadInput("invalid_media", UNEXPECTED) from error


def thumbnail(path: Path, max_pixels: int) -> bytes:
    """A small WebP of a picture. Raises BadInput."""
    return THUMBNAIL.of(kinds_reading("image")[0]).thumbnail(path, max_pixels)


def seen(path: Path, max_pixels: int, numbers: JsonObject) -> bytes:
    """A PNG of what a network with these numbers of preprocessing gets of a picture. Raises BadInput."""
    return THUMBNAIL.of(kinds_reading("image")[0]).seen(path, max_pixels, numbers)


def _kind_of(path: Path) -> InspectFile:
    with path.open("rb") as file:
        if not file.read(1):
            raise BadInput("unsupported_media_type", "The file is empty.")
        for medium in dict.fromkeys(kind.medium for kind in KINDS.values()):
            looking = INSPECT.of(kinds_reading(medium)[0])
            file.seek(0)
            if looking.recognises(file):
                return looking
    what = "The file is neither a picture nor a sound in a format that is read here."
    raise BadInput("unsupported_media_type", f"{what} {_readable()}")


def _readable() -> str:
    """The formats, by medium, as people call them."""
    media = dict.fromkeys(kind.medium for kind in KINDS.values())
    lists = (f"{MEDIA[medium]} ({', '.join(one.name for one in formats_of(medium))})" for medium in media)
    return f"Readable are {' and '.join(lists)}."
