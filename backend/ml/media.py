"""What a file holds, by its bytes: the name and the header of the sender count for nothing."""

from pathlib import Path
from typing import Protocol

from ml.errors import BadInput
from ml.kinds import KINDS, KindFile, kinds_reading
from ml.types import Inspected, Limits

HEAD_BYTES = 32


class InspectFile(Protocol):
    """What a file holds, looked at before it is accepted; asked of the first kind of a medium alone."""

    def recognises(self, head: bytes) -> bool:
        """Whether the first 32 bytes are those of a format that is read."""

    def inspect(self, path: Path, limits: Limits) -> Inspected:
        """Decode it once. Raises BadInput."""


INSPECT: KindFile[InspectFile] = KindFile("inspect")


def inspect(path: Path, limits: Limits) -> Inspected:
    """Decode a file once, in bounded memory, as the first kind does that recognises it.

    Raises:
        BadInput: `unsupported_media_type`, `too_large`, `invalid_media`.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise BadInput("unsupported_media_type", "The file is empty.")
    for medium in dict.fromkeys(kind.medium for kind in KINDS.values()):
        looking = INSPECT.of(kinds_reading(medium)[0])
        if looking.recognises(head):
            return looking.inspect(path, limits)
    raise BadInput("unsupported_media_type", "The file is neither a picture nor a sound in a format that is read here.")
