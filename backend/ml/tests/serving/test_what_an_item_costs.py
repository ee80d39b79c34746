"""The stages of an item follow each other, though it is read and computed by several threads and in company."""

import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.bundle import write_bundle
from ml.serving.clock import Clock, covered
from ml.serving.engine import Engine
from ml.serving.session import Inferred
from ml.serving.setup import Setup
from ml.speech.serve import SpeechPredictor
from ml.tests.serving.test_the_engine_answers_sound import MANIFEST, Loudness, sound
from ml.types import Item, Limits, Result, Timing

EACH = 0.05


class Slow(Loudness):
    """Takes as long for every inference."""

    def infer(self, batch: NDArray[np.float32]) -> Inferred:
        time.sleep(EACH)
        return super().infer(batch)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    (tmp_path / "weights").write_bytes(b"not used")
    bundle = write_bundle(tmp_path / "loudness", MANIFEST, {"model.onnx": tmp_path / "weights"})
    predictor, setup = SpeechPredictor(bundle, Limits(), listen=False), Setup(threads=2, lanes=2)
    return Engine(bundle, Slow([], "cpu"), predictor, setup, readers=2)


def answered(engine: Engine, *paths: Path) -> tuple[list[Timing], float]:
    """What each file cost, and the seconds that went by."""
    began = time.perf_counter()
    answers = engine.end(engine.begin([Item(path) for path in paths], ahead=True))
    took = time.perf_counter() - began
    assert all(isinstance(answer, Result) for answer in answers)
    return [answer.timing for answer in answers if isinstance(answer, Result)], took


def test_inferences_side_by_side_count_once(engine: Engine, tmp_path: Path) -> None:
    (cost,), took = answered(engine, sound(tmp_path / "long.wav", 0.1, each=600.0))
    together = 2 * 600 / 60 * EACH  # at least a minute's batch for each lane
    assert together / 2 < cost.predict <= took
    assert cost.preprocess + cost.predict + cost.postprocess <= took
    assert cost.predict / 2 < cost.own < 1.1 * cost.predict  # it was alone, and no lane was idle for long


def test_what_came_together_shares_its_time(engine: Engine, tmp_path: Path) -> None:
    costs, took = answered(engine, *(sound(tmp_path / f"{number}.wav", 0.1) for number in range(4)))
    assert [cost.batch_size for cost in costs] == [4] * 4
    assert all(EACH <= cost.predict <= took for cost in costs)
    assert all(cost.own == pytest.approx(cost.predict / 4) for cost in costs)


def test_what_is_read_while_it_is_computed_counts_as_computing() -> None:
    clock = Clock()
    with clock.reading():
        began = time.perf_counter()
        time.sleep(0.02)
    read = clock.preprocess
    clock.computed((began, began + 0.01), 1 / 2)
    clock.computed((began + 0.005, began + 0.015), 1 / 2)
    assert clock.predict == pytest.approx(0.015)
    assert clock.preprocess == pytest.approx(read - 0.015)
    assert clock.own == pytest.approx(0.01)


def test_spans_that_overlap_cover_no_more_than_they_do() -> None:
    assert covered([]) == 0
    assert covered([(5, 6), (0, 3), (1, 2), (2, 4)]) == 5
