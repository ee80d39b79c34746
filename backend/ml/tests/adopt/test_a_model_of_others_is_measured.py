"""What is taken in gets figures: its time, its size, and how often it is right where a data set fits."""

import json
from pathlib import Path

import pytest

pytest.importorskip("onnx")
pytest.importorskip("torch")

from ml.adopt.details import Details
from ml.bundle import EVALUATION, Bundle
from ml.datasets.frozen import DataSet
from ml.jobs.adopt import run
from ml.jobs.messages import Update
from ml.jobs.orders import ImportOrder
from ml.progress import Progress
from ml.tests.adopt.test_models_of_others_are_taken_in_or_refused import NUMBERS, graph
from ml.tests.training.frozen_sets import pictures, sounds

DARK_OR_LIGHT = (-1.0, 1.0) * 3


def brought(tmp_path: Path, data_set: DataSet, updates: list[Update] | None = None) -> Bundle:
    """A model that knows dark from light pictures, measured on a data set."""
    details = Details(
        slug="light", title="Light", licence="MIT", source="theirs.onnx", labels=("dark", "light"), preprocess=NUMBERS
    )
    file = graph(tmp_path / "in", mix=DARK_OR_LIGHT) / "theirs.onnx"
    order = ImportOrder(folder=tmp_path / "job", file=file, details=details, threads=1, measure=data_set.folder)
    return Bundle.load(run(order, (updates if updates is not None else []).append).bundle)


def test_a_model_is_measured_on_the_test_split_of_a_set_that_fits(tmp_path: Path) -> None:
    updates: list[Update] = []
    bundle = brought(tmp_path, pictures(tmp_path / "pictures", (4, 4, 10)), updates)
    metrics = bundle.manifest.metrics
    assert (metrics["top1"], metrics["test_items"], metrics["test_set"]) == (1.0, 10, "pictures-test")
    assert json.loads(bundle.file(EVALUATION).read_text())["split"] == "test"
    assert metrics["speed"]["item"] == "an image of 16 x 16"
    assert set(bundle.manifest.lineage["files_sha256"]) == {"theirs.onnx"}
    assert updates[-1] == Progress(stage="measure", done=10, total=10)


def test_a_set_that_does_not_fit_does_not_cost_the_model(tmp_path: Path) -> None:
    metrics = brought(tmp_path, pictures(tmp_path / "pictures", (4, 4, 4), ("night", "day"))).manifest.metrics
    assert metrics["not_measured"] == "The model does not know the label 'day'; it knows dark, light."
    assert "top1" not in metrics


def test_a_set_of_sounds_measures_no_model_of_pictures(tmp_path: Path) -> None:
    metrics = brought(tmp_path, sounds(tmp_path / "sounds", (2, 2, 2))).manifest.metrics
    assert "light is for image-classification" in metrics["not_measured"]
