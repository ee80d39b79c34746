"""From photos to a bundle that the engine answers with, without torch and without `onnx`."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml.bundle import MODEL, Bundle
from ml.errors import BadInput, BundleError, LessonError
from ml.intervals import wilson
from ml.serving.engine import load
from ml.serving.session import open_session
from ml.types import Classification, Item, Limits, Result
from ml.vision.lessons.fitting import Layer
from ml.vision.lessons.graph import starts, with_layer
from ml.vision.lessons.learn import About, Example, learn
from ml.vision.lessons.report import report
from ml.vision.lessons.seeing import Eye, Seen, lesson_spec
from ml.vision.likeness import directions, reference_of
from ml.vision.preprocess import to_pixels

BUNDLES = Path(__file__).parents[3] / "bundles"
ABOUT = About(slug="stripes-1", title="Stripes")


@pytest.fixture(scope="module")
def base() -> Bundle:
    return Bundle.load(BUNDLES / "efficientnet-lite0")


def striped(folder: Path, number: int, *, upright: bool) -> Path:
    """A photo of stripes, this way or that, in colours of its own, unlike any other."""
    random = np.random.default_rng(number)
    across = np.sin(np.arange(160) / random.uniform(3, 6) + random.uniform(0, 6)) > 0
    pattern = np.broadcast_to(across[:, None], (160, 160))
    light, dark = random.integers(120, 256, 3), random.integers(0, 110, 3)
    pixels = np.where((pattern.T if upright else pattern)[..., None], light, dark) + random.normal(0, 12, (160, 160, 3))
    path = folder / f"{'upright' if upright else 'flat'}{number}.png"
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(path)
    return path


def examples(base: Bundle, folder: Path, photos: int) -> list[Example]:
    kinds = [(label, number) for label in ("upright", "flat") for number in range(photos)]
    paths = [striped(folder, number, upright=label == "upright") for label, number in kinds]
    seen = Eye(base, Limits(), threads=1).look(paths)
    return [Example(one, label, str(number)) for one, (label, number) in zip(seen, kinds, strict=True)
            if isinstance(one, Seen)]  # fmt: skip


def test_a_few_photos_become_a_bundle_that_answers(base: Bundle, tmp_path: Path) -> None:
    learned = learn(base, ABOUT, examples(base, tmp_path, 6), tmp_path / "bundle")
    assert learned.report.accuracy == 1.0
    assert learned.bundle.manifest.labels == ("flat", "upright")
    assert learned.bundle.manifest.lineage["parent"] == base.reference
    engine = load(learned.bundle.folder, device="cpu", threads=1)
    for upright in (True, False):
        (answer,) = engine.predict_many([Item(striped(tmp_path, 99, upright=upright))])
        assert isinstance(answer, Result)
        assert isinstance(answer.output, Classification)
        assert answer.output.labels[0].label == ("upright" if upright else "flat")


def test_from_thirty_photos_on_it_tells_what_is_unlike_them(base: Bundle, tmp_path: Path) -> None:
    learned = learn(base, ABOUT, examples(base, tmp_path, 16), tmp_path / "bundle")
    engine = load(learned.bundle.folder, device="cpu", threads=1)
    cat = Path(__file__).parents[2] / "fixtures" / "cat.jpg"
    stripes, stranger = engine.predict_many([Item(striped(tmp_path, 99, upright=True)), Item(cat)])
    assert isinstance(stripes, Result)
    assert isinstance(stranger, Result)
    assert (stripes.output.outside, stranger.output.outside) == (False, True)
    assert learned.bundle.manifest.metrics["sure"]["items"] == 32


def test_of_fewer_it_says_nothing(base: Bundle, tmp_path: Path) -> None:
    learned = learn(base, ABOUT, examples(base, tmp_path, 14), tmp_path / "bundle")
    (answer,) = load(learned.bundle.folder, device="cpu", threads=1).predict_many([Item(tmp_path / "flat1.png")])
    assert isinstance(answer, Result)
    assert answer.output.familiar is None


def test_photos_that_show_the_same_say_nothing_about_each_other() -> None:
    views = np.random.default_rng(1).normal(size=(40, 2, 64)).astype(np.float16)
    views[1:6] = views[0]
    answers, right = np.arange(40) // 20, np.ones(40, np.bool_)
    near = []
    for twins in (range(40), [*[0] * 6, *range(6, 40)]):
        kept = reference_of(views, answers, twins, right)
        assert kept is not None
        near.append(int((np.asarray(kept["strangeness"], np.float32) < 0.5).sum()))
    assert near == [6, 0]


def test_each_map_counts_as_much_as_another() -> None:
    rows = np.random.default_rng(1).normal(size=(3, 2, 8)).astype(np.float32)
    louder = rows * np.repeat([1, 50], [3, 5]).astype(np.float32)
    assert directions(louder, [3]) == pytest.approx(directions(rows, [3]), abs=1e-6)
    assert directions(louder, []) != pytest.approx(directions(rows, []), abs=1e-2)


def test_the_bundle_says_which_photos_it_was_made_of_and_nothing_of_their_names(base: Bundle, tmp_path: Path) -> None:
    learned = learn(base, ABOUT, examples(base, tmp_path, 5), tmp_path / "bundle")
    photos = json.loads(learned.bundle.file("photos.json").read_text())
    assert photos[0] == {"sha256": "0", "label": "upright"}
    assert len(photos) == learned.bundle.manifest.lineage["photos"] == 10
    assert learned.bundle.file("LICENSE.txt").read_bytes() == base.file("LICENSE.txt").read_bytes()
    assert learned.bundle.size < 0.8 * base.size, "the thousand kinds of the base are not in it"


def test_the_graph_computes_what_the_layer_does_of_what_was_seen(base: Bundle, tmp_path: Path) -> None:
    (seen,) = Eye(base, Limits(), threads=1).look([striped(tmp_path, 1, upright=True)])
    assert isinstance(seen, Seen)
    random = np.random.default_rng(1)
    layer = Layer(random.normal(size=(seen.views.shape[1], 3)), random.normal(size=3))
    with_layer(base.file(MODEL), layer, tmp_path / MODEL)
    spec = lesson_spec(base)
    with Image.open(tmp_path / "upright1.png") as image:
        pixels = to_pixels(image, spec)
    found = open_session(tmp_path / MODEL, "cpu", 1).infer(np.stack([pixels, pixels[:, :, ::-1]]))
    assert found.embeddings is not None
    assert found.embeddings == pytest.approx(seen.views[:2].astype(np.float32), abs=2e-3)
    assert found.logits == pytest.approx(layer.logits(found.embeddings), abs=1e-3)


def test_maps_of_the_base_that_others_hide_are_seen_too(base: Bundle, tmp_path: Path) -> None:
    (seen,) = Eye(base, Limits(), threads=1).look([striped(tmp_path, 1, upright=True)])
    assert isinstance(seen, Seen)
    assert seen.views.shape == (4, 672 + 1152 + 1152 + 1280)
    assert starts(seen.views.shape[1]) == [672, 1824, 2976]


def test_of_another_base_its_last_map_alone_is_seen(tmp_path: Path) -> None:
    shipped = Bundle.load(BUNDLES / "resnet-cifar10")
    (seen,) = Eye(shipped, Limits(), threads=1).look([striped(tmp_path, 1, upright=True)])
    assert isinstance(seen, Seen)
    (width,) = {len(view) for view in seen.views}
    shown = open_session(shipped.file(MODEL), "cpu", 1).infer(np.zeros((1, 3, 32, 32), np.float32)).embeddings
    assert shown is not None
    assert width == shown.shape[1]


def test_a_graph_that_shows_no_embedding_or_is_none_is_no_base(tmp_path: Path) -> None:
    layer = Layer(np.zeros((4, 2)), np.zeros(2))
    with pytest.raises(BundleError, match="does not show"):
        with_layer(Path(__file__).parents[2] / "fixtures" / "odd" / "endless-for-red.onnx", layer, tmp_path / MODEL)
    (tmp_path / "noise.onnx").write_bytes(b"\xff" * 100)
    with pytest.raises(BundleError, match="no ONNX graph"):
        with_layer(tmp_path / "noise.onnx", layer, tmp_path / MODEL)


def test_a_broken_photo_is_told_and_its_neighbours_are_seen(base: Bundle, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing")
    good = striped(tmp_path, 1, upright=True)
    broken, seen = Eye(base, Limits(), threads=1).look([tmp_path / "broken.jpg", good])
    assert isinstance(broken, BadInput)
    assert isinstance(seen, Seen)


def test_what_was_seen_comes_back_as_it_was_kept(base: Bundle, tmp_path: Path) -> None:
    (seen,) = Eye(base, Limits(), threads=1).look([striped(tmp_path, 1, upright=True)])
    assert isinstance(seen, Seen)
    again = Seen.from_bytes(seen.views.tobytes(), seen.fingerprint.to_bytes())
    assert (again.views == seen.views).all()
    assert again.fingerprint == seen.fingerprint


def test_one_label_alone_or_one_photo_many_times_teaches_nothing(base: Bundle, tmp_path: Path) -> None:
    found = examples(base, tmp_path, 5)
    with pytest.raises(LessonError, match="two kinds"):
        learn(base, ABOUT, found[:5], tmp_path / "bundle")
    with pytest.raises(LessonError, match="All photos of flat show the same"):
        learn(base, ABOUT, [*found[:5], *[found[5]] * 5], tmp_path / "bundle")


def test_the_surest_mistakes_come_first_and_labels_with_little_want_more() -> None:
    scores = np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.3, 0.7]])
    told = report(scores, ["cup", "cup", "cup", "pot"], ["cup", "pot"])
    assert [(one.place, one.taken_for, one.score) for one in told.mistakes] == [(2, "pot", 0.8), (1, "pot", 0.6)]
    assert (told.right, told.accuracy) == (2, 0.5)
    assert [(one.label, one.right, one.wants_more) for one in told.labels] == [("cup", 1, True), ("pot", 1, True)]
    assert [(one.label, one.taken_for, one.count) for one in told.confusions] == [("cup", "pot", 2)]


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(0, 0, 0.0, 1.0), (10, 10, 0.722, 1.0), (0, 10, 0.0, 0.278), (95, 100, 0.888, 0.978)],
)
def test_the_interval_of_a_share_is_wilsons(right: int, count: int, low: float, high: float) -> None:
    assert wilson(right, count) == pytest.approx((low, high), abs=5e-4)
