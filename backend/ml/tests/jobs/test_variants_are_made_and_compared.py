"""A whole order of variants, made of a tiny network; runs where torch and onnx are installed."""

import json
from itertools import groupby
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("sympy")  # of ONNX Runtime's quantiser
pytest.importorskip("scipy")

from ml.__main__ import main
from ml.bundle import EVALUATION, MODEL, Bundle
from ml.commands.optimise import REFUSED
from ml.errors import BundleError, DataSetError
from ml.jobs import optimise
from ml.jobs.messages import OptimiseResult, Update
from ml.jobs.orders import Fp16Step, Int8Step, OptimiseOrder
from ml.progress import Progress
from ml.tests.optimise import tiny


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return tiny.bundle(tmp_path_factory.mktemp("parent") / "tiny")


@pytest.fixture(scope="module")
def noise(parent: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.data_set(tmp_path_factory.mktemp("noise"), parent)


@pytest.fixture
def order(parent: Bundle, noise: Path, tmp_path: Path) -> OptimiseOrder:
    """Both variants that need no training, as a trainer orders them."""
    steps = (Int8Step(folder=tmp_path / "int8"), Fp16Step(folder=tmp_path / "fp16"))
    return OptimiseOrder(
        parent=parent.folder, parent_name="tiny v1", data_set=noise, steps=steps, allowed_loss=0.5, threads=1
    )


@pytest.fixture
def updates() -> list[Update]:
    """What the job tells."""
    return []


def made(order: OptimiseOrder, updates: list[Update]) -> OptimiseResult:
    return optimise.run(order, updates.append)


def test_each_step_is_a_variant_with_a_verdict_beside_its_parent_in_the_table(
    order: OptimiseOrder, updates: list[Update], parent: Bundle
) -> None:
    result = made(order, updates)
    assert [row.name for row in result.comparison.rows] == ["tiny v1", "int8", "fp16"]
    assert (result.comparison.rows[0].verdict, result.comparison.split) == (None, "validation")
    for variant, step in zip(result.variants, order.steps, strict=True):
        bundle = Bundle.load(step.folder)
        assert (variant.name, variant.digest) == (step.way, bundle.digest)
        assert variant.reason
        assert bundle.manifest.lineage["parent"] == parent.reference  # both are made of what was there before them
        assert EVALUATION in bundle.manifest.files
        assert variant.metrics == dict(bundle.manifest.metrics)
    stages = [stage for stage, _ in groupby(update.stage for update in updates if isinstance(update, Progress))]
    # Of each is measured what tells later that what it is sent has changed.
    assert stages == ["int8", "measure", "fp16", "measure", "compare"]


def test_what_a_trainer_that_was_lost_had_finished_is_not_made_again(
    order: OptimiseOrder, updates: list[Update]
) -> None:
    made(order, updates)
    model = order.steps[0].folder / MODEL
    before = model.stat().st_mtime_ns
    again = made(order, updates)
    assert model.stat().st_mtime_ns == before
    assert [variant.name for variant in again.variants] == ["int8", "fp16"]


def test_a_variant_that_was_half_written_is_made_anew(order: OptimiseOrder, updates: list[Update]) -> None:
    made(order, updates)
    model = order.steps[0].folder / MODEL
    model.write_bytes(b"half")
    made(order, updates)
    assert model.stat().st_size > len(b"half")
    Bundle.load(order.steps[0].folder)


def test_without_a_name_the_parent_has_that_of_its_folder(order: OptimiseOrder, updates: list[Update]) -> None:
    nameless = order.model_copy(update={"parent_name": "", "steps": order.steps[1:]})
    assert made(nameless, updates).comparison.rows[0].name == "tiny"


def test_a_parent_or_a_set_that_is_not_there_is_said(
    order: OptimiseOrder, updates: list[Update], tmp_path: Path
) -> None:
    with pytest.raises(BundleError):
        made(order.model_copy(update={"parent": tmp_path / "nowhere"}), updates)
    with pytest.raises(DataSetError):
        made(order.model_copy(update={"data_set": tmp_path / "nowhere"}), updates)


def test_the_command_line_makes_a_variant_and_shows_the_table(
    parent: Bundle, noise: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["optimise", "fp16", str(parent.folder), str(tmp_path / "fp16"), "--data-set", str(noise), "--threads", "1"]
    assert main(words) in {0, REFUSED}
    updates = capsys.readouterr()
    assert "fp16" in updates.out
    assert "compare" in updates.err
    assert Bundle.load(tmp_path / "fp16").manifest.variant == "fp16"
    assert main(words) == 1
    assert "holds a bundle already" in capsys.readouterr().err


def test_the_command_line_compares_bundles_and_writes_all_figures(
    parent: Bundle, noise: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tiny.bundle(tmp_path / "other", outlier=2.0)
    words = ["compare", str(parent.folder), str(other.folder), "--data-set", str(noise), "--rounds", "2"]
    assert main([*words, "--json", str(tmp_path / "table.json"), "--threads", "1", "--items", "12"]) == 0
    assert "other" in capsys.readouterr().out
    table = json.loads((tmp_path / "table.json").read_text())
    assert ([row["name"] for row in table["rows"]], table["items"]) == (["tiny", "other"], 12)
