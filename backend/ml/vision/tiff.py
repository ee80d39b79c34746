"""TIFF is a family: some of its members Pillow does not read, and one it reads wrong."""

from typing import BinaryIO

from PIL import Image
from PIL.TiffImagePlugin import BITSPERSAMPLE, PLANAR_CONFIGURATION, SAMPLESPERPIXEL, ImageFileDirectory_v2

from ml.errors import BadInput

SEPARATE = 2


def refuse_misread(image: Image.Image) -> None:
    """Raises BadInput for more than 8 bits in separate planes, of which Pillow takes the wrong bytes."""
    tags = image.tag_v2  # type: ignore[attr-defined]  # of a TIFF
    if tags.get(PLANAR_CONFIGURATION) == SEPARATE and max(tags.get(BITSPERSAMPLE, (1,))) > 8:
        raise BadInput("unsupported_media_type", _unread(tags))


def refuse_unknown(file: BinaryIO) -> None:
    """Raises BadInput, which names the kind, where the tags of a TIFF that does not open can be read."""
    file.seek(0)
    try:
        tags = ImageFileDirectory_v2(file.read(8))
        file.seek(tags.next)
        tags.load(file)
        sentence = _unread(tags)
    except Exception:  # noqa: BLE001 - it is damaged, as whoever asks will say
        return
    raise BadInput("unsupported_media_type", sentence)


def _unread(tags: ImageFileDirectory_v2) -> str:
    bits = tags[BITSPERSAMPLE]
    samples = tags.get(SAMPLESPERPIXEL, len(bits))
    planes = " in separate planes" if tags.get(PLANAR_CONFIGURATION) == SEPARATE else ""
    kind = f"{samples} x {max(bits)} bits a pixel{planes}"
    return f"A TIFF with {kind} cannot be read here. Save it with 8 bits a colour, or as PNG."
