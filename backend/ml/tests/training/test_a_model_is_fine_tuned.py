"""From a model that is there: what it knew is kept, what is new is learned, what is frozen stays."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("accelerate")

from safetensors.torch import load_file  # noqa: E402

from ml.bundle import Bundle  # noqa: E402
from ml.datasets.frozen import DataSet  # noqa: E402
from ml.errors import RecipeError  # noqa: E402
from ml.progress import Note  # noqa: E402
from ml.serving.engine import load  # noqa: E402
from ml.speech.recipe import SpeechRecipe  # noqa: E402
from ml.speech.train import SpeechTraining  # noqa: E402
from ml.tests.training.frozen_sets import pictures, sounds  # noqa: E402
from ml.training.events import EpochEnded, Event  # noqa: E402
from ml.training.naming import Naming  # noqa: E402
from ml.training.run import run  # noqa: E402
from ml.training.weights import freeze, optimiser_of  # noqa: E402
from ml.types import Classification, Item, Result  # noqa: E402
from ml.vision.recipe import VisionRecipe  # noqa: E402
from ml.vision.train import ImageTraining  # noqa: E402

PICTURES = VisionRecipe(architecture="wide-resnet", widths=(8, 8, 8), epochs=6, batch_size=10, learning_rate=0.01)
SOUNDS = SpeechRecipe(architecture="wav2vec2-tiny", epochs=1, seconds_per_batch=8, buckets=(1.0, 2.0))


def silent(event: Event) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def dark_and_light(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    return pictures(tmp_path_factory.mktemp("sets") / "two-classes")


@pytest.fixture(scope="module")
def classifier(dark_and_light: DataSet, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Two classes, learned."""
    recipe = PICTURES.model_copy(update={"mirror_average": True})
    return Bundle.load(
        run(recipe, dark_and_light, tmp_path_factory.mktemp("run"), silent, naming=Naming(slug="shades"))
    )


