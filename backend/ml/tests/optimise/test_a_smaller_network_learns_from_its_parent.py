"""Pruning and distillation of image models on pictures of noise; runs where torch is installed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("torch_pruning")
pytest.importorskip("accelerate")

from ml.bundle import Bundle, write_bundle  # noqa: E402
from ml.datasets.frozen import DataSet  # noqa: E402
from ml.errors import Cancelled, OptimiseError, RecipeError  # noqa: E402
from ml.export.parts import Trained, write_parts  # noqa: E402
from ml.optimise import distil, int8, prune  # noqa: E402
from ml.optimise.train_student import Distillation, task_for, train_student  # noqa: E402
from ml.progress import Note  # noqa: E402
from ml.serving.engine import load  # noqa: E402
from ml.tests.training import frozen_sets  # noqa: E402
from ml.training.distillation import StudentAndTeacher, distillation_loss  # noqa: E402
from ml.training.events import Event  # noqa: E402
from ml.training.loop import Loop  # noqa: E402
from ml.training.weights import parameters_of  # noqa: E402
from ml.types import Item, Result  # noqa: E402
from ml.vision import networks  # noqa: E402
from ml.vision.networks import FlipAveraged  # noqa: E402
from ml.vision.prune import pruned  # noqa: E402
from ml.vision.recipe import VisionRecipe  # noqa: E402
from ml.vision.train import ImageTraining  # noqa: E402

WIDTHS = (32, 48, 64)
QUICK = VisionRecipe(epochs=2, optimiser="sgd", learning_rate=0.05, batch_size=20, clip_norm=0)


def silent(_: Event) -> None:
    """Nobody listens."""


def wide(widths: tuple[int, int, int] = WIDTHS) -> Any:
    torch.manual_seed(0)
    return networks.build("wide-resnet", {"widths": widths}, 2)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    return frozen_sets.pictures(tmp_path_factory.mktemp("sets") / "noise")


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A wide ResNet of random weights that looks at the mirror image too."""
    folder, network = tmp_path_factory.mktemp("parent"), wide()
    inputs = [torch.randn(size, 3, 32, 32) for size in (1, 2)]
    best = lambda logits: logits.argmax(1).tolist()  # noqa: E731
    files, _ = write_parts(Trained(network, FlipAveraged(network), "pixels", (0,), inputs, inputs, best), folder)
    manifest = {
        "slug": "noise", "kind": "image-classification", "title": "Noise", "summary": "", "licence": "",
        "preprocess": {"size": 32, "resize": "squash", "mean": (0.5,) * 3, "std": (0.25,) * 3},
        "labels": ("dark", "light"), "metrics": {}, "lineage": {}, "parameters": parameters_of(network),
        "architecture": {"family": "wide-resnet", "options": {"widths": WIDTHS}, "mirror": True},
    }  # fmt: skip
    return write_bundle(folder / "bundle", manifest, files)


def test_pruning_leaves_at_most_that_share_in_whole_multiples_of_channels() -> None:
    network = wide()
    batches = [(torch.randn(16, 3, 32, 32), torch.arange(16) % 2)]
    before = {name: value.clone() for name, value in network.state_dict().items()}
    smaller = pruned(network, batches, keep=0.6, multiple=8)
    assert 0.4 * parameters_of(network) < parameters_of(smaller) <= 0.6 * parameters_of(network)
    convolutions = [module for stage in smaller.stages for module in stage.modules() if hasattr(module, "out_channels")]
    assert all(convolution.out_channels % 8 == 0 for convolution in convolutions)
    assert smaller(torch.randn(3, 3, 32, 32)).shape == (3, 2)
    assert not smaller.whiten.weight.requires_grad  # what did not learn before does not learn after
    assert smaller.whiten.out_channels == network.whiten.out_channels
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_the_channels_that_matter_least_go_first() -> None:
    network = wide()
    with torch.no_grad():
        network.stages[2].first.weight[:32] = 0  # half of these channels say nothing
    network.eval()
    pixels = torch.randn(16, 3, 32, 32)
    smaller = pruned(network, [(pixels, torch.arange(16) % 2)], keep=0.95, multiple=1).eval()
    assert smaller.stages[2].first.out_channels < 64
    assert torch.allclose(smaller(pixels), network(pixels), atol=1e-5)


