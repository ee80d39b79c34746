"""A graph that never returns is stopped when the time of its batch is over, and what comes after it is answered."""

import time
from pathlib import Path

import pytest
from PIL import Image

from ml.bundle import write_bundle
from ml.serving.engine import Engine, load
from ml.serving.watch import TimeUp
from ml.types import Item, Result

GRAPH = Path(__file__).parents[1] / "fixtures" / "odd" / "endless-for-red.onnx"
LIMIT = 0.5


def endless_for_red(folder: Path) -> Path:
    """A bundle that answers all pictures but red ones."""
    manifest = {
        "slug": "endless", "kind": "image-classification", "title": "Endless", "summary": "", "licence": "MIT",
        "preprocess": {"size": 32, "resize": "squash", "mean": [0.5] * 3, "std": [0.5] * 3}, "labels": ["a", "b"],
        "metrics": {}, "lineage": {}, "parameters": 6,
    }  # fmt: skip
    write_bundle(folder, manifest, {"model.onnx": GRAPH})
    return folder


def picture(path: Path, colour: str) -> Item:
    Image.new("RGB", (32, 32), colour).save(path.with_suffix(".png"))
    return Item(path.with_suffix(".png"))


@pytest.fixture(scope="module", params=[1, 2], ids=["one thread", "in parts"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return load(endless_for_red(tmp_path_factory.mktemp("bundle")), "cpu", threads=request.param, seconds=LIMIT)


@pytest.mark.parametrize("others", [0, 1, 3])
def test_it_is_stopped_at_the_limit_and_the_next_batch_is_answered(tmp_path: Path, engine: Engine, others: int) -> None:
    greys = [picture(tmp_path / f"grey{number}", "grey") for number in range(others)]
    began = time.monotonic()
    with pytest.raises(TimeUp):
        engine.predict_many([*greys, picture(tmp_path / "red", "red")])
    assert time.monotonic() - began >= LIMIT
    for _ in range(2):
        assert isinstance(engine.predict_many([picture(tmp_path / "grey", "grey")])[0], Result)


def test_many_short_batches_are_never_late_together(tmp_path: Path, engine: Engine) -> None:
    grey, until = picture(tmp_path / "grey", "grey"), time.monotonic() + 3 * LIMIT
    while time.monotonic() < until:
        assert isinstance(engine.predict_many([grey])[0], Result)