@pytest.fixture(scope="module")
def listener(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A speech model of two letters, hardly learned."""
    data_set = sounds(tmp_path_factory.mktemp("sets") / "two-letters", (12, 2, 2))
    return Bundle.load(run(SOUNDS, data_set, tmp_path_factory.mktemp("run"), silent))


def weights(bundle: Bundle) -> Mapping[str, Any]:
    return {name: value.float() for name, value in load_file(bundle.file("model.safetensors")).items()}


def test_a_network_from_scratch_learns_and_its_bundle_is_served(classifier: Bundle, dark_and_light: DataSet) -> None:
    manifest = classifier.manifest
    assert manifest.slug == "shades"
    assert manifest.metrics["top1"] == 1.0
    assert manifest.metrics["test_items"] == 12
    assert manifest.lineage["data_set"] == {"slug": "two-classes", "digest": dark_and_light.digest}
    assert manifest.lineage["parent"] is None
    assert len(manifest.lineage["preprocess_sha256"]) == 64
    item = dark_and_light.items("test")[0]
    (answer,) = load(classifier.folder, "cpu", 1).predict_many([Item(dark_and_light.path(item))])
    assert isinstance(answer, Result)
    assert isinstance(answer.output, Classification)
    assert answer.output.labels[0].label == item.label


def test_every_small_and_photo_network_takes_a_step(dark_and_light: DataSet) -> None:
    for architecture in ("resnet20", "resnet32", "resnet56", "resnet18", "resnet34", "resnet50"):
        recipe = VisionRecipe(architecture=architecture, random_augment=5, smallest_crop=0.5, shift=2)
        task = ImageTraining(recipe, dark_and_light, None)
        pixels, labels = task.collate([task.training[draw] for draw in task.plan(1)(0)[0]])
        loss = task.loss(task.model()(pixels), labels)
        loss.backward()
        assert torch.isfinite(loss)
        assert all(weight.grad is not None for weight in task.layers()[-1][0].parameters())


def test_new_labels_come_after_the_known_ones_which_keep_their_rows(classifier: Bundle, tmp_path: Path) -> None:
    data_set = pictures(tmp_path / "other", (12, 3, 3), ("grey", "light"))
    task = ImageTraining(PICTURES, data_set, classifier)
    before, after = weights(classifier), task.network.state_dict()
    assert task.outputs.names == ("dark", "light", "grey")
    torch.testing.assert_close(after["head.weight"][:2], before["head.weight"])
    torch.testing.assert_close(after["stages.0.widen.weight"], before["stages.0.widen.weight"])
    _, labels = task.collate([task.training[draw] for draw in task.plan(1)(0)[0]])
    assert set(labels.tolist()) == {1, 2}


def test_the_labels_of_the_data_set_alone_keep_the_rows_of_those_that_were_known(
    classifier: Bundle, tmp_path: Path
) -> None:
    three = pictures(tmp_path / "three", (12, 3, 3), ("light", "grey", "dark"))
    task = ImageTraining(PICTURES.model_copy(update={"labels": "data-set"}), three, classifier)
    before, after = weights(classifier), task.network.state_dict()
    assert task.outputs.names == ("light", "grey", "dark")
    torch.testing.assert_close(after["head.weight"][0], before["head.weight"][1])
    torch.testing.assert_close(after["head.weight"][2], before["head.weight"][0])


def test_a_model_that_remembers_is_held_to_its_parents_answers_on_the_labels_of_both(
    classifier: Bundle, tmp_path: Path
) -> None:
    data_set = pictures(tmp_path / "other", (12, 3, 3), ("grey", "light"))
    task = ImageTraining(PICTURES.model_copy(update={"remember": 0.5}), data_set, classifier)
    model = task.model().eval()
    pixels, truth = task.collate([task.training[draw] for draw in task.plan(1)(0)[0]])
    own, taught = model(pixels)
    assert (own.shape[1], taught.shape[1]) == (3, 2)
    torch.testing.assert_close(own[:, :2], taught)  # it begins as its parent
    torch.testing.assert_close(task.loss((own, taught), truth), 0.5 * task.errors(own, truth))
    moved = own + torch.tensor([1.0, 0.0, 0.0])
    assert task.loss((moved, taught), truth) > 0.5 * task.errors(moved, truth)
    assert task.teacher
    assert not any(weight.requires_grad for weight in task.teacher.network.parameters())


def test_there_is_nothing_to_remember_where_no_two_labels_are_known(classifier: Bundle, tmp_path: Path) -> None:
    data_set = pictures(tmp_path / "other", (12, 3, 3), ("grey", "light"))
    recipe = PICTURES.model_copy(update={"remember": 0.5, "labels": "data-set"})
    assert ImageTraining(recipe, data_set, classifier).teacher is None


def test_a_model_that_learns_from_some_of_its_labels_knows_all_of_them_afterwards(
    classifier: Bundle, tmp_path: Path
) -> None:
    data_set = pictures(tmp_path / "other", (12, 4, 4), ("grey", "light"))
    recipe = PICTURES.model_copy(update={"remember": 0.5, "epochs": 1})
    bundle = Bundle.load(run(recipe, data_set, tmp_path / "run", silent, init_from=classifier))
    assert bundle.manifest.labels == ("dark", "light", "grey")
    assert bundle.manifest.metrics["per_class"].keys() == {"grey", "light"}
    (answer,) = load(bundle.folder, "cpu", 1).predict_many([Item(data_set.path(data_set.items("test")[0]))])
    assert isinstance(answer, Result)
    assert isinstance(answer.output, Classification)
    assert {score.label for score in answer.output.labels} == {"dark", "light", "grey"}


def test_fine_tuning_tells_of_the_parent_and_keeps_its_preprocessing(classifier: Bundle, tmp_path: Path) -> None:
    reported: list[Event] = []
    three = pictures(tmp_path / "three", (30, 9, 9), ("light", "grey", "dark"))
    recipe = PICTURES.model_copy(update={"image_size": 64, "epochs": 3})
    bundle = Bundle.load(run(recipe, three, tmp_path / "run", reported.append, init_from=classifier))
    assert bundle.manifest.preprocess == classifier.manifest.preprocess
    assert bundle.manifest.architecture
    assert bundle.manifest.architecture.mirror
    assert bundle.manifest.lineage["parent"] == {"slug": "shades", "digest": classifier.digest}
    assert "Started from shades" in bundle.manifest.licence
    assert any(isinstance(event, Note) and "image_size" in event.text for event in reported)
    epochs = [event for event in reported if isinstance(event, EpochEnded)]
    assert len(epochs) == 3
    assert {sample.truth for sample in epochs[0].samples} <= {"light", "grey", "dark"}


def test_too_few_validation_pictures_leave_the_confidence_as_it_was(
    classifier: Bundle, dark_and_light: DataSet
) -> None:
    assert classifier.manifest.architecture
    cold = classifier.manifest.architecture.model_copy(update={"temperature": 0.5})
    parent = Bundle(classifier.folder, classifier.manifest.model_copy(update={"architecture": cold}))
    task = ImageTraining(PICTURES, dark_and_light, parent)
    _, architecture = task.trained(task.network.state_dict())
    assert architecture.temperature == 0.5


@pytest.mark.parametrize(
    ("frozen", "changing"), [("first-layers", "stages.0.widen.weight"), ("all-but-head", "head.weight")]
)
def test_frozen_layers_keep_their_weights_and_statistics(
    classifier: Bundle, dark_and_light: DataSet, tmp_path: Path, frozen: str, changing: str
) -> None:
    recipe = PICTURES.model_copy(update={"freeze": frozen, "epochs": 1})
    before = weights(classifier)
    after = weights(Bundle.load(run(recipe, dark_and_light, tmp_path, silent, init_from=classifier)))
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changing in changed
    assert "whiten.bias" not in changed
    if frozen == "all-but-head":
        assert changed == {"head.weight"}


def test_the_statistics_of_batch_normalisation_are_kept_where_the_recipe_says_so(
    classifier: Bundle, dark_and_light: DataSet, tmp_path: Path
) -> None:
    recipe = PICTURES.model_copy(update={"keep_norms": True, "epochs": 1})
    before = weights(classifier)
    after = weights(Bundle.load(run(recipe, dark_and_light, tmp_path, silent, init_from=classifier)))
    assert all(torch.equal(before[name], after[name]) for name in before if "running" in name)
    assert not torch.equal(before["stages.0.widen_norm.bias"], after["stages.0.widen_norm.bias"])


def test_lower_layers_learn_more_slowly_and_a_new_head_faster(classifier: Bundle, dark_and_light: DataSet) -> None:
    recipe = PICTURES.model_copy(update={"layer_decay": 0.5, "head_rate": 4.0})
    task = ImageTraining(recipe, dark_and_light, classifier)
    freeze(task, recipe)
    optimiser = optimiser_of(task, recipe, fine_tuning=True)
    rate = {id(weight): group["scale"] for group in optimiser.param_groups for weight in group["params"]}
    names = {name: rate[id(weight)] for name, weight in task.network.named_parameters() if weight.requires_grad}
    assert names["head.weight"] == 4
    assert [names[f"stages.{stage}.first.weight"] for stage in (2, 1, 0)] == [0.5, 0.25, 0.125]


def test_a_model_without_weights_to_go_on_from_is_refused_in_words(
    classifier: Bundle, dark_and_light: DataSet, tmp_path: Path
) -> None:
    bare = Bundle(classifier.folder, classifier.manifest.model_copy(update={"architecture": None}))
    with pytest.raises(RecipeError, match="cannot be trained further"):
        run(PICTURES, dark_and_light, tmp_path, silent, init_from=bare)


def test_a_model_of_the_other_kind_is_refused_in_words(
    listener: Bundle, dark_and_light: DataSet, tmp_path: Path
) -> None:
    with pytest.raises(RecipeError, match="no image model"):
        run(PICTURES, dark_and_light, tmp_path, silent, init_from=listener)


def test_new_characters_come_after_the_known_ones_which_keep_their_rows(listener: Bundle, tmp_path: Path) -> None:
    letters = sounds(tmp_path / "letters", (8, 2, 2), ("C", "A C"))
    task = SpeechTraining(SOUNDS, letters, listener)
    before, after = weights(listener), task.network.state_dict()
    assert task.outputs.names == ("<blank>", "|", "A", "B", "C")
    torch.testing.assert_close(after["lm_head.weight"][:4], before["lm_head.weight"])
    alone = SpeechTraining(SOUNDS.model_copy(update={"vocabulary": "data-set"}), letters, listener)
    assert alone.outputs.names == ("<blank>", "|", "A", "C")
    torch.testing.assert_close(alone.network.state_dict()["lm_head.weight"][2], before["lm_head.weight"][2])


def test_the_feature_encoder_of_a_speech_model_can_be_frozen(listener: Bundle, tmp_path: Path) -> None:
    letters = sounds(tmp_path / "letters", (8, 2, 2), ("C", "A C"))
    recipe = SOUNDS.model_copy(update={"freeze": "first-layers", "mask_time": 0.1})
    tuned = Bundle.load(run(recipe, letters, tmp_path / "run", silent, init_from=listener))
    before, after = weights(listener), weights(tuned)
    encoder = [name for name in before if "feature_extractor" in name]
    assert encoder
    assert all(torch.equal(before[name], after[name]) for name in encoder)
    assert not torch.equal(before["lm_head.weight"], after["lm_head.weight"][:4])
    assert tuned.manifest.vocabulary == ("<blank>", "|", "A", "B", "C")


def test_clips_that_cannot_be_learned_are_left_out_by_name(tmp_path: Path) -> None:
    letters = sounds(tmp_path / "letters", (8, 2, 2), ("A", "A B C D A B C D"))
    task = SpeechTraining(SOUNDS.model_copy(update={"buckets": (1.0, 2.0)}), letters, None)
    assert len(task.training) == 4
    assert "longer than the largest bucket, 2 seconds" in task.notes[0]
    assert "train-001.wav" in task.notes[0]


def test_training_stops_early_and_keeps_the_best_epoch(dark_and_light: DataSet, tmp_path: Path) -> None:
    recipe = PICTURES.model_copy(update={"epochs": 50, "patience": 2})
    reported: list[Event] = []
    run(recipe, dark_and_light, tmp_path, reported.append)
    epochs = [event for event in reported if isinstance(event, EpochEnded)]
    assert len(epochs) < 50
    assert not epochs[-1].best
    assert not epochs[-2].best
    assert epochs[-3].best
