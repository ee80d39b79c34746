"""Small files to send, and files as they are once they have arrived."""

import io
import wave
from collections.abc import Iterable

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import Image

from apps.uploads.receive import LimitedFileUploadHandler


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


def arrived(name: str, pieces: Iterable[bytes]) -> TemporaryUploadedFile:
    """What came over the wire piece by piece, as the view finds it."""
    handler = LimitedFileUploadHandler()
    handler.new_file("file", name, "application/octet-stream", None, None, None)
    size = 0
    for piece in pieces:
        handler.receive_data_chunk(piece, size)
        size += len(piece)
    return handler.file_complete(size)
