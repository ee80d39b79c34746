"""What one item costs on this machine: figures for a model that no data set is at hand for."""

import json
from typing import Any

import numpy as np

from ml.bundle import MANIFEST, MODEL, Bundle, write_bundle
from ml.optimise.compare import described
from ml.optimise.machine import this_machine
from ml.optimise.memory import peak_memory
from ml.optimise.timing import timed
from ml.serving.session import open_session
from ml.serving.tasks import task_of

ROUNDS = 20


def with_costs(bundle: Bundle, threads: int) -> Bundle:
    """The bundle with `speed` in its metrics. Raises OptimiseError where it does not load in a process of its own."""
    return with_metrics(bundle, {"speed": cost_of_one(bundle, threads)})


def cost_of_one(bundle: Bundle, threads: int) -> dict[str, Any]:
    """Seconds at the 50th and 95th percentile and bytes of memory at most, of one item alone; and the model's bytes."""
    item = task_of(bundle, 1).blank().array
    seconds = timed({"own": open_session(bundle.file(MODEL), "cpu", threads)}, item[None], ROUNDS)["own"]
    p50, p95 = np.quantile(seconds, [0.5, 0.95])
    return {
        "item": described(bundle, item),
        "p50_seconds": float(f"{p50:.3g}"),
        "p95_seconds": float(f"{p95:.3g}"),
        "memory_bytes": peak_memory(bundle, 1),
        "model_bytes": bundle.file(MODEL).stat().st_size,
        "machine": this_machine(threads).words,
    }


def with_metrics(bundle: Bundle, metrics: dict[str, Any]) -> Bundle:
    """The same bundle, with more figures in its manifest."""
    content = json.loads((bundle.folder / MANIFEST).read_text(encoding="utf-8"))
    content["metrics"] |= metrics
    return write_bundle(bundle.folder, content, {name: bundle.file(name) for name in content.pop("files")})
