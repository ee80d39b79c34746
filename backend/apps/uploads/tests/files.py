"""Small files to send, and files as they are once they have arrived."""

import io
import wave
from collections.abc import Iterable

import numpy as np
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.uploads.incoming import Allowed, ArrivedFile


def photo(name: str = "cat.png", size: tuple[int, int] = (40, 30), shade: int = 90) -> SimpleUploadedFile:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (shade, 120, 40)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def sound(name: str = "seven.wav", seconds: float = 1.0) -> SimpleUploadedFile:
    """A tone."""
    out = io.BytesIO()
    samples = (np.sin(np.arange(int(16000 * seconds)) / 10) * 8000).astype("<i2")
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 16000, len(samples), "NONE", ""))
        file.writeframes(samples.tobytes())
    return SimpleUploadedFile(name, out.getvalue(), content_type="audio/wav")


def arrived(name: str, pieces: Iterable[bytes]) -> ArrivedFile:
    """What came over the wire piece by piece, as the view finds it."""
    file = ArrivedFile(name, Allowed(1, settings.SLIPWAY.max_bytes, "SLIPWAY_MAX_BYTES"))
    for piece in pieces:
        file.add(piece)
    file.end()
    return file
