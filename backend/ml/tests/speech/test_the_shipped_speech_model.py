"""The bundle that travels with the source reads the examples that the page offers, alone, in company, and twice."""

import time
from pathlib import Path

import numpy as np
import pytest

from ml.errors import BadInput
from ml.serving.engine import Engine, load
from ml.speech.decode import read_sound
from ml.tests.speech.sounds import tone, write_sound, write_video
from ml.types import Item, Result, Transcript

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests/fixtures"
EXAMPLES = {"stop.opus": "STOP", "digits.opus": "ONE FIVE TWO ONE THREE"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(ROOT / "bundles/wav2vec2-small", "cpu", 1)


def transcript_of(answer: Result | BadInput) -> Transcript:
    assert isinstance(answer, Result), answer
    assert isinstance(answer.output, Transcript)
    return answer.output


def read(engine: Engine, *paths: Path) -> list[Transcript]:
    return [transcript_of(answer) for answer in engine.predict_many([Item(path) for path in paths])]


@pytest.mark.parametrize(("name", "text"), EXAMPLES.items())
def test_the_examples_are_read_right(engine: Engine, name: str, text: str) -> None:
    (found,) = read(engine, FIXTURES / name)
    assert found.text == text


def test_words_are_in_order_inside_of_the_sound(engine: Engine) -> None:
    (found,) = read(engine, FIXTURES / "digits.opus")
    duration = sum(len(chunk) for chunk in read_sound(FIXTURES / "digits.opus")) / 16_000
    times = [time for word in found.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= duration
    assert all(0.3 < word.confidence <= 1 for word in found.words)


def test_the_same_clip_gives_the_same_words_alone_in_a_batch_and_twice(engine: Engine, tmp_path: Path) -> None:
    stop, digits = FIXTURES / "stop.opus", FIXTURES / "digits.opus"
    noise = np.random.default_rng(1).integers(-3000, 3000, (1, 90_000)).astype(np.int16)
    others = [
        write_sound(tmp_path / "noise.wav", noise, 16_000),
        write_sound(tmp_path / "t.wav", tone(0.9, 8000), 8000),
    ]
    ((alone_stop,), (alone_digits,)) = read(engine, stop), read(engine, digits)
    together = read(engine, others[0], digits, stop, others[1], digits, stop)
    for found, alone in zip(
        (together[1], together[2], together[4], together[5]), (alone_digits, alone_stop) * 2, strict=True
    ):
        assert found.text == alone.text
        assert [(word.start, word.end) for word in found.words] == [(word.start, word.end) for word in alone.words]
        assert found.confidence == pytest.approx(alone.confidence, abs=1e-3)


def test_the_same_sound_in_another_container_rate_and_stereo_reads_the_same(engine: Engine, tmp_path: Path) -> None:
    wave = np.concatenate(list(read_sound(FIXTURES / "digits.opus", rate=48_000)))
    stereo = np.tile((np.clip(wave, -1, 1) * 32767).astype(np.int16), (2, 1))
    paths = [
        write_sound(tmp_path / f"digits.{ending}", stereo, 48_000) for ending in ("wav", "flac", "webm", "m4a", "mp3")
    ]
    assert {found.text for found in read(engine, *paths)} == {EXAMPLES["digits.opus"]}


def test_silence_is_an_empty_text(engine: Engine, tmp_path: Path) -> None:
    silence = write_sound(tmp_path / "silence.mp3", np.zeros((1, 96_000), np.int16), 48_000)
    (found,) = read(engine, silence)
    assert (found.text, found.words) == ("", ())


def test_a_silent_video_among_sounds_fails_alone(engine: Engine, tmp_path: Path) -> None:
    film = write_video(tmp_path / "film.mp4", with_sound=False)
    refused, answered = engine.predict_many([Item(film), Item(FIXTURES / "stop.opus")])
    assert isinstance(refused, BadInput)
    assert refused.code == "unsupported_media_type"
    assert transcript_of(answered).text == "STOP"


def test_words_far_apart_in_a_long_recording_are_found_at_their_times(engine: Engine, tmp_path: Path) -> None:
    word = np.concatenate(list(read_sound(FIXTURES / "stop.opus")))
    noise = np.random.default_rng(2).standard_normal(40 * 16_000).astype(np.float32) * np.float32(1e-3)
    starts = (1.5, 13.0, 26.5, 38.0)
    for start in starts:
        first = int(start * 16_000)
        noise[first : first + len(word)] += word
    path = write_sound(tmp_path / "long.flac", (np.clip(noise, -1, 1) * 32767).astype(np.int16)[None], 16_000)
    (found,) = read(engine, path)
    assert found.text.split().count("STOP") == len(starts)
    stops = [heard.start for heard in found.words if heard.word == "STOP"]
    assert all(start - 0.1 < heard < start + 1.0 for heard, start in zip(stops, starts, strict=True))


def test_the_stages_of_a_recording_with_many_windows_are_no_longer_than_it_took(engine: Engine, tmp_path: Path) -> None:
    digits = np.concatenate(list(read_sound(FIXTURES / "digits.opus")))
    spoken = (np.resize(digits, 60 * 16_000).clip(-1, 1) * 32767).astype(np.int16)
    minute = write_sound(tmp_path / "minute.wav", spoken[None], 16_000)
    began = time.perf_counter()
    (answer,) = engine.predict_many([Item(minute)])
    elapsed = time.perf_counter() - began
    assert isinstance(answer, Result)
    assert answer.timing.batch_size > 1
    assert answer.timing.predict > 0
    assert answer.timing.preprocess + answer.timing.predict + answer.timing.postprocess <= elapsed
