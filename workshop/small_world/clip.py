"""One utterance of the small world, and how the speech in it is found."""

import wave as riff
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from ml.speech.augment import Wave
from ml.speech.decode import read_sound
from ml.speech.survey import FRAME, sounding

RATE = 16_000
BEFORE, AFTER = 2, 3


@dataclass(frozen=True, slots=True)
class Clip:
    """`speak` writes the file when it is first listened to; recorded clips have theirs."""

    path: Path
    text: str
    speaker: str
    speak: Callable[[Path], None] | None = None

    def wave(self) -> Wave:
        """All samples, mono at 16 kHz."""
        if self.speak and not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            half = self.path.with_suffix(".part.wav")
            self.speak(half)
            half.rename(self.path)
        return np.concatenate(list(read_sound(self.path, RATE)))


def bounds(wave: Wave) -> tuple[int, int]:
    """First sample of the speech and the one after its last, with 20 ms before and 30 ms after."""
    frames = wave[: len(wave) // FRAME * FRAME].reshape(-1, FRAME)
    first, last = sounding(np.sqrt(np.mean(frames * frames, axis=1)))
    if (first, last) == (0, len(frames)):
        return 0, len(wave)
    return max(0, first - BEFORE) * FRAME, min(len(wave), (last + AFTER) * FRAME)


def as_integers(wave: Wave) -> NDArray[np.int16]:
    """16-bit samples; what is too loud is made softer as a whole."""
    return (wave / max(1.0, float(np.abs(wave).max(initial=0.0))) * 32767).astype(np.int16)


def write_wave(path: Path, wave: Wave) -> None:
    """WAV of 16 bits, mono, 16 kHz."""
    with riff.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(as_integers(wave).tobytes())


def write_flac(path: Path, wave: Wave) -> None:
    """The same without loss in two thirds of the space."""
    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono", format="s16")
        frame = av.AudioFrame.from_ndarray(as_integers(wave)[None], format="s16", layout="mono")
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
