"""What the command line says: sentences of what goes on, recipes, and what was wrong."""

import json

import pytest

from ml.__main__ import main
from ml.commands.arguments import changed, changes_of
from ml.commands.printing import sentence
from ml.errors import RecipeError
from ml.jobs.messages import Update
from ml.progress import Note, Progress
from ml.training.events import Checkpointed, Ended, EpochEnded, EpochSample, Started, Step
from ml.training.presets import PRESETS
from ml.training.recipe import parse
from ml.vision.recipe import VisionRecipe

ANSWERED = "    a.png: 'cat', answered 'dog'"
SAMPLE = EpochSample(name="a.png", truth="cat", answer="dog")


def epoch(metric: float | None, *, best: bool = True) -> EpochEnded:
    return EpochEnded(
        number=2, step=20, train_loss=float("nan"), validation_loss=0.5, metric_name="top1", metric=metric, best=best,
        learning_rate=0.1, seconds=1.0, samples=(SAMPLE,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (Progress(stage="read", done=1200, total=3000, note="a.png"), "read: 1,200 of 3,000 a.png"),
        (Progress(stage="adopt", note="It answers."), "adopt It answers."),
        (Progress(stage="compare"), "compare"),
        (Note(text="Small."), "Note: Small."),
        (
            Started(
                step=5,
                steps=9,
                epochs=3,
                parameters=1234567,
                train_items=4,
                validation_items=2,
                processes=2,
                device="cpu",
            ),
            "1,234,567 parameters, 4 training and 2 validation items, 2 x cpu, step 5 of 9",
        ),
        (
            Step(
                step=3, steps=9, epoch=1, loss=1.25, learning_rate=0.001, examples_per_second=20.25, eta_seconds=3725.4
            ),
            "  epoch 1, step 3/9: loss 1.2500, rate 1.00e-03, 20.2 items/s, 1:02:05 left",
        ),
        (Checkpointed(step=7, bytes=2_500_000), "  checkpoint at step 7, 2.5 MB"),
        (Ended(state="paused", step=7), "paused at step 7"),
        (
            epoch(0.75),
            f"epoch 2: training loss nan, validation loss 0.5000, top1 0.7500 (best so far)\n{ANSWERED}",
        ),
        (
            epoch(0.75, best=False),
            f"epoch 2: training loss nan, validation loss 0.5000, top1 0.7500\n{ANSWERED}",
        ),
        (epoch(None), f"epoch 2: training loss nan\n{ANSWERED}"),
    ],
)
def test_what_goes_on_is_a_sentence(update: Update, words: str) -> None:
    assert sentence(update) == words


def test_a_change_is_json_or_else_a_word() -> None:
    changes = ["epochs=3", "flip=false", "schedule=cosine", "buckets=[1, 2]", "mean=null", "title=", "a=b=c"]
    assert changes_of(changes) == {
        "epochs": 3, "flip": False, "schedule": "cosine", "buckets": [1, 2], "mean": None, "title": "", "a": "b=c",
    }  # fmt: skip


def test_a_recipe_is_changed_in_the_fields_that_are_named() -> None:
    recipe = VisionRecipe(epochs=5)
    assert changed(recipe, ["learning_rate=0.5"]) == recipe.model_copy(update={"learning_rate": 0.5})


@pytest.mark.parametrize("change", ["epochs=0", "epoch=3", "schedule=steep", "epochs"])
def test_a_change_that_does_not_fit_names_its_field(change: str) -> None:
    with pytest.raises(RecipeError, match=change.partition("=")[0]):
        changed(VisionRecipe(), [change])


def test_the_recipes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipe"]) == 0
    assert capsys.readouterr().out.split() == list(PRESETS)


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_recipe_is_printed_as_it_is_read(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipe", name]) == 0
    assert parse(capsys.readouterr().out) == PRESETS[name]


def test_the_schema_of_recipes_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipe", "--schema"]) == 0
    assert set(json.loads(capsys.readouterr().out)["$defs"]) >= {"VisionRecipe", "SpeechRecipe"}


def test_what_a_person_can_put_right_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipe", "resnet21"]) == 1
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert output.err.startswith("recipe: There is no recipe 'resnet21'")
