"""Look at a sound file before it is accepted: decode it once, keep its length and the outline of its waveform."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.errors import BadInput
from ml.speech.decode import chunks_of, open_sound

RATE = 16_000
PIECE = 160
PEAKS = 200


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """Facts of a sound file: seconds, Hz as recorded, and the loudest sample (0 to 1) in each of 200 equal parts."""

    duration: float
    sample_rate: int
    channels: int
    codec: str
    peaks: list[float]


def outline(levels: np.ndarray[tuple[int], np.dtype[np.float32]], count: int = PEAKS) -> list[float]:
    """The loudest of ``levels`` in each of ``count`` equal parts; a short sound repeats its levels."""
    edges = np.linspace(0, len(levels), count + 1)
    parts = zip(edges[:-1].astype(int), np.ceil(edges[1:]).astype(int), strict=True)
    return [round(min(1.0, float(levels[first:last].max())), 4) for first, last in parts]


def probe_sound(path: Path, max_seconds: float) -> SoundInfo:
    """Decode a file once, as a stream, whatever its header says of its length.

    Raises:
        BadInput: ``unsupported_media_type`` (no sound, or a video), ``invalid_media`` (empty, truncated, corrupt),
            ``too_large`` (longer than ``max_seconds``, found out after decoding that much and no more).
    """
    levels: list[np.ndarray[tuple[int], np.dtype[np.float32]]] = []
    samples, rest = 0, np.zeros(0, np.float32)
    with open_sound(path) as sound:
        for chunk in chunks_of(sound, RATE):
            samples += len(chunk)
            if samples > max_seconds * RATE:
                raise BadInput("too_large", f"The sound is longer than the limit of {max_seconds:g} seconds.")
            rest = np.concatenate([rest, np.abs(chunk)])
            whole = len(rest) // PIECE * PIECE
            levels.append(rest[:whole].reshape(-1, PIECE).max(axis=1))
            rest = rest[whole:]
        context = sound.stream.codec_context
        levels.append(rest.max(initial=0.0, keepdims=True))
        return SoundInfo(
            samples / RATE, context.sample_rate, context.channels, context.name, outline(np.concatenate(levels))
        )
