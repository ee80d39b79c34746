"""A version says what it does not know: strangers are outside, what it learned is not."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.bundle import REFERENCE, Bundle, write_bundle
from ml.errors import BundleError
from ml.serving.engine import Engine, load
from ml.serving.familiarity import OUTSIDE, shares
from ml.training.strangers import area
from ml.types import Classification, Item, Result
from ml.vision import strangers
from ml.vision.familiar import PictureFamiliarity, familiarity
from ml.vision.odd import odd
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
        random.normal(size=(count, 3)).astype(np.float32), np.zeros(count, np.float32),
        np.ones((count, 2), np.float32), classes,
    )  # fmt: skip


def strange(embeddings: bool) -> NDArray[np.float32]:
    """What is seen of pictures between the classes."""
    random = np.random.default_rng(3)
    return (random.normal(size=(500, 80 if embeddings else 3)) * 0.5 + 0.7).astype(np.float32)


def told(embeddings: bool, validated: Seen) -> PictureFamiliarity:
    return PictureFamiliarity(fitted(seen(500, embeddings, 1), strange(embeddings), validated))


@pytest.mark.parametrize("embeddings", [True, False])
def test_of_the_answers_that_are_right_a_twentieth_is_outside_at_most(embeddings: bool) -> None:
    validated = seen(1000, embeddings, 2)
    kept = fitted(seen(500, embeddings, 1), strange(embeddings), validated)
    strangeness = PictureFamiliarity(kept).strangeness(validated.traits, validated.looks)[validated.right]
    familiar = shares(np.asarray(kept["strangeness"], np.float32), strangeness)
    assert 0.04 < (familiar <= OUTSIDE).mean() <= 0.05
    assert familiar.max() == 1


@pytest.mark.parametrize("embeddings", [True, False])
def test_what_looks_like_odd_pictures_is_strange(embeddings: bool) -> None:
    validated = seen(1000, embeddings, 2)
    known = told(embeddings, validated).strangeness(validated.traits, validated.looks)
    other = told(embeddings, validated).strangeness(validated.traits[:500], strange(embeddings))
    assert area(-known.astype(np.float64), -other.astype(np.float64)) > 0.9


def test_plain_figures_of_the_pixels_beyond_the_usual_are_strange_and_numbers_that_are_none_the_strangest() -> None:
    validated = seen(1000, True, 2)
    usual, beyond, none = validated.traits[:1], validated.traits[:1] + 100, validated.looks[:1] * np.nan
    familiarity = told(True, validated)
    assert familiarity.strangeness(beyond, validated.looks[:1]) > familiarity.strangeness(usual, validated.looks[:1])
    assert np.isinf(familiarity.strangeness(usual, none))


def test_odd_pictures_are_of_the_size_and_the_range_of_those_they_are_made_of_and_the_same_each_time() -> None:
    known = list(np.random.default_rng(1).uniform(-2, 3, (16, 3, 32, 32)).astype(np.float32))
    made, again = (odd(known, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(made, again)
    assert {one.shape for one in made} == {(3, 32, 32)}
    assert np.stack(known).min() <= np.stack(made).min() <= np.stack(made).max() <= np.stack(known).max()
    assert not any(np.array_equal(one, other) for one in made for other in known)


def test_what_was_kept_in_another_way_tells_nothing(tmp_path: Path) -> None:
    shipped = Bundle.load(BUNDLE)
    np.savez(tmp_path / "before.npz", known=np.zeros((1, 64)), strangeness=np.zeros(1))
    content = shipped.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    assert familiarity(write_bundle(tmp_path / "b", content, {REFERENCE: tmp_path / "before.npz"})) is None


def test_a_reference_that_is_none_is_refused(tmp_path: Path) -> None:
    shipped = Bundle.load(BUNDLE)
    (tmp_path / "broken.npz").write_bytes(b"no zip")
    content = shipped.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    bundle = write_bundle(tmp_path / "b", content, {REFERENCE: tmp_path / "broken.npz"})
    with pytest.raises(BundleError, match=r"reference\.npz is not what a bundle keeps"):
        familiarity(bundle)
