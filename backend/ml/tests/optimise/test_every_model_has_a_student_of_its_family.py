"""Students, their sizes and their recipes are known from a manifest alone; the sizes are those of the real networks."""

from pathlib import Path
from typing import Any

import pytest

from ml.bundle import Manifest, read_manifest
from ml.errors import OptimiseError, RecipeError
from ml.optimise.student_recipes import distillation_recipe, recipe_for
from ml.optimise.students import student_for, students_of
from ml.optimise.techniques import disorder, obstacle
from ml.speech import students as speech
from ml.speech.recipe import SpeechRecipe
from ml.speech.spec import sound_spec
from ml.vision import students as vision
from ml.vision.recipe import VisionRecipe

SHIPPED = Path(__file__).parents[2] / "bundles"


def picture_model(family: str, parameters: int, **more: Any) -> Manifest:
    """A manifest of a ResNet of ten classes."""
    return Manifest.model_validate(
        {
            "slug": "pets", "kind": "image-classification", "title": "Pets", "summary": "", "licence": "",
            "architecture": {"family": family}, "labels": [str(number) for number in range(10)], "metrics": {},
            "preprocess": {"size": 32, "resize": "squash", "mean": (0.5,) * 3, "std": (0.25,) * 3}, "lineage": {},
            "parameters": parameters, "files": {"model.safetensors": "0" * 64}, **more,
        }
    )  # fmt: skip


@pytest.fixture
def speech_model() -> Manifest:
    return read_manifest(SHIPPED / "wav2vec2-small")


@pytest.mark.parametrize(
    ("family", "parameters", "student"),
    [("resnet56", 853_018, "resnet20"), ("resnet50", 23_528_522, "resnet18"), ("resnet34", 21_289_802, "resnet18")],
)
def test_the_usual_student_has_about_half_the_weights_or_fewer(family: str, parameters: int, student: str) -> None:
    assert student_for(picture_model(family, parameters)).name == student


def test_a_wide_network_teaches_a_narrower_one_and_after_pruning_a_narrower_one_still() -> None:
    manifest = read_manifest(SHIPPED / "resnet-cifar10")
    assert student_for(manifest).recipe == {"architecture": "wide-resnet", "widths": (48, 128, 176)}
    assert student_for(manifest, keep=0.5).recipe["widths"] == (32, 96, 128)
    with pytest.raises(OptimiseError, match="no student 'wide-resnet-48-128-176' that is clearly smaller; there are"):
        student_for(manifest, "wide-resnet-48-128-176", keep=0.5)


def test_a_speech_model_teaches_itself_with_every_other_layer(speech_model: Manifest) -> None:
    assert [student.name for student in students_of(speech_model)] == ["3-of-6-layers", "2-of-6-layers"]
    assert student_for(speech_model).layers == (0, 2, 5)


def test_a_large_speech_model_can_teach_the_small_one_too(speech_model: Manifest) -> None:
    architecture = speech_model.architecture
    assert architecture
    options = {**architecture.options, "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12}
    large = speech_model.model_copy(
        update={"architecture": architecture.model_copy(update={"options": options}), "parameters": 94_000_000}
    )
    assert [student.name for student in students_of(large)] == ["6-of-12-layers", "4-of-12-layers", "wav2vec2-small"]


def test_the_smallest_of_a_family_is_refused_as_a_teacher_in_a_sentence() -> None:
    smallest = picture_model("resnet20", 269_722)
    assert obstacle("distil", smallest) == "pets (resnet20) has no smaller network to teach; prune it instead."
    assert obstacle("prune", smallest) == ""
    with pytest.raises(OptimiseError, match="no smaller network"):
        student_for(smallest)


@pytest.mark.parametrize("way", ["prune", "int8", "fp16"])
def test_an_int8_variant_is_no_parent(way: Any) -> None:
    assert "is an int8 variant; start from" in obstacle(way, picture_model("resnet20", 1, variant="pruned-int8"))


def test_a_model_without_weights_can_be_quantised_alone() -> None:
    bare = picture_model("resnet50", 23_528_522, files={})
    assert "has no model.safetensors" in obstacle("prune", bare)
    assert obstacle("int8", bare) == ""


def test_what_cannot_learn_comes_last() -> None:
    assert disorder(("prune", "distil", "int8", "fp16")) == ""
    assert "Prune and distil first" in disorder(("int8", "prune"))
    assert disorder(("int8", "int8")) == "Each step can be taken once."


def test_few_pictures_are_seen_more_often_in_smaller_batches_at_a_lower_rate() -> None:
    manifest = read_manifest(SHIPPED / "resnet-cifar10")
    many, few = (recipe_for("prune", manifest, items) for items in (48_000, 300))
    assert isinstance(many, VisionRecipe)
    assert isinstance(few, VisionRecipe)
    assert (many.epochs, many.batch_size, many.learning_rate) == (10, 512, 0.15)
    assert (few.epochs, few.batch_size, few.learning_rate) == (30, 32, 0.00937)


def test_a_large_speech_model_learns_at_a_lower_rate(speech_model: Manifest) -> None:
    recipe = recipe_for("prune", speech_model, 100)
    assert isinstance(recipe, SpeechRecipe)
    assert sound_spec(speech_model.preprocess).buckets == recipe.buckets
    architecture = speech_model.architecture
    assert architecture
    large = architecture.model_copy(update={"options": {**architecture.options, "hidden_size": 768}})
    other = recipe_for("prune", speech_model.model_copy(update={"architecture": large}), 100)
    assert other.learning_rate < recipe.learning_rate


def test_single_fields_of_the_recipe_are_changed_and_checked() -> None:
    manifest = read_manifest(SHIPPED / "resnet-cifar10")
    recipe, layers = distillation_recipe(manifest, 300, None, {"epochs": 3})
    assert (recipe.epochs, recipe.architecture, layers) == (3, "wide-resnet", ())
    own, _ = distillation_recipe(manifest, 300, None, {"architecture": "resnet20"})
    assert own.architecture == "resnet20"
    with pytest.raises(RecipeError, match="epochs"):
        distillation_recipe(manifest, 300, None, {"epochs": 0})


def test_the_sizes_are_those_of_the_networks() -> None:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from ml.speech import networks as speech_networks
    from ml.vision import networks

    def size(network: Any) -> int:
        return sum(weight.numel() for weight in network.parameters())

    assert vision.of_wide((48, 128, 176), 10) == size(networks.build("wide-resnet", {"widths": (48, 128, 176)}, 10))
    for name, blocks in vision.SMALL_PICTURES.items():
        assert vision.of_small(blocks, 10) == size(networks.build(name, {}, 10))
    for name, (below, inputs) in vision.PHOTOS.items():
        assert below + (inputs + 1) * 10 == size(networks.build(name, {}, 10))
    for name in ("wav2vec2-small", "wav2vec2-base"):
        options = speech_networks.options_of(name)
        network = speech_networks.build(options, 29)
        layers = size(network.wav2vec2.encoder.layers)
        assert speech.outside_of_layers(options, 29) == size(network) - layers
    below, hidden = speech.NETWORKS["wav2vec2-small"]
    assert below + (hidden + 1) * 29 == size(speech_networks.build(speech_networks.options_of("wav2vec2-small"), 29))
