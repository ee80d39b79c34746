"""`python -m ml train`, `export` and `device`, on small pictures; runs where torch is installed."""

import json
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("accelerate")

from ml.__main__ import main  # noqa: E402
from ml.bundle import Bundle  # noqa: E402
from ml.commands.train import STOPPED  # noqa: E402
from ml.datasets.frozen import DataSet  # noqa: E402
from ml.tests.training.frozen_sets import pictures  # noqa: E402
from ml.training import loop  # noqa: E402

QUICK = ["--set", "epochs=1", "--set", "batch_size=10", "--set", "image_size=16", "--cpu", "--threads", "1"]


@pytest.fixture(scope="module")
def data_set(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    return pictures(tmp_path_factory.mktemp("sets") / "pictures", (20, 6, 4))


@pytest.fixture(scope="module")
def trained(data_set: DataSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that was trained once for the tests that need a bundle."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    words = ["train", str(data_set.folder), str(folder), "--recipe", "resnet20", "--title", "Dark or light"]
    assert main([*words, *QUICK]) == 0
    return folder


def test_a_run_becomes_a_bundle_under_the_name_that_was_given(trained: Path) -> None:
    manifest = Bundle.load(trained / "bundle").manifest
    assert (manifest.title, manifest.slug, manifest.labels) == ("Dark or light", "pictures", ("dark", "light"))
    assert manifest.lineage["recipe"]["epochs"] == 1
    (epoch,) = manifest.lineage["epochs"]
    assert (epoch["epoch"], epoch["best"], manifest.lineage["run"]["best_epoch"]) == (1, True, 1)
    assert f"validation_{epoch['metric_name']}" in manifest.metrics
    assert manifest.metrics["test_items"] == 4


def test_a_run_that_is_through_says_so_again_at_once(
    data_set: DataSet, trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = Bundle.load(trained / "bundle").digest
    assert main(["train", str(data_set.folder), str(trained), "--recipe", "resnet20", *QUICK]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"The model is in {trained / 'bundle'}."
    assert Bundle.load(trained / "bundle").digest == digest


def test_another_recipe_in_the_same_folder_is_refused(
    data_set: DataSet, trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["train", str(data_set.folder), str(trained), "--recipe", "resnet20", *QUICK, "--set", "seed=2"]
    assert main(words) == 1
    assert "another recipe" in capsys.readouterr().err


def test_a_run_that_is_paused_says_how_to_go_on_and_does(
    data_set: DataSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["train", str(data_set.folder), str(tmp_path / "run"), "--recipe", "resnet20", *QUICK, "--json"]
    step = loop.Loop.point

    def pause(self: loop.Loop, loss: float) -> None:
        step(self, loss)
        (tmp_path / "run" / "control").write_text("pause")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop.Loop, "point", pause)
        assert main(words) == STOPPED
    lines = capsys.readouterr().out.splitlines()
    assert {json.loads(line)["type"] for line in lines[:-1]} >= {"started", "step", "checkpointed", "ended"}
    assert lines[-1].startswith("The run is paused")
    assert main(words) == 0
    started = next(json.loads(line) for line in capsys.readouterr().out.splitlines() if '"started"' in line)
    assert started["step"] == 1


def test_a_model_is_fine_tuned_from_a_bundle(data_set: DataSet, trained: Path, tmp_path: Path) -> None:
    words = ["train", str(data_set.folder), str(tmp_path / "run"), "--recipe", "fine-tune-pictures", *QUICK]
    assert main([*words, "--from", str(trained / "bundle")]) == 0
    manifest = Bundle.load(tmp_path / "run" / "bundle").manifest
    assert manifest.lineage["parent"] == Bundle.load(trained / "bundle").reference
    assert "from pictures" in manifest.summary


def test_a_bundle_is_written_anew_from_its_weights(
    data_set: DataSet, trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["export", str(trained / "bundle"), str(tmp_path / "again"), "--data-set", str(data_set.folder)]
    assert main([*words, "--items", "4"]) == 0
    output = capsys.readouterr().out
    assert "model.onnx" in output
    assert "0 of 4 validation items are answered otherwise" in output
    assert Bundle.load(tmp_path / "again").manifest.labels == ("dark", "light")
    assert main(words) == 1
    assert "holds a bundle already" in capsys.readouterr().err


def test_what_training_computes_on_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["device"]) == 0
    output = capsys.readouterr().out
    assert output.count("\n") == 1
    assert output.split()[0] in {"cpu", "cuda:0", "mps"}