def test_a_network_is_not_pruned_to_next_to_nothing() -> None:
    with pytest.raises(OptimiseError, match="cannot be pruned to 1% of its weights; keep more of it"):
        pruned(wide(), [(torch.randn(4, 3, 32, 32), torch.arange(4) % 2)], keep=0.01, multiple=8)


@pytest.mark.parametrize("family", ["wide-resnet", "resnet18"])
def test_a_pruned_networks_weights_find_their_place_in_a_fresh_one(family: str) -> None:
    options = {"widths": WIDTHS} if family == "wide-resnet" else {}
    network = networks.build(family, options, 2).eval()
    smaller = pruned(network, [(torch.randn(4, 3, 32, 32), torch.arange(4) % 2)], keep=0.6, multiple=8).eval()
    again = networks.build(family, options, 2).eval()
    networks.fit_channels(again, smaller.state_dict())
    again.load_state_dict(smaller.state_dict())
    pixels = torch.randn(3, 3, 64, 64) if family == "resnet18" else torch.randn(3, 3, 32, 32)
    assert torch.equal(again(pixels), smaller(pixels))
    assert parameters_of(again) == parameters_of(smaller)


def test_a_pruned_model_is_served_and_can_be_trained_and_quantised_further(
    parent: Bundle, pictures: DataSet, tmp_path: Path
) -> None:
    reported: list[Event] = []
    options = prune.PruneOptions(keep=0.6, multiple=8, judging_images=20, distillation=Distillation(QUICK))
    child = prune.make(parent, pictures, options, tmp_path / "pruned", reported.append)
    assert child.manifest.variant == "pruned"
    assert child.manifest.parameters <= 0.6 * parent.manifest.parameters
    assert child.file("model.onnx").stat().st_size < 0.8 * parent.file("model.onnx").stat().st_size
    assert child.manifest.lineage["parent"] == parent.reference
    assert child.manifest.lineage["optimise"]["recipe"]["epochs"] == 2
    assert child.manifest.architecture is not None
    assert child.manifest.architecture.mirror
    assert any(
        "weights are left; the parent now teaches" in event.text for event in reported if isinstance(event, Note)
    )
    answer = load(child.folder, "cpu", 1).predict_many([Item(pictures.path(pictures.items("test")[0]))])[0]
    assert isinstance(answer, Result)
    again = ImageTraining(QUICK, pictures, child)
    assert parameters_of(again.network) == child.manifest.parameters
    small = int8.make(child, pictures, int8.Int8Options(methods=("minmax",)), tmp_path / "small", silent)
    assert small.manifest.variant == "pruned-int8"
    assert small.manifest.lineage["parent"] == child.reference


def test_without_its_mirror_image_a_model_does_half_the_work(parent: Bundle, pictures: DataSet, tmp_path: Path) -> None:
    teaching = Distillation(QUICK.model_copy(update={"epochs": 1}))
    options = prune.PruneOptions(keep=0.6, multiple=8, judging_images=20, mirror=False, distillation=teaching)
    child = prune.make(parent, pictures, options, tmp_path / "pruned", silent)
    assert child.manifest.architecture is not None
    assert not child.manifest.architecture.mirror


def test_a_stopped_training_goes_on_where_it_was(parent: Bundle, pictures: DataSet, tmp_path: Path) -> None:
    wanted: list[int] = []

    def after_three() -> Any:
        wanted.append(1)
        return "pause" if len(wanted) == 3 else "run"

    options = prune.PruneOptions(keep=0.6, multiple=8, judging_images=20, distillation=Distillation(QUICK))
    stopping = replace(options, distillation=replace(options.distillation, control=after_three))
    with pytest.raises(Cancelled, match="paused"):
        prune.make(parent, pictures, stopping, tmp_path / "stopped", silent)
    assert not (tmp_path / "stopped").exists()
    resumed = prune.make(parent, pictures, options, tmp_path / "stopped", silent)
    whole = prune.make(parent, pictures, options, tmp_path / "whole", silent)
    assert resumed.manifest.files["model.safetensors"] == whole.manifest.files["model.safetensors"]


