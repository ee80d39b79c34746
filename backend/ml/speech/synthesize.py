"""Speak words and phrases of the small world with flite's four voices, varied in pitch and rate, into training caches.

flite 2.2 (Debian package ``flite``) works offline at about a hundred times real time on one core.
"""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import soundfile

from ml.speech.corpus import RATE, Wave, write_cache
from ml.speech.phrases import WORDS, as_spoken, phrase

VOICES = {"awb": 130, "rms": 105, "slt": 180, "kal16": 110}


def flite(text: str, voice: str, stretch: float, pitch: float) -> Wave:
    """Speak ``text``; ``stretch`` lengthens the sounds, ``pitch`` is the mean fundamental frequency in Hz."""
    settings = ["--setf", f"duration_stretch={stretch:.2f}", "--setf", f"int_f0_target_mean={pitch:.0f}"]
    command = ["flite", "-voice", voice, *settings, "-t", text, "-o", "/dev/stdout"]
    spoken = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - no shell, words from phrases.py
    wave: Wave
    wave, rate = soundfile.read(io.BytesIO(spoken), dtype="int16")
    if rate != RATE:
        raise ValueError(f"flite voice {voice} speaks at {rate} Hz")
    return wave


def spoken_clips(texts: list[str], random: Random) -> Iterator[tuple[dict[str, str], Wave]]:
    """Speak each text once, in a random voice, pitch and rate."""
    for text in texts:
        voice = random.choice(sorted(VOICES))
        wave = flite(as_spoken(text), voice, random.uniform(0.7, 1.2), VOICES[voice] * random.uniform(0.75, 1.45))
        yield {"speaker": f"flite-{voice}", "split": "train", "text": text}, wave


def synthesize(cache: Path, word_takes: int = 12, phrases: int = 5000, seed: int = 7) -> None:
    """Write the sources ``flite-words`` and ``flite-phrases`` into the cache folder."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    write_cache(cache, "flite-words", spoken_clips([word for word in WORDS for _ in range(word_takes)], random))
    write_cache(cache, "flite-phrases", spoken_clips([phrase(random) for _ in range(phrases)], random))


if __name__ == "__main__":
    synthesize(Path(sys.argv[1]))
