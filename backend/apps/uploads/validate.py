"""Is this a file that we read? Judged by its bytes; the name and the header of the sender count for nothing."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from apps.core.errors import Problem
from ml.errors import BadInput
from ml.speech.decode import sniff
from ml.speech.probe import probe_sound
from ml.vision.preprocess import MIME_TYPES, inspect_image

IMAGE_TYPES = tuple(sorted(MIME_TYPES.values()))
SOUND_TYPES = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "mp3": "audio/mpeg",
    "aac": "audio/aac",
    "mov": "audio/mp4",
    "matroska": "audio/webm",
    "aiff": "audio/aiff",
    "caf": "audio/x-caf",
    "amr": "audio/amr",
    "au": "audio/basic",
}
STATUS = {"too_large": 413, "unsupported_media_type": 415}


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the bytes are. Lengths in pixels and seconds; `peaks` are 0 to 1; `thumbnail` is WebP."""

    kind: str
    content_type: str
    width: int | None = None
    height: int | None = None
    thumbnail: bytes | None = None
    duration: float | None = None
    sample_rate: int | None = None
    peaks: list[float] | None = None


def inspect(path: Path, name: str) -> Inspected:
    """Decode a file once, in bounded memory, before it is accepted.

    Raises:
        Problem: 413 `too_large`, 415 `unsupported_media_type`, 422 `invalid_media`; the detail begins with `name`.
    """
    try:
        return _inspect(path)
    except BadInput as error:
        status = STATUS.get(error.code, 422)
        code = error.code if status != 422 else "invalid_media"
        raise Problem(status, f"{name}: {error.detail}", code=code) from error


def _inspect(path: Path) -> Inspected:
    if path.stat().st_size == 0:
        raise BadInput("unsupported_media_type", "The file is empty.")
    try:
        image = inspect_image(path, max_pixels=settings.SLIPWAY.max_pixels)
    except BadInput as error:
        if error.code != "unsupported_media_type":
            raise
        return _inspect_sound(path)
    return Inspected(
        kind="image-classification",
        content_type=image.mime,
        width=image.width,
        height=image.height,
        thumbnail=image.thumbnail,
    )


def _inspect_sound(path: Path) -> Inspected:
    with path.open("rb") as file:
        reader = sniff(file.read(16))
    if reader is None:
        raise BadInput("unsupported_media_type", "These bytes are no picture and no sound that is read here.")
    sound = probe_sound(path, max_seconds=settings.SLIPWAY.max_seconds)
    return Inspected(
        kind="speech-recognition",
        content_type=SOUND_TYPES[reader],
        duration=sound.duration,
        sample_rate=sound.sample_rate,
        peaks=sound.peaks,
    )
