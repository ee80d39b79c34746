"""The parts of the image training; they run where torch is installed."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")

from ml.vision import data, train  # noqa: E402
from ml.vision.model import FlipAveraged, ResNet, initialise_whitening  # noqa: E402
from ml.vision.recipes import CIFAR10, Recipe  # noqa: E402

CLASSES = ("dark", "light")
TINY = Recipe(
    name="tiny", preprocess=CIFAR10, widths=(8, 8, 8), epochs=2, batch_size=20, dev_images=20, distorted_copies=1,
    translate=2, learning_rate=0.2,
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `cifar10-train.npz`: 200 noisy pictures, dark ones and light ones."""
    folder, random = tmp_path_factory.mktemp("archive"), np.random.default_rng(0)
    files, labels = [], np.arange(200) % 2
    for label in labels:
        encoded, noise = io.BytesIO(), random.integers(0, 110, (32, 32, 3), dtype=np.uint8)
        Image.fromarray(noise + np.uint8(130 * label)).save(encoded, "JPEG", quality=75)
        files.append(encoded.getvalue())
    np.savez(
        folder / "cifar10-train.npz", jpeg=np.frombuffer(b"".join(files), np.uint8), labels=labels.astype(np.uint8),
        offsets=np.cumsum([0, *map(len, files)]).astype(np.uint32), classes=np.array(CLASSES),
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def images(archive: Path) -> data.Images:
    return data.load(archive / "cifar10-train.npz", archive / "cache", distorted_copies=1, seed=1)


def test_the_cache_holds_the_originals_first_and_a_distorted_copy(images: data.Images, archive: Path) -> None:
    again = data.load(archive / "cifar10-train.npz", archive / "cache", distorted_copies=1, seed=1)
    assert torch.equal(images.copies, again.copies)
    assert images.copies.shape == (2, 200, 3, 32, 32)
    with np.load(archive / "cifar10-train.npz") as source:
        first = data.jpegs_of(source["jpeg"], source["offsets"])[0]
    expected = np.asarray(Image.open(io.BytesIO(first)).convert("RGB")).transpose(2, 0, 1)
    np.testing.assert_array_equal(images.copies[0, 0].numpy(), expected)
    assert not torch.equal(images.copies[0], images.copies[1])


def test_the_dev_images_are_balanced_and_never_trained_on(images: data.Images) -> None:
    training, dev = data.split(images, dev_images=40, train_images=None, seed=3)
    assert torch.bincount(dev.labels).tolist() == [20, 20]
    assert len(training) == 160
    seen = {bytes(image.numpy()) for image in training.copies[0]}
    assert not any(bytes(image.numpy()) in seen for image in dev.copies[0])


def test_an_epoch_is_the_same_for_the_same_seed_and_differs_from_the_next(images: data.Images) -> None:
    first, again, second = (list(data.batches(images, TINY, epoch)) for epoch in (0, 0, 1))
    assert all(torch.equal(a[0], b[0]) and torch.equal(a[1], b[1]) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first[0][0], second[0][0])
    assert [len(labels) for _, labels in first] == [20] * 10


def test_training_pixels_are_normalised_as_serving_does(images: data.Images) -> None:
    from ml.vision.preprocess import to_pixels

    image = Image.fromarray(images.copies[0, 0].permute(1, 2, 0).numpy())
    np.testing.assert_allclose(data.normalised(images.copies[0, :1], CIFAR10)[0], to_pixels(image, CIFAR10), atol=1e-5)


def test_translation_moves_every_image_its_own_way_and_reflects_the_border() -> None:
    ramp = torch.arange(1.0, 33).repeat(50, 3, 32, 1)
    moved = data.translated(ramp, 3, torch.Generator().manual_seed(0))
    shifts = (moved[:, 0, 10, 10] - 11).unique()
    assert set(shifts.tolist()) == {-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0}
    assert moved.min() == 1
    assert moved.max() == 32


def test_cutout_blanks_exactly_one_square_of_every_image() -> None:
    holed = data.cut_out(torch.ones(9, 3, 32, 32), 8, torch.Generator().manual_seed(0))
    assert (holed == 0).sum(dim=(1, 2, 3)).tolist() == [3 * 64] * 9


def test_the_first_convolution_whitens_patches() -> None:
    pixels = torch.randn(500, 3, 32, 32, generator=torch.Generator().manual_seed(0)) * torch.tensor(
        [1.0, 0.3, 3.0]
    ).view(3, 1, 1)
    network = ResNet((8, 8, 8), 2)
    initialise_whitening(network, pixels)
    with torch.no_grad():
        answers = network.whiten(pixels).permute(1, 0, 2, 3).reshape(24, -1)
    np.testing.assert_allclose(torch.cov(answers[:12]).numpy(), np.eye(12), atol=0.05)
    assert torch.allclose(answers[:12], -answers[12:], atol=1e-4)


def test_a_picture_and_its_mirror_image_get_the_same_answer() -> None:
    torch.manual_seed(0)
    classifier = FlipAveraged(ResNet((8, 8, 8), 4)).eval()
    pixels = torch.randn(3, 3, 32, 32)
    assert torch.allclose(classifier(pixels), classifier(pixels.flip(3)), atol=1e-5)


def test_the_learning_rate_rises_and_falls() -> None:
    assert [train.triangle(progress) for progress in (0, 0.23, 1)] == pytest.approx([0.2, 1, 0.07])


def test_training_learns_and_an_interrupted_run_ends_like_a_whole_one(archive: Path, tmp_path: Path) -> None:
    recipe = replace(TINY, epochs=4)
    whole = torch.load(train.train(recipe, archive, tmp_path / "whole"), weights_only=True)
    assert whole["log"][-1]["dev_top1"] > 0.9
    interrupted = tmp_path / "interrupted"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "accuracy_of", stop_after(2))
        with pytest.raises(KeyboardInterrupt):
            train.train(recipe, archive, interrupted)
    resumed = torch.load(train.train(recipe, archive, interrupted), weights_only=True)
    assert resumed["step"] == whole["step"]
    for name, value in whole["network"].items():
        assert torch.allclose(resumed["network"][name], value, atol=1e-4), name


def stop_after(epochs: int):  # type: ignore[no-untyped-def]
    """Like a person who presses Ctrl-C in the epoch after so many."""
    passed = []

    def accuracy_of(*arguments: object) -> float:
        passed.append(arguments)
        if len(passed) > epochs:
            raise KeyboardInterrupt
        return 0.0

    return accuracy_of
