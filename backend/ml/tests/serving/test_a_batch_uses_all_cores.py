"""Files are read ahead by threads, a batch is computed in parts, memory is given back: the answers stay the same."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml.serving.engine import Engine, load
from ml.serving.predictor import Piece
from ml.serving.session import Inferred, Session
from ml.types import Classification, Item, Result
from ml.vision.serve import ImagePredictor

BUNDLE = Path(__file__).parents[2] / "bundles" / "resnet-cifar10"


@pytest.fixture
def items(tmp_path: Path) -> list[Item]:
    random, found = np.random.default_rng(3), []
    for number in range(9):
        found.append(Item(tmp_path / f"{number}.png", {"top_k": 10}))
        Image.fromarray(random.integers(0, 256, (40, 40, 3), dtype=np.uint8)).save(found[-1].path)
    return found


def scores(engine: Engine, items: list[Item]) -> list[dict[str, float]]:
    found = []
    for answer in engine.predict_many(items):
        assert isinstance(answer, Result)
        assert isinstance(answer.output, Classification)
        assert answer.timing.batch_size == len(items)
        found.append({label.label: label.score for label in answer.output.labels})
    return found


def test_parts_of_a_batch_are_answered_as_the_whole(items: list[Item]) -> None:
    whole, parts = load(BUNDLE, "cpu", threads=1), load(BUNDLE, "cpu", threads=3)
    for one, other in zip(scores(whole, items), scores(parts, items), strict=True):
        assert one == pytest.approx(other, abs=1e-4)


def test_each_part_has_a_thread_of_its_own(items: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str]] = []
    infer = Session.infer

    def watched(self: Session, batch: "np.typing.NDArray[np.float32]") -> Inferred:
        seen.append((len(batch), threading.current_thread().name.partition("_")[0]))
        return infer(self, batch)

    engine = load(BUNDLE, "cpu", threads=3)
    monkeypatch.setattr(Session, "infer", watched)
    engine.predict_many(items)
    assert sorted(seen) == [(3, "lane")] * 3
    seen.clear()
    engine.predict_many(items[:2])
    assert seen == [(2, threading.current_thread().name)]  # too few for a part each


def test_files_are_read_side_by_side_and_not_too_far_ahead(items: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    together, read = threading.Barrier(3), []

    def pieces(self: ImagePredictor, path: Path) -> Iterator[Piece]:
        together.wait(20)  # breaks unless three threads are here at once
        read.append(path)
        yield self.blank()

    monkeypatch.setattr(ImagePredictor, "pieces", pieces)
    monkeypatch.setattr(ImagePredictor, "batch_limit", lambda *_: 3)
    engine = load(BUNDLE, "cpu", threads=3)
    begun = engine.begin(items)
    while len(read) < 6:
        time.sleep(0.01)
    time.sleep(0.1)
    assert len(read) == 6
    assert len(engine.end(begun)) == len(read) == 9


def test_who_is_interrupted_leaves_the_next_batch_alone(items: list[Item], monkeypatch: pytest.MonkeyPatch) -> None:
    class TimeUp(BaseException):
        pass

    def late(*_: object) -> None:
        raise TimeUp

    engine = load(BUNDLE, "cpu", threads=3)
    expected = scores(engine, items)
    begun, following = engine.begin(items), engine.begin(items)
    with monkeypatch.context() as patched:
        patched.setattr(engine, "_compute", late)
        with pytest.raises(TimeUp):
            engine.end(begun)
    assert len([one for one in engine.end(following) if isinstance(one, Result)]) == 9
    assert scores(engine, items)[0] == pytest.approx(expected[0], abs=1e-4)


def test_what_is_stopped_fails_where_it_runs() -> None:
    session = load(BUNDLE, "cpu", threads=1)._session
    large = np.zeros((2048, 3, 32, 32), np.float32)
    threading.Timer(0.05, session.stop).start()
    with pytest.raises(Exception, match="terminate"):
        session.run(large)
    assert len(session.run(large[:1])) == 1


GROW_AND_REST = """
import os, sys
from pathlib import Path
from ml.serving.engine import load
from ml.types import Item

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

engine = load(Path(sys.argv[1]), "cpu", threads=1)
engine.predict_many([Item(Path(sys.argv[2]))])
before = resident()
engine.predict_many([Item(Path(sys.argv[2]))] * 64)
grown = resident()
engine.rest()
print(grown - before, resident() - before)
"""


def test_at_rest_the_memory_of_large_batches_is_given_back(tmp_path: Path) -> None:
    Image.new("RGB", (32, 32)).save(picture := tmp_path / "black.png")
    argv = [sys.executable, "-c", GROW_AND_REST, str(BUNDLE), str(picture)]
    printed = subprocess.run(argv, cwd=BUNDLE.parents[2], capture_output=True, text=True, check=True).stdout
    grown, left = map(float, printed.split())
    assert grown > 20
    assert left < grown / 2
