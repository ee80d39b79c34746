"""What training makes of a recording: another voice, another microphone, noise; never another length than is said."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.speech.augment import add_noise, at_speed, colour, room, white

RATE = 16_000


def tone(frequency: float, seconds: float = 1.0) -> NDArray[np.float32]:
    return np.sin(2 * np.pi * frequency * np.arange(round(RATE * seconds)) / RATE).astype(np.float32)


def loudest(wave: NDArray[np.float32]) -> float:
    """Hz."""
    return float(np.argmax(np.abs(np.fft.rfft(wave)))) * RATE / len(wave)


@pytest.mark.parametrize("speed", [0.85, 1.0, 1.15])
def test_a_faster_sound_is_shorter_and_higher(speed: float) -> None:
    changed = at_speed(tone(440), speed)
    assert len(changed) == pytest.approx(RATE / speed, abs=1)
    assert loudest(changed) == pytest.approx(440 * speed, rel=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_another_microphone_keeps_length_and_words_apart(seed: int) -> None:
    wave = np.concatenate([tone(1000, 0.37), np.zeros(RATE // 2, np.float32)])
    heard = colour(wave, np.random.default_rng(seed), narrow=0)
    assert heard.shape == wave.shape
    assert heard.dtype == np.float32
    assert np.abs(heard[-RATE // 4 :]).max() < 0.1 * np.abs(heard[: RATE // 4]).max()


def test_a_telephone_has_no_high_sounds() -> None:
    wave = tone(440) + tone(6000)
    spectrum = np.abs(np.fft.rfft(colour(wave, np.random.default_rng(1), narrow=1)))
    assert spectrum[6000] < 0.01 * spectrum[440]


@pytest.mark.parametrize("decibel", [6.0, 20.0, 40.0])
def test_noise_is_as_far_below_the_speech_as_is_asked(decibel: float) -> None:
    random = np.random.default_rng(2)
    speech, noise = tone(440), white(1000, random)
    added = add_noise(speech, noise, random, decibel, decibel) - speech
    assert 10 * np.log10(np.mean(speech**2) / np.mean(added**2)) == pytest.approx(decibel, abs=0.1)


@pytest.mark.parametrize("seed", range(5))
def test_a_room_answers_what_was_said_and_not_before_it(seed: int) -> None:
    wave = np.zeros(RATE, np.float32)
    wave[4000:4800] = tone(440, 0.05)
    heard = room(wave, np.random.default_rng(seed))
    assert heard.shape == wave.shape
    assert heard.dtype == np.float32
    assert np.abs(heard[:4000]).max() < 1e-5
    assert np.abs(heard[4800:5600]).max() > 0.02
    assert np.abs(heard[4800:5600]).max() > 10 * np.abs(heard[-800:]).max()


def test_silence_stays_silent_under_noise() -> None:
    random = np.random.default_rng(3)
    assert not add_noise(np.zeros(500, np.float32), white(1000, random), random).any()


def test_the_same_seed_makes_the_same_sound() -> None:
    first, again = (colour(tone(440), np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, colour(tone(440), np.random.default_rng(5)))