@pytest.mark.parametrize("keep", ["best", "last"])
def test_the_epoch_is_kept_that_the_recipe_names(
    parent: Bundle, pictures: DataSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    monkeypatch.setattr(Loop, "is_best", lambda loop, *_: loop.progress.best is None)  # the first of two
    teaching = Distillation(QUICK.model_copy(update={"keep": keep}))
    task = task_for(parent, pictures, teaching)
    task.replace(wide((8, 16, 16)), task.architecture)
    kept, last = train_student(task, teaching, tmp_path / "run", silent), task.network.state_dict()
    assert all(torch.equal(value, last[name]) for name, value in kept.items()) == (keep == "last")


def test_a_student_of_another_shape_learns(parent: Bundle, pictures: DataSet, tmp_path: Path) -> None:
    recipe = QUICK.model_copy(update={"architecture": "wide-resnet", "widths": (8, 16, 16)})
    child = distil.make(parent, pictures, distil.DistilOptions(Distillation(recipe)), tmp_path / "student", silent)
    assert child.manifest.variant == "distilled"
    assert child.manifest.parameters < parent.manifest.parameters / 5
    assert child.manifest.architecture is not None
    assert child.manifest.architecture.options == {"widths": [8, 16, 16]}
    assert child.manifest.preprocess == parent.manifest.preprocess


def test_a_student_must_be_smaller_than_its_teacher(parent: Bundle, pictures: DataSet, tmp_path: Path) -> None:
    recipe = QUICK.model_copy(update={"architecture": "resnet18"})
    with pytest.raises(OptimiseError, match="choose a smaller one"):
        distil.make(parent, pictures, distil.DistilOptions(Distillation(recipe)), tmp_path / "student", silent)


def test_imitation_is_nothing_for_equal_answers_and_more_for_others() -> None:
    own = torch.randn(5, 7)
    assert float(distillation_loss(own, own + 3.0, 2.0)) == pytest.approx(0, abs=1e-5)
    near, far = distillation_loss(own, own + 0.1 * torch.randn(5, 7), 2.0), distillation_loss(own, own.flip(1), 2.0)
    assert 0 < float(near) < float(far)


def test_the_teacher_neither_learns_nor_is_kept() -> None:
    student, teacher = torch.nn.Linear(4, 2), torch.nn.Linear(4, 2)
    pair = StudentAndTeacher(student, teacher).train()
    own, expected = pair(torch.randn(3, 4))
    distillation_loss(own, expected, 2.0).backward()
    assert student.weight.grad is not None
    assert teacher.weight.grad is None
    assert not teacher.training
    assert len(pair.state_dict()) == 2


def test_a_data_set_of_other_classes_teaches_something_else(parent: Bundle, tmp_path: Path) -> None:
    other = frozen_sets.pictures(tmp_path / "other", classes=("dark", "grey", "light"))
    with pytest.raises(OptimiseError, match="has no label 'grey'"):
        prune.make(parent, other, prune.PruneOptions(distillation=Distillation(QUICK)), tmp_path / "pruned", silent)


def test_a_bundle_without_weights_cannot_teach(parent: Bundle, pictures: DataSet, tmp_path: Path) -> None:
    content = json.loads((parent.folder / "bundle.json").read_text())
    bare = write_bundle(tmp_path / "bare", content, {"model.onnx": parent.file("model.onnx")})
    with pytest.raises(RecipeError, match=r"its bundle has no model\.safetensors"):
        prune.make(bare, pictures, prune.PruneOptions(distillation=Distillation(QUICK)), tmp_path / "pruned", silent)
