"""The real image bundle in the real engine."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml.errors import BadInput, BundleError
from ml.serving.engine import Engine, load
from ml.types import Classification, Item, Limits, Result

BUNDLE = Path(__file__).parents[2] / "bundles" / "resnet-cifar10"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(BUNDLE, device="cpu", threads=1)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Fifteen pictures of different content, size and format."""
    folder = tmp_path_factory.mktemp("pictures")
    random = np.random.default_rng(4)
    paths = []
    for number in range(15):
        side, suffix = int(random.integers(20, 300)), ("png", "jpg", "webp")[number % 3]
        colours = random.integers(0, 256, (4, 5, 3), dtype=np.uint8)
        paths.append(folder / f"{number}.{suffix}")
        Image.fromarray(colours).resize((side, side + 7 * number), Image.Resampling.BICUBIC).save(paths[-1])
    return paths


def scores(answer: Result | BadInput) -> dict[str, float]:
    assert isinstance(answer, Result)
    assert isinstance(answer.output, Classification)
    return {label.label: label.score for label in answer.output.labels}


def test_an_answer_is_the_same_alone_and_in_any_batch(engine: Engine, pictures: list[Path]) -> None:
    items = [Item(path, {"top_k": 10}) for path in pictures]
    together = [scores(answer) for answer in engine.predict_many(items)]
    backwards = [scores(answer) for answer in reversed(engine.predict_many(items[::-1]))]
    for item, first, second in zip(items, together, backwards, strict=True):
        alone = scores(engine.predict_many([item])[0])
        assert list(alone) == list(first) == list(second)
        assert first == pytest.approx(alone, abs=1e-4)
        assert second == pytest.approx(alone, abs=1e-4)


def test_a_bad_item_is_refused_and_its_neighbours_are_answered(
    engine: Engine, pictures: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "cut.jpg").write_bytes(pictures[1].read_bytes()[:300])
    paths = [pictures[0], tmp_path / "text.png", pictures[1], tmp_path / "cut.jpg", tmp_path / "gone.png", pictures[2]]
    answers = engine.predict_many([Item(path) for path in paths])
    codes = [answer.code if isinstance(answer, BadInput) else None for answer in answers]
    assert codes == [None, "unsupported_media_type", None, "decode_failed", "decode_failed", None]
    assert scores(answers[2]) == pytest.approx(scores(engine.predict_many([Item(pictures[1])])[0]), abs=1e-4)


def test_scores_are_probabilities_best_first(engine: Engine, pictures: list[Path]) -> None:
    every = scores(engine.predict_many([Item(pictures[0], {"top_k": 100})])[0])
    assert set(every) == set(engine.bundle.manifest.labels or ())
    assert sum(every.values()) == pytest.approx(1)
    assert list(every.values()) == sorted(every.values(), reverse=True)


def test_five_labels_are_the_default_and_top_k_changes_it(engine: Engine, pictures: list[Path]) -> None:
    default, two = engine.predict_many([Item(pictures[0]), Item(pictures[0], {"top_k": 2})])
    assert len(scores(default)) == 5
    assert len(scores(two)) == 2


@pytest.mark.parametrize("options", [{"top_k": 0}, {"top_k": 101}, {"top_k": "5"}, {"top_k": True}, {"top_k": 5.0}])
def test_an_option_out_of_range_is_refused(engine: Engine, pictures: list[Path], options: dict[str, object]) -> None:
    (answer,) = engine.predict_many([Item(pictures[0], options)])
    assert isinstance(answer, BadInput)
    assert answer.code == "invalid_options"


def test_every_answer_tells_what_it_cost(engine: Engine, pictures: list[Path]) -> None:
    for answer in engine.predict_many([Item(path) for path in pictures]):
        assert isinstance(answer, Result)
        assert answer.timing.batch_size == len(pictures)
        assert min(answer.timing.preprocess, answer.timing.predict, answer.timing.postprocess) > 0


def test_nothing_to_do_is_done(engine: Engine) -> None:
    engine.warm()
    assert engine.predict_many([]) == []


def test_a_picture_over_the_limit_is_refused_by_the_engine_too(pictures: list[Path]) -> None:
    (answer,) = load(BUNDLE, device="cpu", threads=1, limits=Limits(max_pixels=100)).predict_many([Item(pictures[0])])
    assert isinstance(answer, BadInput)
    assert answer.code == "too_large"


def test_weights_that_were_changed_are_not_loaded(tmp_path: Path) -> None:
    shutil.copytree(BUNDLE, tmp_path / "changed")
    weights = tmp_path / "changed" / "model.onnx"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    with pytest.raises(BundleError, match="sha256"):
        load(tmp_path / "changed", device="cpu", threads=1)
