"""What a sound file holds, looked at before it is accepted."""

from pathlib import Path
from typing import BinaryIO

import numpy as np

from ml.errors import BadInput
from ml.speech import riff
from ml.speech.decode import chunks_of, open_sound
from ml.speech.source import find
from ml.types import Inspected, Limits

RATE = 16_000
PIECE = 160
PEAKS = 200
PLAIN_BYTES, PLAIN_RATES = 4 << 20, range(8_000, 192_001)


def outline(levels: np.ndarray[tuple[int], np.dtype[np.float32]], count: int = PEAKS) -> list[float]:
    """The loudest of ``levels`` in each of ``count`` equal parts; a short sound repeats its levels."""
    edges = np.linspace(0, len(levels), count + 1)
    parts = zip(edges[:-1].astype(int), np.ceil(edges[1:]).astype(int), strict=True)
    return [round(min(1.0, float(levels[first:last].max())), 4) for first, last in parts]


def recognises(file: BinaryIO) -> bool:
    """Whether it is a sound that is read."""
    return find(file) is not None


def inspect_plain(path: Path, limits: Limits) -> Inspected | None:
    """As `inspect` for a small WAV of one or two channels, None for all others. Raises BadInput."""
    with path.open("rb") as file:
        is_wav = file.read(12).endswith(b"WAVE") and path.stat().st_size <= PLAIN_BYTES
        head = riff.read_head(file, 0) if is_wav else None
    if head is None or head.tag not in {riff.PCM, riff.FLOAT} or head.channels > 2 or head.rate not in PLAIN_RATES:
        return None
    return inspect(path, limits)


def inspect(path: Path, limits: Limits) -> Inspected:
    """Decode a file once, as a stream, whatever its header says of its length; keep the outline of its waveform.

    Raises:
        BadInput: ``unsupported_media_type`` (no sound, or a video), ``invalid_media`` (empty, truncated, corrupt),
            ``too_large`` (longer than the limit, found out after decoding that much and no more).
    """
    levels: list[np.ndarray[tuple[int], np.dtype[np.float32]]] = []
    samples, rest = 0, np.zeros(0, np.float32)
    with open_sound(path) as sound:
        for chunk in chunks_of(sound, RATE):
            samples += len(chunk)
            if samples > limits.max_seconds * RATE:
                raise BadInput("too_large", f"The sound is longer than the limit of {limits.max_seconds:g} seconds.")
            rest = np.concatenate([rest, np.abs(chunk)])
            whole = len(rest) // PIECE * PIECE
            levels.append(rest[:whole].reshape(-1, PIECE).max(axis=1))
            rest = rest[whole:]
        levels.append(rest.max(initial=0.0, keepdims=True))
        return Inspected(
            "sound",
            sound.format.mime,
            duration=samples / RATE,
            sample_rate=sound.sample_rate,
            peaks=outline(np.concatenate(levels)),
        )
