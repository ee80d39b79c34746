"""The table of a tiny network and its variants; runs where onnx and scipy are installed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("onnx")
pytest.importorskip("sympy")  # of ONNX Runtime's quantiser
pytest.importorskip("scipy")

from ml.bundle import Bundle, write_bundle
from ml.commands import compare as command
from ml.commands import optimise
from ml.datasets.frozen import DataSet
from ml.errors import OptimiseError
from ml.optimise import fp16, int8
from ml.optimise.compare import CompareOptions, compare
from ml.optimise.comparison import Comparison
from ml.optimise.evaluation import with_evaluation
from ml.optimise.table import markdown
from ml.tests.optimise import tiny
from ml.training.events import Event

QUICK = CompareOptions(threads=1, rounds=5)


def silent(_: Event) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the parent, an int8 and a float16 variant, and the data set."""
    shelf = tmp_path_factory.mktemp("shelf")
    parent = tiny.bundle(shelf / "tiny")
    noise = DataSet.open(tiny.data_set(shelf / "noise", parent))
    int8.make(parent, noise, int8.Int8Options(methods=("minmax",)), shelf / "small", silent)
    fp16.make(parent, noise, fp16.Fp16Options(), shelf / "half", silent)
    return shelf


@pytest.fixture(scope="module")
def comparison(shelf: Path) -> Comparison:
    bundles = [Bundle.load(shelf / name) for name in ("tiny", "small", "half")]
    return compare(bundles, DataSet.open(shelf / "noise"), QUICK, silent)


def test_each_model_has_its_figures_and_all_but_the_parent_a_verdict(comparison: Comparison) -> None:
    parent, small, half = comparison.rows
    assert [row.name for row in comparison.rows] == ["tiny", "small", "half"]
    assert (parent.error.value, parent.loss, parent.verdict) == (0.0, None, None)
    assert [speed.ratio for speed in parent.speeds] == [1.0, 1.0, 1.0]
    assert [speed.batch for speed in small.speeds] == [1, 8, 32]
    assert small.loss is not None
    assert small.loss.value == pytest.approx(small.error.value)
    assert small.verdict is not None
    assert small.memory is not None
    assert small.memory > 10_000_000
    assert (half.speeds, half.memory, half.pareto) == ([], None, False)
    assert half.verdict is not None
    assert comparison.items == 40


def test_the_comparison_is_plain_json(comparison: Comparison) -> None:
    written = json.loads(json.dumps(comparison.as_json()))
    assert written["rows"][1]["variant"] == "int8"
    assert written["machine"]["threads"] == 1
    assert written["item"] == "an image of 16 x 16"


def test_the_table_says_why_a_variant_was_accepted_or_refused(comparison: Comparison) -> None:
    table = markdown(comparison)
    lines = [line for line in table.splitlines() if line.startswith("|")]
    assert len(lines) == 5
    assert len({line.count("|") for line in lines}) == 1
    assert "for GPUs" in lines[4]
    assert comparison.rows[1].verdict is not None
    assert f"small: {optimised(comparison)}. {comparison.rows[1].verdict.reason}" in table
    assert "40 test items of `noise`" in table


def optimised(comparison: Comparison) -> str:
    """The word of the verdict on the int8 variant."""
    return "accepted" if comparison.rows[1].verdict and comparison.rows[1].verdict.accepted else "refused"


def test_what_was_found_stands_in_the_bundle(shelf: Path, comparison: Comparison, tmp_path: Path) -> None:
    small = Bundle.load(shelf / "small")
    copy = write_bundle(tmp_path / "copy", small.manifest.model_dump(exclude={"files"}), {
        "model.onnx": small.file("model.onnx")
    })  # fmt: skip
    rows = [replace(row, digest=copy.digest if row.name == "small" else row.digest) for row in comparison.rows]
    evaluated = with_evaluation(copy, replace(comparison, rows=rows))
    assert evaluated.manifest.metrics["top1"] == 1 - comparison.rows[1].error.value
    assert evaluated.manifest.metrics["test_items"] == 40
    assert evaluated.manifest.metrics["accepted"] == (optimised(comparison) == "accepted")
    report = json.loads(evaluated.file("evaluation.json").read_text())
    assert report["data_set"]["slug"] == "noise"


def test_models_of_other_labels_are_not_compared(shelf: Path, tmp_path: Path) -> None:
    parent = Bundle.load(shelf / "tiny")
    manifest = parent.manifest.model_dump(exclude={"files"}) | {"labels": ("a", "b", "c", "d")}
    other = write_bundle(tmp_path / "other", manifest, {"model.onnx": parent.file("model.onnx")})
    with pytest.raises(OptimiseError, match="other takes other inputs or gives other labels than tiny"):
        compare([parent, other], DataSet.open(shelf / "noise"), QUICK, silent)


def test_from_the_command_line_a_refused_variant_is_exit_code_2(
    shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["fp16", str(shelf / "tiny"), str(tmp_path / "half"), "--data-set", str(shelf / "noise"), "--threads", "1"]
    assert run(optimise, ["optimise", *words]) == 0
    assert "accepted" in capsys.readouterr().out
    words[2] = str(tmp_path / "again")
    assert run(optimise, ["optimise", *words, "--allowed-loss", "-1"]) == 2
    assert "It loses 0.00 points" in capsys.readouterr().out
    assert Bundle.load(tmp_path / "again").manifest.metrics["accepted"] is False


def test_a_folder_that_holds_a_bundle_is_not_overwritten(shelf: Path) -> None:
    words = ["fp16", str(shelf / "tiny"), str(shelf / "small"), "--data-set", str(shelf / "noise")]
    with pytest.raises(OptimiseError, match="small holds a bundle already; name another folder"):
        run(optimise, ["optimise", *words])


def test_the_comparison_is_a_command(shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(shelf / "tiny"), str(shelf / "small"), "--data-set", str(shelf / "noise"), "--items", "10"]
    more = ["--rounds", "5", "--threads", "1", "--json", str(tmp_path / "figures.json")]
    assert run(command, ["compare", *words, *more]) == 0
    assert "10 test items" in capsys.readouterr().out
    assert json.loads((tmp_path / "figures.json").read_text())["items"] == 10


def run(module: object, words: list[str]) -> int:
    """A step as `python -m ml` runs it."""
    import argparse

    parser = argparse.ArgumentParser()
    module.add_parser(parser.add_subparsers())  # type: ignore[attr-defined]
    arguments = parser.parse_args(words)
    return int(arguments.run(arguments))
