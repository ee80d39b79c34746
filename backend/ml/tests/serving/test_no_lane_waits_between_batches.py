"""The first parts of the next batch are computed while the one before ends, and nothing else of it changes."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ml.serving.batching import by_shape
from ml.serving.engine import Engine, load
from ml.serving.lanes import Lanes
from ml.serving.predictor import Piece
from ml.serving.session import Inferred, Session
from ml.serving.setup import Setup
from ml.serving.stream import Stream
from ml.serving.watch import TimeUp, Watch
from ml.tests.serving.test_a_batch_ends_in_time import endless_for_red, picture
from ml.types import Item, Result
from ml.vision.serve import ImagePredictor

BUNDLE = Path(__file__).parents[2] / "bundles" / "resnet-cifar10"
SOON = 20


@dataclass(frozen=True)
class Number:
    array: NDArray[np.float32]


def rows(*values: int) -> list[Number]:
    return [Number(np.full(1, value, np.float32)) for value in values]


@dataclass
class Doors:
    """A number is computed when its door is open; what was asked for is told."""

    asked: dict[int, threading.Event] = field(default_factory=lambda: {one: threading.Event() for one in range(1, 9)})
    open: dict[int, threading.Event] = field(default_factory=lambda: {one: threading.Event() for one in range(1, 9)})
    stopped: threading.Event = field(default_factory=threading.Event)

    def let_in(self, *numbers: int) -> None:
        for number in numbers:
            self.open[number].set()

    def began(self, number: int, *, within: float = SOON) -> bool:
        return self.asked[number].wait(within)


class Waiting(Session):
    """Its graph is doors; it doubles."""

    def infer(self, batch: NDArray[np.float32]) -> Inferred:
        (number,) = batch.astype(int).ravel()
        self.graph.asked[number].set()
        while not self.graph.open[number].wait(0.01):
            if self.graph.stopped.is_set():
                raise RuntimeError("stopped")
        return Inferred(batch * 2)

    def stop(self) -> None:
        self.graph.stopped.set()


@pytest.fixture
def doors() -> Iterator[Doors]:
    made = Doors()
    yield made
    made.let_in(*made.open)


@pytest.fixture
def lanes(doors: Doors) -> Lanes:
    setup, session = Setup(threads=2, lanes=2), Waiting(doors, "cpu")
    return Lanes(setup, session, lambda: session, lambda _: 1)


def answers(stream: Stream[Number]) -> list[float]:
    return sorted(float(one.logits[0, 0]) for one in stream.computed() if not isinstance(one.logits, Exception))


def singles(*values: int) -> list[list[Number]]:
    return [rows(value) for value in values]


def test_a_lane_that_is_free_takes_the_next_batch_while_another_one_ends_the_last(lanes: Lanes, doors: Doors) -> None:
    first, following = Stream(lanes, singles(1, 2)), Stream(lanes, singles(3, 4))
    room = threading.Event()
    computing = threading.Thread(target=lambda: list(first.computed(room.set)))
    computing.start()
    assert room.wait(SOON)
    following.feed()
    doors.let_in(1)
    assert doors.began(3)
    assert computing.is_alive()
    doors.let_in(2, 3, 4)
    computing.join()
    assert answers(following) == [6, 8]


def test_there_is_room_only_when_nothing_waits_for_a_lane(lanes: Lanes, doors: Doors) -> None:
    room = threading.Event()
    computing = threading.Thread(target=lambda: list(Stream(lanes, singles(1, 2, 3)).computed(room.set)))
    computing.start()
    assert doors.began(2)
    assert not room.wait(0.1)
    doors.let_in(1)
    assert room.wait(SOON)
    doors.let_in(2, 3)
    computing.join()


def test_what_comes_alone_has_all_threads_to_the_end(lanes: Lanes, doors: Doors) -> None:
    rooms: list[str] = []
    doors.let_in(1)
    assert len(list(Stream(lanes, singles(1), few=True).computed(lambda: rooms.append("room")))) == 1
    assert rooms == []


def test_what_was_fed_and_is_not_asked_for_is_stopped(lanes: Lanes, doors: Doors) -> None:
    stream = Stream(lanes, singles(1, 2, 3))
    stream.feed()
    assert doors.began(1)
    stream.close()
    assert doors.stopped.is_set()
    assert not doors.began(3, within=0.1)


def test_of_what_is_read_to_the_end_the_largest_comes_first() -> None:
    mixed = [Number(np.zeros(size, np.float32)) for size in (3, 1, 7, 5)]
    assert [len(batch[0].array) for batch in by_shape(mixed, lambda _: 2)] == [7, 5, 3, 1]


def test_who_feeds_the_next_batch_is_not_told_that_this_one_is_late() -> None:
    late = threading.Event()
    watch = Watch(0.05, late.set)
    with watch.over():
        assert late.wait(SOON)
        other = threading.Thread(target=watch.check)
        raised: list[object] = []
        threading.excepthook, before = raised.append, threading.excepthook
        other.start()
        other.join()
        threading.excepthook = before
        assert raised == []
        with pytest.raises(TimeUp):
            watch.check()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(BUNDLE, "cpu", threads=2)


@pytest.fixture
def items(tmp_path: Path) -> list[Item]:
    found = [Item(tmp_path / f"{number}.png", {"top_k": 10}) for number in range(9)]
    for number, item in enumerate(found):
        Image.new("RGB", (40, 40), (number * 20, 90, 200)).save(item.path)
    return found


def labels(answers: Sequence[object]) -> list[object]:
    return [[label.index for label in one.output.labels] for one in answers if isinstance(one, Result)]  # type: ignore[union-attr]


def test_what_was_fed_is_answered_as_anything_else(engine: Engine, items: list[Item]) -> None:
    begun, following = engine.begin(items), engine.begin(items[::-1])
    feeding = threading.Thread(target=following.feed)
    found = labels(engine.end(begun, lambda _: feeding.start()))
    feeding.join()
    assert labels(engine.end(following)) == found[::-1]
    assert len(found) == 9


def test_a_file_that_is_alone_is_left_to_who_can_be_interrupted(
    engine: Engine, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImagePredictor, "pieces", lambda *_: pytest.fail("it was read"))
    engine.begin(items[:1]).feed()


def test_who_feeds_is_let_go_when_a_file_is_read_for_ever(
    engine: Engine, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, enough = threading.Event(), threading.Event()

    def pieces(_: ImagePredictor, _path: Path) -> Iterator[Piece]:
        reading.set()
        enough.wait(SOON)
        yield from ()

    monkeypatch.setattr(ImagePredictor, "pieces", pieces)
    begun = engine.begin(items)
    feeding = threading.Thread(target=begun.feed)
    feeding.start()
    assert reading.wait(SOON)
    begun.close()
    feeding.join(SOON / 2)
    assert not feeding.is_alive()
    enough.set()


def test_a_graph_that_never_returns_ends_with_its_batch_although_it_was_fed_before(tmp_path: Path) -> None:
    engine = load(endless_for_red(tmp_path / "bundle"), "cpu", threads=2, seconds=1)
    greys = [picture(tmp_path / f"grey{number}", "grey") for number in range(4)]
    begun, following = engine.begin(greys), engine.begin([picture(tmp_path / "red", "red"), *greys])
    following.feed()
    assert len(engine.end(begun)) == 4
    with pytest.raises(TimeUp):
        engine.end(following)
    assert all(isinstance(one, Result) for one in engine.predict_many(greys))
