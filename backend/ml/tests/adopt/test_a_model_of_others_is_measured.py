"""What is taken in gets figures: its time, its size, and how often it is right where a data set fits."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("onnx")
pytest.importorskip("torch")

from ml.bundle import EVALUATION, Bundle
from ml.commands.jobs.adopt import work
from ml.datasets.frozen import DataSet
from ml.tests.adopt.test_models_of_others_are_taken_in_or_refused import NUMBERS, graph
from ml.tests.training.frozen_sets import pictures, sounds

DARK_OR_LIGHT = (-1.0, 1.0) * 3


def brought(tmp_path: Path, data_set: DataSet, told: list[dict[str, Any]] | None = None) -> Bundle:
    """A model that knows dark from light pictures, measured on a data set."""
    heard = told if told is not None else []
    order = {
        "work": "import", "folder": str(tmp_path / "job"), "threads": 1, "measure": str(data_set.folder),
        "file": str(graph(tmp_path / "in", mix=DARK_OR_LIGHT) / "theirs.onnx"),
        "said": {"slug": "light", "title": "Light", "licence": "MIT", "source": "theirs.onnx",
                 "labels": ["dark", "light"], "preprocess": NUMBERS},
    }  # fmt: skip
    result = work(order, lambda line: heard.append(dict(line)))
    return Bundle.load(Path(result["bundle"]))


def test_a_model_is_measured_on_the_test_split_of_a_set_that_fits(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    bundle = brought(tmp_path, pictures(tmp_path / "pictures", (4, 4, 10)), told)
    metrics = bundle.manifest.metrics
    assert (metrics["top1"], metrics["test_items"], metrics["test_set"]) == (1.0, 10, "pictures-test")
    assert json.loads(bundle.file(EVALUATION).read_text())["split"] == "test"
    assert metrics["speed"]["item"] == "an image of 16 x 16"
    assert set(bundle.manifest.lineage["files_sha256"]) == {"theirs.onnx"}
    assert told[-1] == {"type": "Progress", "stage": "measure", "done": 10, "total": 10, "note": ""}


def test_a_set_that_does_not_fit_does_not_cost_the_model(tmp_path: Path) -> None:
    metrics = brought(tmp_path, pictures(tmp_path / "pictures", (4, 4, 4), ("night", "day"))).manifest.metrics
    assert metrics["not_measured"] == "The model does not know the label 'day'; it knows dark, light."
    assert "top1" not in metrics


def test_a_set_of_sounds_measures_no_model_of_pictures(tmp_path: Path) -> None:
    metrics = brought(tmp_path, sounds(tmp_path / "sounds", (2, 2, 2))).manifest.metrics
    assert "light is for image-classification" in metrics["not_measured"]
