"""Recordings in the engine: cut into windows, batched with their like, joined again.

The graph is replaced by a few lines of arithmetic, so that every frame's right letter is known.
"""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.bundle import Bundle, write_bundle
from ml.errors import BadInput
from ml.serving.engine import Engine
from ml.serving.session import Inferred, Session
from ml.speech.serve import SpeechPredictor
from ml.tests.speech.sounds import tone, write_sound
from ml.types import Item, Limits, Result, Transcript

RATE, STRIDE = 16_000, 320
MANIFEST = {
    "slug": "loudness", "kind": "speech-recognition", "title": "", "summary": "", "licence": "",
    "preprocess": {
        "sample_rate": RATE, "normalize": False, "buckets": [1.0, 2.0, 4.0], "window_seconds": 4.0,
        "overlap_seconds": 1.0, "frame_stride": STRIDE,
    },
    "vocabulary": ["<blank>", "|", "A", "B"], "blank": 0, "word_delimiter": "|", "metrics": {}, "lineage": {},
    "parameters": 1,
}  # fmt: skip


class Loudness(Session):
    """Hears a quiet frame as A, a loud one as B and silence as a gap; remembers the batches that it saw."""

    def infer(self, batch: NDArray[np.float32]) -> Inferred:
        self.graph.append(batch.shape)
        count, samples = batch.shape
        frames = batch[:, : samples // STRIDE * STRIDE].reshape(count, -1, STRIDE)
        peak = np.abs(frames).max(axis=2)
        heard = np.select([peak < 0.05, peak < 0.3], [1, 2], 3)
        return Inferred((np.eye(4, dtype=np.float32) * 9)[heard])


@pytest.fixture
def batches() -> list[tuple[int, int]]:
    return []


@pytest.fixture
def engine(tmp_path: Path, batches: list[tuple[int, int]]) -> Engine:
    (tmp_path / "weights").write_bytes(b"not used")
    bundle: Bundle = write_bundle(tmp_path / "loudness", MANIFEST, {"model.onnx": tmp_path / "weights"})
    return Engine(bundle, Loudness(batches, "cpu"), SpeechPredictor(bundle, Limits(), listen=False))


def sound(path: Path, *volumes: float, each: float = 0.5) -> Path:
    """Tones of so many seconds each, with these volumes, 0 to 1."""
    parts = [(tone(each, RATE) * (2 * volume)).astype(np.int16) for volume in volumes]
    return write_sound(path, np.concatenate(parts, axis=1), RATE)


def text_of(answer: Result | BadInput) -> str:
    assert isinstance(answer, Result), answer.detail
    assert isinstance(answer.output, Transcript)
    return answer.output.text


def test_a_recording_longer_than_a_window_is_joined_without_loss(engine: Engine, tmp_path: Path) -> None:
    path = sound(tmp_path / "long.wav", *[0.1, 0, 0.9, 0] * 9)
    (answer,) = engine.predict_many([Item(path)])
    assert text_of(answer) == " ".join(["A B"] * 9)
    assert isinstance(answer, Result)
    assert isinstance(answer.output, Transcript)
    assert [word.start for word in answer.output.words] == pytest.approx(list(range(18)), abs=0.03)


def test_the_text_is_the_same_alone_in_any_batch_and_twice(engine: Engine, tmp_path: Path) -> None:
    tunes = [(0.1,), (0.1, 0, 0.9), (0.9,) * 6, (0.9, 0, 0.1) * 5, (0.9, 0, 0.9, 0, 0.1)]
    paths = [sound(tmp_path / f"{number}.flac", *tune) for number, tune in enumerate(tunes)]
    alone = [text_of(engine.predict_many([Item(path)])[0]) for path in paths]
    assert alone[:4] == ["A", "A B", "B", "B AB AB AB AB A"]
    for order in (paths, paths[::-1], paths * 2):
        together = [text_of(answer) for answer in engine.predict_many([Item(path) for path in order])]
        assert together == [alone[paths.index(path)] for path in order]


def test_only_windows_of_one_length_share_a_batch(
    engine: Engine, tmp_path: Path, batches: list[tuple[int, int]]
) -> None:
    paths = [sound(tmp_path / "a.wav", 0.1), sound(tmp_path / "b.wav", 0.1, 0.1, 0.1), sound(tmp_path / "c.wav", 0.9)]
    engine.predict_many([Item(path) for path in paths])
    assert sorted(batches) == [(1, 2 * RATE), (2, RATE)]


def test_a_batch_holds_at_most_a_minute_of_sound(
    engine: Engine, tmp_path: Path, batches: list[tuple[int, int]]
) -> None:
    path = sound(tmp_path / "long.wav", 0.1, each=100.0)
    engine.predict_many([Item(path)])
    assert max(count * samples for count, samples in batches) <= 60 * RATE
    assert max(count for count, _ in batches) == 15


def test_a_broken_recording_leaves_its_neighbours_alone(engine: Engine, tmp_path: Path) -> None:
    good, cut = sound(tmp_path / "good.wav", 0.1), sound(tmp_path / "cut.flac", *[0.1, 0.9] * 20)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    (tmp_path / "text.wav").write_text("no sound at all")
    answers = engine.predict_many([Item(good), Item(cut), Item(tmp_path / "text.wav"), Item(good)])
    codes = [answer.code if isinstance(answer, BadInput) else text_of(answer) for answer in answers]
    assert codes == ["A", "decode_failed", "unsupported_media_type", "A"]


def test_an_option_of_a_newer_slipway_is_left_alone_and_logged_once(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    item = Item(sound(tmp_path / "a.wav", 0.1), {"accent": "Scots"})
    for answer in engine.predict_many([item, item]):
        assert isinstance(answer, Result)
        assert (text_of(answer), answer.unused) == ("A", ("accent",))
    assert caplog.text.count("'accent' is not used") == 1


def test_warming_up_computes_the_smallest_bucket(engine: Engine, batches: list[tuple[int, int]]) -> None:
    engine.warm()
    assert batches == [(1, RATE)]
