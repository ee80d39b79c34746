"""Noise and music have no words, and no time is spent on them; what is spoken beside them is read."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.serving.engine import Engine, load
from ml.speech.decode import read_sound
from ml.speech.serve import SpeechPredictor
from ml.speech.voice import speaks
from ml.tests.speech.sounds import write_sound
from ml.types import Item, Limits, Result, Transcript

ROOT = Path(__file__).resolve().parents[2]
BUNDLE, DIGITS = ROOT / "bundles/wav2vec2-small", ROOT / "tests/fixtures/digits.opus"
RATE = 16_000
Sound = NDArray[np.float32]


def digits() -> Sound:
    return np.concatenate(list(read_sound(DIGITS)))


def notes(*hertz: float, seconds: float = 8.0) -> Sound:
    """A chord that is struck each second."""
    time = np.arange(int(seconds * RATE)) / RATE
    struck = np.exp(-2 * (time % 1))
    waves = [np.sin(2 * np.pi * number * one * time) / number for one in hertz for number in range(1, 5)]
    return np.asarray(0.1 * struck * np.sum(waves, axis=0), np.float32)


def noise(level: float, seconds: float = 8.0) -> Sound:
    return (level * np.random.default_rng(1).standard_normal(int(seconds * RATE))).astype(np.float32)


SPEECHLESS = {
    "nothing": np.zeros(8 * RATE, np.float32),
    "a quiet room": noise(0.002),
    "loud noise": noise(0.2),
    "a tone": notes(440),
    "a chord": notes(220, 277.2, 329.6),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(BUNDLE, "cpu", 1)


def written(path: Path, sound: Sound) -> Path:
    return write_sound(path, (sound.clip(-1, 1) * 32767).astype(np.int16)[None], RATE)


def transcripts(engine: Engine, *paths: Path) -> list[Transcript]:
    found = []
    for answer in engine.predict_many([Item(path) for path in paths]):
        assert isinstance(answer, Result), answer
        assert isinstance(answer.output, Transcript)
        assert answer.timing.batch_size >= 1
        found.append(answer.output)
    return found


@pytest.mark.parametrize("sound", SPEECHLESS.values(), ids=SPEECHLESS.keys())
def test_nobody_speaks_in_silence_noise_and_music(sound: Sound) -> None:
    assert not speaks(sound)


@pytest.mark.parametrize("level", [0.0, 0.002, 0.02])
def test_somebody_speaks_in_a_recording_with_noise_and_gaps(level: float) -> None:
    sound = np.pad(digits(), RATE)
    assert speaks(sound + noise(level, len(sound) / RATE)[: len(sound)])


def test_threads_that_listen_at_once_hear_what_one_hears() -> None:
    sounds = [digits(), *SPEECHLESS.values()] * 4
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(speaks, sounds)) == [True, *[False] * len(SPEECHLESS)] * 4


def test_a_window_in_which_nobody_speaks_is_not_computed(tmp_path: Path) -> None:
    predictor = SpeechPredictor(Bundle.load(BUNDLE), Limits())
    path = written(tmp_path / "long.wav", np.concatenate([noise(0.02, 20), digits(), noise(0.02, 20)]))
    empty = [piece.empty for piece in predictor.pieces(path)]
    assert (empty[0], empty[-1]) == (True, True)
    assert 1 <= empty.count(False) <= 2


def test_words_after_minutes_without_any_are_read_at_their_time(engine: Engine, tmp_path: Path) -> None:
    path = written(tmp_path / "long.wav", np.concatenate([noise(0.001, 120), digits(), noise(0.001, 20)]))
    (found,) = transcripts(engine, path)
    assert found.text == "ONE FIVE TWO ONE THREE"
    assert 120 < found.words[0].start < found.words[-1].end < 120 + len(digits()) / RATE


def test_a_sound_without_a_word_answers_nothing_alone_and_among_others(engine: Engine, tmp_path: Path) -> None:
    silent = written(tmp_path / "chord.wav", np.tile(SPEECHLESS["a chord"], 5))
    (alone,) = transcripts(engine, silent)
    first, between, last = transcripts(engine, DIGITS, silent, DIGITS)
    assert alone == between == Transcript("", (), 0.0)
    assert first.text == last.text == "ONE FIVE TWO ONE THREE"


def test_a_single_word_is_read_whatever_the_detector_thinks_of_it(tmp_path: Path) -> None:
    predictor = SpeechPredictor(Bundle.load(BUNDLE), Limits())
    assert [piece.empty for piece in predictor.pieces(written(tmp_path / "short.wav", noise(0.1, 1)))] == [False]


def test_readers_that_are_the_first_to_listen_at_once_all_hear() -> None:
    at_once = """
import threading, numpy as np
from concurrent.futures import ThreadPoolExecutor
from ml.speech.voice import speaks
together = threading.Barrier(8)
def listen(wave):
    together.wait()
    return speaks(wave)
with ThreadPoolExecutor(8) as readers:
    print(*readers.map(listen, [np.random.default_rng(1).standard_normal(32_000).astype(np.float32)] * 8))
"""
    said = subprocess.run([sys.executable, "-c", at_once], cwd=ROOT.parent, capture_output=True, text=True, check=False)
    assert said.stdout.split() == ["False"] * 8, said.stderr
