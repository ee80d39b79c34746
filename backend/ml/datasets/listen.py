"""Listen to a sound file once, as a stream: how long, how loud, how much silence, and what its samples are."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.errors import BadInput
from ml.speech.decode import Sound, chunks_of, open_sound

RATE = 16_000
FRAME = 160
AT_THE_TOP = 0.999
QUIET = 0.06
SUFFIXES = {"matroska,webm": "webm", "mov,mp4,m4a,3gp,3g2,mj2": "m4a"}
Levels = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """Lengths in seconds, `sample_rate` in Hz as recorded, `peak` 0 to 1, `clipped` a share of all samples.

    `digest` is the sha256 of the samples at 16 kHz: the same sound in another container has the same.
    """

    suffix: str
    seconds: float
    sample_rate: int
    leading: float
    trailing: float
    peak: float
    clipped: float
    digest: str


def listen(path: Path, max_seconds: float) -> Heard:
    """Decode a file once in bounded memory.

    Raises:
        BadInput: no sound, truncated, corrupt, or longer than `max_seconds`.
    """
    meter = _Meter()
    with open_sound(path) as sound:
        for chunk in chunks_of(sound, RATE):
            meter.add(chunk)
            if meter.samples > max_seconds * RATE:
                raise BadInput("too_large", f"The sound is longer than the limit of {max_seconds:g} seconds.")
        return meter.heard(sound)


def sounding(levels: Levels) -> tuple[int, int]:
    """First frame, and the frame after the last, over 6 % of the loudest level and twice the quietest tenth.

    A clip without a clear contrast counts as sound from end to end.
    """
    if len(levels) < 5:
        return 0, len(levels)
    loudest = float(levels.max())
    threshold = max(QUIET * loudest, 2.0 * float(np.quantile(levels, 0.1)))
    loud = np.flatnonzero(levels > threshold)
    if len(loud) < 5 or threshold > 0.5 * loudest:
        return 0, len(levels)
    return int(loud[0]), int(loud[-1]) + 1


class _Meter:
    """Sums over the chunks of one file; of the sound itself only the level of each 10 ms is kept."""

    def __init__(self) -> None:
        self.samples, self.top, self.peak = 0, 0, 0.0
        self.digest = hashlib.sha256()
        self.levels: list[Levels] = []
        self.rest: Levels = np.zeros(0, np.float32)

    def add(self, chunk: Levels) -> None:
        loud = np.abs(chunk) >= AT_THE_TOP
        self.samples += len(chunk)
        self.top += int((loud[1:] & loud[:-1]).sum())
        self.peak = max(self.peak, float(np.abs(chunk).max(initial=0.0)))
        self.digest.update((chunk.clip(-1, 1) * 32767).astype("<i2").tobytes())
        self.rest = np.concatenate([self.rest, chunk])
        whole = len(self.rest) // FRAME * FRAME
        frames = self.rest[:whole].reshape(-1, FRAME)
        self.levels.append(np.sqrt(np.mean(frames * frames, axis=1)))
        self.rest = self.rest[whole:]

    def heard(self, sound: Sound) -> Heard:
        levels = np.concatenate(self.levels)
        first, last = sounding(levels)
        context, name = sound.stream.codec_context, sound.container.format.name
        return Heard(
            suffix="opus" if context.name == "opus" and name == "ogg" else SUFFIXES.get(name, name.split(",")[0]),
            seconds=self.samples / RATE,
            sample_rate=context.sample_rate,
            leading=first * FRAME / RATE,
            trailing=(len(levels) - last) * FRAME / RATE,
            peak=self.peak,
            clipped=self.top / self.samples,
            digest=self.digest.hexdigest(),
        )
