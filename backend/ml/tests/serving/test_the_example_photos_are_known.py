"""The photos that the page offers to try are answered rightly by the model that travels with it."""

from pathlib import Path

import pytest

from ml.serving.engine import Engine, load
from ml.types import Classification, Item, Limits, Result
from ml.vision.inspect import inspect

HERE = Path(__file__).parents[1] / "fixtures"
BUNDLE = Path(__file__).parents[2] / "bundles" / "resnet-cifar10"
PHOTOS = {"cat.jpg": "cat", "moose.jpg": "deer"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(BUNDLE, device="cpu", threads=1)


@pytest.mark.parametrize(("name", "label"), PHOTOS.items())
def test_an_example_photo_gets_its_label(engine: Engine, name: str, label: str) -> None:
    (answer,) = engine.predict_many([Item(HERE / name)])
    assert isinstance(answer, Result)
    assert isinstance(answer.output, Classification)
    assert answer.output.labels[0].label == label
    assert answer.output.labels[0].score > 0.5


@pytest.mark.parametrize("name", PHOTOS)
def test_an_example_photo_is_small_and_has_a_licence(name: str) -> None:
    assert (HERE / name).stat().st_size <= 100_000
    assert min(inspect(HERE / name, Limits(1_000_000)).width or 0, 300) == 300
    assert f"`{name}`" in (HERE / "LICENCES.md").read_text("utf-8")
