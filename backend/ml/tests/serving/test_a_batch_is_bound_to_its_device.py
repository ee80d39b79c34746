"""Input and output are bound to a device, as on a card; here the device is the CPU."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from ml.serving.binding import Bound, Values
from ml.serving.session import Session, open_session

MODEL = Path(__file__).parents[2] / "bundles" / "resnet-cifar10" / "model.onnx"


@pytest.fixture(scope="module")
def plain() -> Session:
    return open_session(MODEL, "cpu", 1)


@pytest.fixture
def bound(plain: Session) -> Session:
    return Session(plain.graph, "cpu", Bound(plain.graph, "cpu"))


def pictures(count: int, seed: int) -> list[Values]:
    return list(np.random.default_rng(seed).random((count, 3, 32, 32), np.float32))


def test_the_logits_are_the_same_whatever_the_batch_before_was(plain: Session, bound: Session) -> None:
    for seed, count in enumerate([1, 5, 2, 9, 1]):
        rows = pictures(count, seed)
        assert bound.infer_rows(rows).logits == pytest.approx(plain.infer_rows(rows).logits, abs=1e-5)


def test_what_was_answered_before_stays_as_it_is(bound: Session) -> None:
    first = bound.infer_rows(pictures(2, seed=1)).logits
    kept = first.copy()
    bound.infer_rows(pictures(2, seed=2))
    assert (first == kept).all()


def test_the_memory_of_a_batch_is_used_again_by_the_next_ones(bound: Session) -> None:
    assert bound.bound
    bound.infer_rows(pictures(4, seed=1))
    memory = bound.bound._values
    bound.infer_rows(pictures(2, seed=2))
    bound.infer_rows(pictures(4, seed=3))
    assert bound.bound._values is memory
    bound.infer_rows(pictures(5, seed=4))
    assert len(bound.bound._values) == 2 * len(memory)


def test_who_stops_it_lets_the_next_batch_be_computed(bound: Session) -> None:
    running = bound._options
    bound.stop()
    assert running.terminate
    assert len(bound.infer_rows(pictures(1, seed=1)).logits) == 1


def test_at_rest_a_small_batch_goes_the_same_way(bound: Session, plain: Session) -> None:
    bound.rest(pictures(1, seed=1))
    rows = pictures(1, seed=1)
    assert bound.infer_rows(rows).logits == pytest.approx(plain.infer_rows(rows).logits, abs=1e-5)


def test_a_driver_that_locks_no_memory_makes_it_slower_and_not_wrong(
    bound: Session, plain: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object, **__: object) -> Sequence[float]:
        raise RuntimeError("cudaHostAlloc: out of memory")

    monkeypatch.setattr(onnxruntime.OrtValue, "ortvalue_from_shape_and_type", refused)
    rows = pictures(3, seed=1)
    assert bound.infer_rows(rows).logits == pytest.approx(plain.infer_rows(rows).logits, abs=1e-5)
    assert "more slowly" in caplog.text
