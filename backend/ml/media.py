"""What a file holds, by its bytes: the name and the header of the sender count for nothing."""

from pathlib import Path

from ml.errors import BadInput
from ml.kinds import KINDS
from ml.types import Inspected, Limits

HEAD_BYTES = 32


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
        looking = next(kind for kind in KINDS.values() if kind.medium == medium).inspect
        if looking.recognises(head):
            return looking.inspect(path, limits)
    raise BadInput("unsupported_media_type", "The file is neither a picture nor a sound in a format that is read here.")
