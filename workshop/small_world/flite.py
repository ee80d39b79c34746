"""Words and phrases of the small world in flite's four voices, varied in pitch and rate.

flite 2.2 (Debian package ``flite``) works offline at about a hundred times real time on one core.
"""

import subprocess
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from ml.errors import DataSetError
from small_world.clip import Clip
from small_world.phrases import WORDS, as_spoken, phrase

VOICES = {"awb": 130, "rms": 105, "slt": 180, "kal16": 110}
TAKES, PHRASES = 12, 5000


def words_and_phrases(folder: Path, seed: int) -> tuple[list[Clip], list[Clip]]:
    """Each word twelve times, and random phrases; spoken into `folder` when they are first listened to."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    words = list(_clips(folder / "flite-words", (word for word in WORDS for _ in range(TAKES)), random))
    phrases = [phrase(random) for _ in range(PHRASES)]
    return words, list(_clips(folder / "flite-phrases", phrases, random))


def _clips(folder: Path, texts: Iterable[str], random: Random) -> Iterator[Clip]:
    """Each text once, in a random voice, pitch and rate."""
    for number, text in enumerate(texts):
        voice = random.choice(sorted(VOICES))
        stretch, pitch = random.uniform(0.7, 1.2), VOICES[voice] * random.uniform(0.75, 1.45)
        say = partial(speak, as_spoken(text), voice, stretch, pitch)
        yield Clip(folder / f"{number:04d}.wav", text, f"flite-{voice}", say)


def speak(text: str, voice: str, stretch: float, pitch: float, path: Path) -> None:
    """Speak into a WAV file; `stretch` lengthens the sounds, `pitch` is the mean fundamental frequency in Hz.

    Raises:
        DataSetError: flite is not installed.
    """
    settings = ["--setf", f"duration_stretch={stretch:.2f}", "--setf", f"int_f0_target_mean={pitch:.0f}"]
    try:
        subprocess.run(["flite", "-voice", voice, *settings, "-t", text, "-o", path], check=True)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise DataSetError("flite is not installed; Debian's package flite brings it.") from error
