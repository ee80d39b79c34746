"""What happens in the engine when the model itself fails, or gives numbers that are none."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.errors import BadInput
from ml.options import RequestOptions
from ml.serving.engine import Engine
from ml.serving.predictor import Logits, Piece
from ml.serving.session import Inferred, Session
from ml.types import Classification, Item, LabelScore, Result

BUNDLE = Path(__file__).parents[2] / "bundles" / "resnet-cifar10"
POISON, INFINITE = -1.0, -2.0


class Recorder(Session):
    """Doubles its input, refuses every batch with a POISON in it, and remembers the batches that it saw."""

    def infer(self, batch: NDArray[np.float32]) -> Inferred:
        self.graph.append(batch.shape)
        if (batch == POISON).any():
            raise RuntimeError("the graph refused")
        return Inferred(np.where(batch == INFINITE, np.inf, batch * 2).astype(np.float32))


class NumberPredictor:
    """An item is a file name like `3x5`: three pieces of the number 5; `3x5!` breaks after its second piece."""

    def pieces(self, path: Path) -> Iterator[Piece]:
        count, number = path.name.rstrip("!").split("x")
        for position in range(int(count)):
            if path.name.endswith("!") and position == 2:
                raise BadInput("decode_failed", "broken")
            yield Piece(np.full(1 + position % 2, float(number), np.float32), length=position)

    def answer(self, outputs: Sequence[tuple[int, Logits]], options: RequestOptions | None = None) -> Classification:
        return Classification(tuple(LabelScore("", length, float(logits[0])) for length, logits in outputs))

    def batch_limit(self, shape: tuple[int, ...]) -> int:
        return 4

    def blank(self) -> Piece:
        return Piece(np.zeros(1, np.float32), 0)

    def describe(self, array: NDArray[np.float32]) -> str:
        return "a number"


@pytest.fixture
def batches() -> list[tuple[int, int]]:
    return []


@pytest.fixture
def engine(batches: list[tuple[int, int]]) -> Engine:
    return Engine(Bundle.load(BUNDLE), Recorder(batches, "cpu"), NumberPredictor())


def answers(engine: Engine, *names: str) -> list[object]:
    """The code of each refusal, else the numbers of each answer."""
    results = engine.predict_many([Item(Path(name)) for name in names])
    return [answer.code if isinstance(answer, BadInput) else numbers(answer) for answer in results]


def numbers(answer: Result) -> list[float]:
    assert isinstance(answer.output, Classification)
    return [label.score for label in answer.output.labels]


def test_only_the_guilty_item_fails(engine: Engine, batches: list[tuple[int, int]]) -> None:
    assert answers(engine, "1x1", f"1x{POISON}", "1x3") == [[2], "model_failed", [6]]
    assert batches == [(3, 1), (1, 1), (1, 1), (1, 1)]


def test_numbers_that_are_none_are_a_failure_of_that_item_alone(engine: Engine) -> None:
    assert answers(engine, "1x1", f"1x{INFINITE}") == [[2], "model_failed"]


def test_pieces_come_back_in_order_although_shapes_are_computed_apart(
    engine: Engine, batches: list[tuple[int, int]]
) -> None:
    assert answers(engine, "3x1", "2x5") == [[2, 2, 2], [10, 10]]
    assert sorted(batches) == [(2, 2), (3, 1)]


def test_a_full_batch_is_computed_before_more_is_read(engine: Engine, batches: list[tuple[int, int]]) -> None:
    assert answers(engine, *["1x1"] * 10) == [[2]] * 10
    assert batches == [(4, 1), (4, 1), (2, 1)]


def test_an_item_that_breaks_halfway_takes_its_own_pieces_along(engine: Engine, batches: list[tuple[int, int]]) -> None:
    assert answers(engine, "4x1!", "2x5") == ["decode_failed", [10, 10]]
    assert sorted(batches) == [(1, 1), (1, 2)]


def test_the_largest_batch_and_the_sum_of_time_are_told(engine: Engine) -> None:
    first, second = engine.predict_many([Item(Path("2x1")), Item(Path("1x1"))])
    assert isinstance(first, Result)
    assert isinstance(second, Result)
    assert (first.timing.batch_size, second.timing.batch_size) == (2, 2)
    assert first.timing.predict > second.timing.predict
