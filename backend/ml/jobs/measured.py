"""Figures for a model that others made: what one item costs on this machine, and how often it is right."""

import json

import numpy as np
from pydantic import JsonValue

from ml.bundle import EVALUATION, MANIFEST, MODEL, Bundle, write_bundle
from ml.datasets.frozen import DataSet, Split
from ml.errors import TrainingError
from ml.optimise.machine import this_machine
from ml.optimise.memory import peak_memory
from ml.optimise.timing import timed
from ml.progress import ProgressCallback
from ml.serving.predictor import predictor_of
from ml.serving.session import open_session
from ml.training.evaluate import evaluate, metrics_of
from ml.training.progress import write_json

ROUNDS = 20


def with_costs(bundle: Bundle, threads: int) -> Bundle:
    """The bundle with `speed` in its metrics. Raises OptimiseError where it does not load in a process of its own."""
    return with_metrics(bundle, {"speed": cost_of_one(bundle, threads)})


def cost_of_one(bundle: Bundle, threads: int) -> dict[str, JsonValue]:
    """Seconds at the 50th and 95th percentile and bytes of memory at most, of one item alone; and the model's bytes."""
    predictor = predictor_of(bundle)
    item = predictor.blank().array
    seconds = timed({"own": open_session(bundle.file(MODEL), "cpu", threads)}, item[None], ROUNDS)["own"]
    p50, p95 = np.quantile(seconds, [0.5, 0.95])
    return {
        "item": predictor.describe(item),
        "p50_seconds": float(f"{p50:.3g}"),
        "p95_seconds": float(f"{p95:.3g}"),
        "memory_bytes": peak_memory(bundle, 1),
        "model_bytes": bundle.file(MODEL).stat().st_size,
        "machine": this_machine(threads).words,
    }


def with_evaluation(bundle: Bundle, data_set: DataSet, callback: ProgressCallback) -> Bundle:
    """The bundle with its figures on the test split (validation, where there is none); or why there are none.

    A model that was long to fetch is not thrown away because the data set does not fit it.
    """
    split: Split = "test" if data_set.items("test") else "validation"
    try:
        evaluation = evaluate(bundle, data_set, split, device="cpu", callback=callback)
    except TrainingError as error:
        return with_metrics(bundle, {"not_measured": str(error)})
    write_json(bundle.folder / EVALUATION, evaluation.to_json())
    return with_metrics(bundle, metrics_of(evaluation), EVALUATION)


def with_metrics(bundle: Bundle, metrics: dict[str, JsonValue], *more: str) -> Bundle:
    """The same bundle, with more figures in its manifest, and the files behind them."""
    content = json.loads((bundle.folder / MANIFEST).read_text(encoding="utf-8"))
    content["metrics"] |= metrics
    return write_bundle(bundle.folder, content, {name: bundle.folder / name for name in (*content.pop("files"), *more)})
