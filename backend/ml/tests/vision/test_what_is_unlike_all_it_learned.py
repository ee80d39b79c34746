"""A version says what it does not know: strangers are outside, what it learned is not."""

from pathlib import Path

import numpy as np
import pytest

from ml.bundle import REFERENCE, Bundle, write_bundle
from ml.errors import BundleError
from ml.serving.engine import Engine, load
from ml.serving.familiarity import OUTSIDE
from ml.types import Classification, Item, Result
from ml.vision import strangers
from ml.vision.familiar import PictureFamiliarity, familiarity
from ml.vision.reference import Seen, fitted

BUNDLE = Path(__file__).parents[2] / "bundles" / "resnet-cifar10"
CAT = Path(__file__).parents[1] / "fixtures" / "cat.jpg"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(BUNDLE, "cpu", 1)


def answers(engine: Engine, *files: Path) -> list[Classification]:
    found = [
        result.output for result in engine.predict_many([Item(file) for file in files]) if isinstance(result, Result)
    ]
    return [output for output in found if isinstance(output, Classification)]


@pytest.mark.parametrize("kind", sorted(strangers.DRAWN))
def test_what_is_no_photo_is_outside(kind: str, engine: Engine, tmp_path: Path) -> None:
    files = strangers.make(tmp_path, 20)[kind]
    assert sum(output.outside for output in answers(engine, *files)) >= 17


def test_a_cat_is_not(engine: Engine) -> None:
    (output,) = answers(engine, CAT)
    assert output.labels[0].label == "cat"
    assert not output.outside
    assert output.familiar
    assert output.familiar > OUTSIDE


def test_it_is_as_familiar_alone_as_beside_others(engine: Engine, tmp_path: Path) -> None:
    files = [CAT, *strangers.make(tmp_path, 2)["page"]]
    together = [output.familiar for output in answers(engine, *files)]
    alone = [output.familiar for file in files for output in answers(engine, file)]
    assert together == pytest.approx(alone, abs=0.002)


def seen(count: int, embeddings: bool, seed: int) -> Seen:
    """Pictures of three classes, each around a place of its own; the version is right about nearly all."""
    random = np.random.default_rng(seed)
    classes = random.integers(0, 3, count).astype(np.int32)
    places = np.eye(3, 80)[classes] * 4 + random.normal(size=(count, 80)) * 0.3
    logits = np.eye(3)[classes] * 5 + random.normal(size=(count, 3))
    return Seen(
        logits.astype(np.float32), places.astype(np.float32) if embeddings else None,
        random.normal(size=(count, 4)).astype(np.float32), np.zeros(count, np.float32),
        np.ones((count, 2), np.float32), classes,
    )  # fmt: skip


@pytest.mark.parametrize("embeddings", [True, False])
def test_of_the_answers_that_are_right_a_twentieth_is_outside_at_most(embeddings: bool) -> None:
    validated = seen(1000, embeddings, 2)
    told = PictureFamiliarity(fitted(seen(500, embeddings, 1), validated))
    strange = told.strangeness(validated.traits, validated.logits, validated.embeddings)[validated.right]
    familiar = told.shares(strange)
    assert 0.04 < (familiar <= OUTSIDE).mean() <= 0.05
    assert familiar.max() == 1


def test_what_lies_elsewhere_or_is_less_decided_is_strange() -> None:
    told = PictureFamiliarity(fitted(seen(500, True, 1), seen(1000, True, 2)))
    elsewhere = np.zeros((1, 80), np.float32)
    elsewhere[0, 40] = 4
    assert (
        told.shares(told.strangeness(np.zeros((1, 4), np.float32), np.zeros((1, 3), np.float32), elsewhere)) <= OUTSIDE
    )
    by_energy = PictureFamiliarity(fitted(seen(500, False, 1), seen(1000, False, 2)))
    undecided = by_energy.strangeness(np.zeros((1, 4), np.float32), np.zeros((1, 3), np.float32), None)
    assert by_energy.shares(undecided) <= OUTSIDE


def test_a_reference_that_is_none_is_refused(tmp_path: Path) -> None:
    shipped = Bundle.load(BUNDLE)
    (tmp_path / "broken.npz").write_bytes(b"no zip")
    content = shipped.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    bundle = write_bundle(tmp_path / "b", content, {REFERENCE: tmp_path / "broken.npz"})
    with pytest.raises(BundleError, match=r"reference\.npz is not what a bundle keeps"):
        familiarity(bundle)
