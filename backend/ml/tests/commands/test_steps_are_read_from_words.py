"""What the command line orders of `optimise`; runs where torch is installed."""

from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("accelerate")
pytest.importorskip("scipy")

from ml.__main__ import build_parser, main
from ml.jobs.orders import DistilStep, Fp16Step, Int8Step, PruneStep, Step
from ml.training.presets import PRESETS

FOLDER = Path("/variant")


def step_of(*words: str) -> Step:
    """The step that the words ask for."""
    way, *more = words
    typed = ["optimise", way, "/parent", str(FOLDER), "--data-set", "/set", *more]
    arguments = build_parser("optimise").parse_args(typed)
    step: Step = arguments.step_of(arguments)
    return step


@pytest.mark.parametrize(
    ("words", "step"),
    [
        (["int8"], Int8Step(folder=FOLDER)),
        (
            ["int8", "--mode", "dynamic", "--calibration-items", "16", "--validation-items", "8"],
            Int8Step(folder=FOLDER, mode="dynamic", calibration_items=16, validation_items=8),
        ),
        (["fp16", "--validation-items", "8"], Fp16Step(folder=FOLDER, validation_items=8)),
        (["prune"], PruneStep(folder=FOLDER)),
        (
            ["prune", "--keep", "0.7", "--no-mirror", "--share", "0.5", "--softness", "4", "--workers", "2"],
            PruneStep(folder=FOLDER, keep=0.7, mirror=False, share=0.5, softness=4.0, workers=2),
        ),
        (
            ["distil", "--student", "resnet20", "--set", "epochs=3", "--set", "schedule=cosine"],
            DistilStep(folder=FOLDER, student="resnet20", recipe={"epochs": 3, "schedule": "cosine"}),
        ),
    ],
)
def test_words_become_the_step_that_a_trainer_would_order(words: list[str], step: Step) -> None:
    assert step_of(*words) == step


def test_a_named_recipe_is_changed_in_the_fields_that_are_set() -> None:
    step = step_of("distil", "--recipe", "resnet20", "--set", "epochs=3")
    assert isinstance(step, DistilStep)
    assert step.recipe == {**PRESETS["resnet20"].model_dump(mode="json"), "epochs": 3}


@pytest.mark.parametrize("words", [["int8", "--mode", "exact"], ["fold"], ["int8", "--keep", "0.5"]])
def test_words_that_nobody_knows_show_how_it_is_used(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        step_of(*words)
    assert ended.value.code == 2
    assert "usage: python -m ml" in capsys.readouterr().err


def test_a_parent_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["optimise", "fp16", str(tmp_path / "nowhere"), str(tmp_path / "fp16"), "--data-set", str(tmp_path)]
    assert main(words) == 1
    output = capsys.readouterr().err
    assert output.startswith("optimise: ")
    assert output.count("\n") == 1
