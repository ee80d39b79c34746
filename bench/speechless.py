"""How many words a speech model invents where nobody speaks: ten minutes of noise and music, made here.

Each sound is read twice: as clips of two seconds, and all of them in one recording, in which a word is found by where
it starts. From ``backend/``: ``../.venv/bin/python ../bench/speechless.py [BUNDLE] [--keep FOLDER] [--seed N]``.
"""

import argparse
import logging
import sys
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "backend"))

import numpy as np
from numpy.typing import NDArray

from ml.serving.engine import Engine, load
from ml.types import Item, Result, Transcript

RATE, CLIP_SECONDS, SECONDS = 16_000, 2, 54
say = logging.getLogger(__name__).info
Sound = NDArray[np.float64]
Random = np.random.Generator


def coloured(random: Random, count: int, slope: float) -> Sound:
    """Noise whose power falls by 3 dB an octave for each unit of `slope`: 0 is white, 1 pink, 2 brown."""
    spectrum = np.fft.rfft(random.standard_normal(count))
    frequency = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20)
    return np.fft.irfft(spectrum * frequency ** (-slope / 2), count)


def notes(random: Random, count: int, together: int, seconds: float, overtones: int = 5) -> Sound:
    """Struck notes of the tempered scale, one after the other or as chords."""
    sound = np.zeros(count)
    length = int(seconds * RATE)
    for start in range(0, count - length, length):
        time = np.arange(min(count - start, 2 * length)) / RATE
        for key in random.choice(np.arange(-24, 15), together, replace=False):
            hertz = 440 * 2 ** (key / 12)
            for number in range(1, overtones + 1):
                sound[start : start + len(time)] += (
                    np.sin(2 * np.pi * number * hertz * time) * np.exp(-3 * time / seconds) / number
                )
    return sound


def hits(random: Random, count: int, every: float, fall: float, slope: float) -> Sound:
    """Bursts of noise that fade in so many seconds: drums, or clicks."""
    sound = np.zeros(count)
    length = int(6 * fall * RATE)
    for start in np.arange(0, count - length, every * RATE * random.choice([0.5, 1, 2])).astype(int):
        sound[start : start + length] += coloured(random, length, slope) * np.exp(-np.arange(length) / (fall * RATE))
    return sound


def hum(random: Random, count: int) -> Sound:
    """A mains of 50 Hz with its overtones."""
    time = np.arange(count) / RATE
    return sum(np.sin(2 * np.pi * 50 * number * time + random.uniform(0, 6)) / number for number in range(1, 12))


def wind(random: Random, count: int) -> Sound:
    """Pink noise that swells and fades, as wind, waves and traffic do."""
    moments = np.linspace(0, count, count // RATE + 2)
    swell = np.interp(np.arange(count), moments, random.uniform(0.1, 1, len(moments)))
    return coloured(random, count, 1) * swell


def birds(random: Random, count: int) -> Sound:
    """Chirps between 2 and 5 kHz over a quiet rustle."""
    sound = 0.02 * coloured(random, count, 1) / coloured(random, RATE, 1).std()
    for start in random.integers(0, count - RATE // 4, count // RATE * 3):
        time = np.arange(int(random.uniform(0.05, 0.2) * RATE)) / RATE
        glide = random.uniform(2000, 4000) + random.uniform(-8000, 8000) * time
        sound[start : start + len(time)] += np.sin(2 * np.pi * np.cumsum(glide) / RATE) * np.hanning(len(time))
    return sound


SOUNDS: dict[str, Callable[[Random, int], Sound]] = {
    "white noise": lambda random, count: coloured(random, count, 0),
    "pink noise": lambda random, count: coloured(random, count, 1),
    "brown noise": lambda random, count: coloured(random, count, 2),
    "hum": hum,
    "wind": wind,
    "birds": birds,
    "clicks": lambda random, count: hits(random, count, 0.4, 0.002, 0),
    "drums": lambda random, count: hits(random, count, 0.5, 0.06, 1.5),
    "tones": lambda random, count: notes(random, count, 1, 1.0, 1),
    "melody": lambda random, count: notes(random, count, 1, 0.4),
    "chords": lambda random, count: notes(random, count, 4, 1.0),
}


def write(path: Path, sound: Sound) -> Path:
    """WAV of 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return path


def heard(engine: Engine, paths: list[Path]) -> Iterator[Transcript]:
    """What the model says of each."""
    for answer in engine.predict_many([Item(path) for path in paths]):
        if not isinstance(answer, Result) or not isinstance(answer.output, Transcript):
            raise SystemExit(f"no transcript: {answer}")
        yield answer.output


def main(bundle: Path, folder: Path, seed: int) -> None:
    """Print a line for each kind of sound: words in clips, words in the long recording."""
    engine, random, parts = load(bundle, "cpu", 1), np.random.default_rng(seed), {}
    for name, make in SOUNDS.items():
        sound = make(random, SECONDS * RATE)
        parts[name] = sound / np.abs(sound).max() * 10 ** (-random.uniform(3, 30) / 20)
    (whole,) = heard(engine, [write(folder / "all.wav", np.concatenate(list(parts.values())))])
    total = 0
    for place, (name, sound) in enumerate(parts.items()):
        clips = [
            write(folder / f"{name} {number}.wav", clip)
            for number, clip in enumerate(sound.reshape(-1, CLIP_SECONDS * RATE))
        ]
        words = [word.word for transcript in heard(engine, clips) for word in transcript.words]
        long = [one.word for one in whole.words if place * SECONDS <= one.start < (place + 1) * SECONDS]
        total += len(words)
        say(f"{name:12} {len(words):3} in {len(clips)} clips, {len(long):3} in one piece   {' '.join(words[:12])}")
    minutes = SECONDS * len(parts) / 60
    say(f"{minutes:.1f} minutes: {total} words invented in clips, {len(whole.words)} in one piece")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path, nargs="?", default=Path("ml/bundles/wav2vec2-small"))
    parser.add_argument("--keep", type=Path, help="write the sounds there, and leave them")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    with TemporaryDirectory() as made:
        keep = chosen.keep or Path(made)
        keep.mkdir(parents=True, exist_ok=True)
        main(chosen.bundle, keep, chosen.seed)
