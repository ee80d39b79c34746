"""What happens to a picture before the network sees it, and how the wide network begins."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")
pytest.importorskip("accelerate")

from ml.bundle import Bundle  # noqa: E402
from ml.datasets.frozen import DataSet  # noqa: E402
from ml.serving.engine import load  # noqa: E402
from ml.tests.training.frozen_sets import pictures  # noqa: E402
from ml.training.plan import Draw  # noqa: E402
from ml.training.presets import PRESETS  # noqa: E402
from ml.training.run import run  # noqa: E402
from ml.training.weights import optimiser_of  # noqa: E402
from ml.types import Item, Result  # noqa: E402
from ml.vision import dataset  # noqa: E402
from ml.vision.augment import another_camera  # noqa: E402
from ml.vision.dataset import PictureCache, Pictures  # noqa: E402
from ml.vision.networks import FlipAveraged, WideResNet, initialise_whitening  # noqa: E402
from ml.vision.recipe import VisionRecipe  # noqa: E402
from ml.vision.train import ImageTraining  # noqa: E402

PLAIN = VisionRecipe(architecture="wide-resnet", widths=(8, 8, 8), flip=False, mean=(0.5,) * 3, std=(0.25,) * 3)


@pytest.fixture(scope="module")
def dark_and_light(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    return pictures(tmp_path_factory.mktemp("sets") / "two-classes")


def training(data_set: DataSet, **changes: object) -> Pictures:
    return ImageTraining(PLAIN.model_copy(update=changes), data_set, None).training


def test_each_picture_is_mirrored_in_every_second_epoch_half_of_them_in_the_first(dark_and_light: DataSet) -> None:
    seen, plain = training(dark_and_light, flip=True), training(dark_and_light)
    mirrored = [[torch.equal(seen[Draw(epoch, i)][0], plain.served(i).flip(2)) for i in range(40)] for epoch in (0, 1)]
    assert [not first for first in mirrored[0]] == mirrored[1]
    assert 10 < sum(mirrored[0]) < 30


def test_a_draw_is_the_same_each_time_and_another_in_the_next_epoch(dark_and_light: DataSet) -> None:
    augmented = {"shift": 3, "cutout": 0.25, "camera": 0.5, "random_augment": 5}
    one, other = training(dark_and_light, **augmented), training(dark_and_light, **augmented)
    for draw in (Draw(0, 3), Draw(0, 4), Draw(5, 3)):
        assert torch.equal(one[draw][0], other[draw][0])
    assert not torch.equal(one[Draw(0, 3)][0], one[Draw(2, 3)][0])


def test_a_shift_reflects_the_border_and_moves_no_farther_than_asked(dark_and_light: DataSet) -> None:
    moved, plain = training(dark_and_light, shift=2), training(dark_and_light)
    for index in range(5):
        padded = torch.nn.functional.pad(plain.served(index), (2, 2, 2, 2), mode="reflect")
        windows = padded.unfold(1, 32, 1).unfold(2, 32, 1)
        assert (windows == moved[Draw(0, index)][0][:, None, None]).all(dim=(0, 3, 4)).sum() == 1


def test_cutout_blanks_exactly_one_square_of_every_picture(dark_and_light: DataSet) -> None:
    holed, plain = training(dark_and_light, cutout=0.25), training(dark_and_light)
    for index in range(5):
        changed = holed[Draw(0, index)][0] != plain.served(index)
        rows, columns = changed.any(dim=0).nonzero().T
        assert (rows.max() - rows.min() + 1, columns.max() - columns.min() + 1) == (8, 8)


def test_another_camera_changes_a_picture_a_little_and_keeps_what_is_in_it() -> None:
    ramp = Image.fromarray(np.tile(np.arange(0, 256, 8, dtype=np.uint8), (32, 3, 1)).transpose(0, 2, 1).copy())
    torch.manual_seed(1)
    seen = [np.asarray(another_camera()(ramp), np.float64) for _ in range(20)]
    assert len({picture.tobytes() for picture in seen}) == 20
    for picture in seen:
        assert picture.shape == (32, 32, 3)
        assert np.corrcoef(picture.ravel(), np.asarray(ramp).ravel())[0, 1] > 0.95


def test_a_picture_is_read_once_and_stays_as_it_was(dark_and_light: DataSet, tmp_path: Path) -> None:
    copy = tmp_path / "picture.png"
    copy.write_bytes(dark_and_light.path(dark_and_light.all_items[0]).read_bytes())
    seen = Pictures([copy], [0], training(dark_and_light).spec, PLAIN)
    before = seen.served(0)
    copy.unlink()
    assert torch.equal(seen.served(0), before)


def test_pictures_that_do_not_fit_into_memory_are_read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []

    def read() -> Image.Image:
        reads.append(1)
        return Image.new("RGB", (32, 32))

    for most, expected in ((40_000, 1), (20_000, 4)):
        monkeypatch.setattr(dataset, "MOST_CACHED_BYTES", most)
        reads.clear()
        cache = PictureCache(10, 32)
        assert [cache(7, read).size for _ in range(4)] == [(32, 32)] * 4
        assert len(reads) == expected


def test_the_biases_of_the_normalisation_learn_at_a_rate_of_their_own(dark_and_light: DataSet) -> None:
    recipe = PLAIN.model_copy(update={"norm_rate": 64.0, "learning_rate": 0.5, "weight_decay": 0.1})
    task = ImageTraining(recipe, dark_and_light, None)
    rate_of = {
        id(weight): (group["scale"], group["weight_decay"])
        for group in optimiser_of(task, recipe, fine_tuning=False).param_groups
        for weight in group["params"]
    }
    for name, weight in task.network.named_parameters():
        if name.endswith("norm.bias"):
            assert rate_of[id(weight)] == (64, 0)
        elif weight.requires_grad:
            assert rate_of[id(weight)] == (1, 0.1 if weight.ndim > 1 else 0)


def test_the_recipe_of_the_shipped_model_makes_a_model_that_answers(dark_and_light: DataSet, tmp_path: Path) -> None:
    recipe = PRESETS["resnet-cifar10"].model_copy(update={"widths": (8, 8, 8), "epochs": 8, "batch_size": 10})
    bundle = Bundle.load(run(recipe, dark_and_light, tmp_path / "run", lambda _: None))
    assert bundle.manifest.metrics["top1"] == 1
    assert bundle.manifest.architecture
    assert bundle.manifest.architecture.mirror
    (answer,) = load(bundle.folder, "cpu", 1).predict_many([Item(dark_and_light.path(dark_and_light.items("test")[0]))])
    assert isinstance(answer, Result)


def test_the_first_convolution_whitens_patches() -> None:
    pixels = torch.randn(500, 3, 32, 32, generator=torch.Generator().manual_seed(0)) * torch.tensor(
        [1.0, 0.3, 3.0]
    ).view(3, 1, 1)
    network = WideResNet((8, 8, 8), 2)
    initialise_whitening(network, pixels)
    with torch.no_grad():
        answers = network.whiten(pixels).permute(1, 0, 2, 3).reshape(24, -1)
    np.testing.assert_allclose(torch.cov(answers[:12]).numpy(), np.eye(12), atol=0.05)
    assert torch.allclose(answers[:12], -answers[12:], atol=1e-4)


def test_a_picture_and_its_mirror_image_get_the_same_answer() -> None:
    torch.manual_seed(0)
    classifier = FlipAveraged(WideResNet((8, 8, 8), 4)).eval()
    pixels = torch.randn(3, 3, 32, 32)
    assert torch.allclose(classifier(pixels), classifier(pixels.flip(3)), atol=1e-5)
