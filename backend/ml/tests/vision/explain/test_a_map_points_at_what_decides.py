"""Where an answer comes from: pictures of which one half decides, and real models that are asked."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ml.bundle import MODEL, Bundle
from ml.serving.engine import load
from ml.types import Classification, Item, Limits, Result
from ml.vision.explain import activation
from ml.vision.explain.activation import ActivationMap
from ml.vision.explain.explainer import Explainer, Explanation
from ml.vision.explain.occlusion import CELLS, SQUARES
from ml.vision.lessons.learn import About, Example, learn
from ml.vision.lessons.seeing import Eye, Seen

BUNDLES = Path(__file__).parents[3] / "bundles"
CAT = Path(__file__).parents[5] / "frontend" / "public" / "examples" / "cat.jpg"


def bundle(name: str) -> Bundle:
    return Bundle.load(BUNDLES / name)


def half_a_cat(folder: Path, side: str) -> Path:
    """A cat's face in the left or the right half of grey."""
    picture, face = Image.new("RGB", (448, 448), (120, 120, 120)), Image.open(CAT).resize((224, 448))
    picture.paste(face, (0 if side == "left" else 224, 0))
    picture.save(folder / f"{side}.png")
    return folder / f"{side}.png"


def best_label(one: Bundle, picture: Path) -> str:
    (result,) = load(one.folder, "cpu", 1).predict_many([Item(picture)])
    assert isinstance(result, Result)
    assert isinstance(result.output, Classification)
    return result.output.answer


def explained(one: Bundle, picture: Path, *labels: str, told: Callable[[float], None] = lambda _: None) -> Explanation:
    return Explainer(one, "cpu", 1, Limits()).explain(picture, labels, told)


def share_of(side: str, explanation: Explanation) -> float:
    """How much of what speaks for the first label lies in one half."""
    values = np.array(explanation.maps[0].values)
    middle = values.shape[1] // 2
    half = values[:, :middle] if side == "left" else values[:, -middle:]
    return float(half.sum() / (values[:, :middle].sum() + values[:, -middle:].sum()))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(("name", "method"), [("efficientnet-lite0", "activation"), ("resnet-cifar10", "occlusion")])
def test_the_half_with_the_cat_speaks_for_what_it_is_called(tmp_path: Path, name: str, method: str, side: str) -> None:
    one, picture = bundle(name), half_a_cat(tmp_path, side)
    explanation = explained(one, picture, best_label(one, picture))
    assert explanation.method == method
    # A square that covers the edge of the cat speaks for the grey beside it, too.
    assert share_of(side, explanation) > 0.65


def striped(folder: Path, number: int, *, upright: bool) -> Path:
    """Stripes this way or that in the left half; in the right half a noise that tells nothing."""
    random = np.random.default_rng(number)
    wave = np.sin(np.arange(224) / random.uniform(3, 6) + random.uniform(0, 6)) > 0
    stripes = np.broadcast_to(wave[None, :] if upright else wave[:, None], (224, 224))[:, :112]
    pixels = random.integers(90, 160, (224, 224, 3)).astype(np.uint8)
    pixels[:, :112] = np.where(stripes[..., None], random.integers(150, 256, 3), random.integers(0, 90, 3))
    Image.fromarray(pixels).save(folder / f"{number}.png")
    return folder / f"{number}.png"


def test_what_a_lesson_has_learned_shows_where_it_looks(tmp_path: Path) -> None:
    base = bundle("efficientnet-lite0")
    photos = [striped(tmp_path, number, upright=number % 2 == 0) for number in range(16)]
    seen = [one for one in Eye(base, Limits(), 1).look(photos) if isinstance(one, Seen)]
    examples = [Example(one, "flat" if place % 2 else "upright", str(place)) for place, one in enumerate(seen)]
    learned = learn(base, About(slug="stripes-1", title="Stripes"), examples, tmp_path / "bundle").bundle
    explanation = explained(learned, striped(tmp_path, 100, upright=True), "upright", "flat")
    assert explanation.method == "activation"
    assert share_of("left", explanation) > 0.75


def test_a_map_goes_up_to_one_and_lies_over_what_was_seen(tmp_path: Path) -> None:
    Image.open(CAT).resize((800, 400)).save(tmp_path / "wide.png")
    explanation = explained(bundle("efficientnet-lite0"), tmp_path / "wide.png", "tabby", "Egyptian cat")
    assert [one.label for one in explanation.maps] == ["tabby", "Egyptian cat"]
    assert [np.max(one.values) for one in explanation.maps] == [1, 1]
    assert {np.min(one.values) >= 0 for one in explanation.maps} == {True}
    # 224 of 256 pixels of the shorter side, from the middle.
    area = explanation.area
    assert (area.width, area.height) == pytest.approx((7 / 16, 7 / 8))
    assert (area.left, area.top) == pytest.approx((9 / 32, 1 / 16))


def test_where_no_place_differs_from_another_nothing_is_shown(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), (90, 60, 30)).save(tmp_path / "flat.png")
    explanation = explained(bundle("resnet-cifar10"), tmp_path / "flat.png", "cat", "ship")
    assert all(not any(map(any, one.values)) for one in explanation.maps)


def test_covering_tells_how_far_it_is_and_may_be_ended(tmp_path: Path) -> None:
    told: list[float] = []

    def half(done: float) -> None:
        told.append(done)
        if done > 0.5:
            raise InterruptedError

    picture = half_a_cat(tmp_path, "left")
    with pytest.raises(InterruptedError):
        explained(bundle("resnet-cifar10"), picture, "cat", told=half)
    assert told == sorted(told)
    assert len(told) < SQUARES / 2
    told.clear()
    values = explained(bundle("resnet-cifar10"), picture, "cat", told=told.append).maps[0].values
    assert (told[-1], len(values), len(values[0])) == (1, CELLS, CELLS)


def test_a_graph_that_looks_at_the_mirror_image_too_has_one_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activation, "FEWEST_PLACES", 4)
    pixels: NDArray[np.float32] = np.random.default_rng(1).normal(size=(3, 32, 32)).astype(np.float32)
    shown = ActivationMap.of(bundle("resnet-cifar10").file(MODEL), np.zeros_like(pixels), 1)
    assert shown is not None
    logits = shown.logits(pixels)
    assert logits.shape == (3, 3, 10)
    np.testing.assert_allclose(shown.logits(pixels[:, :, ::-1]), logits[:, ::-1], atol=1e-3)
    assert np.abs(logits - logits[:, ::-1]).max() > 0.1
