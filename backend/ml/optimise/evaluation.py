"""What a comparison found goes into the bundle of the variant: whole as `evaluation.json`, in figures as metrics."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from ml.bundle import EVALUATION, Bundle, write_bundle
from ml.kinds import metric_of
from ml.optimise.comparison import Comparison, Row


def with_evaluation(bundle: Bundle, comparison: Comparison) -> Bundle:
    """Write the comparison's findings into the bundle that it judged, in place."""
    row = next(row for row in comparison.rows if row.digest == bundle.digest)
    content = bundle.manifest.model_dump(mode="json", exclude_none=True, exclude={"files"})
    content["metrics"] = {**content["metrics"], **metrics_of(row, comparison)}
    content["lineage"] = {**content["lineage"], "evaluation": EVALUATION}
    with TemporaryDirectory() as workplace:
        report = Path(workplace) / EVALUATION
        report.write_text(json.dumps(comparison.as_json(), indent=2) + "\n", encoding="utf-8")
        return write_bundle(bundle.folder, content, {**files_of(bundle), EVALUATION: report})


def files_of(bundle: Bundle) -> dict[str, Path]:
    """The files of a bundle by their names."""
    return {name: bundle.file(name) for name in bundle.manifest.files}


def metrics_of(row: Row, comparison: Comparison) -> dict[str, object]:
    """Accuracy with its interval and on how many items of what, loss, speed against the parent, and the verdict."""
    prefix = "" if comparison.split == "test" else f"{comparison.split}_"
    metrics = {f"{prefix}{key}": value for key, value in accuracy(row, comparison.kind).items()}
    metrics |= {f"{comparison.split}_set": comparison.data_set["slug"], f"{comparison.split}_items": comparison.items}
    if row.loss and row.verdict:
        metrics["loss_against_parent"] = round(row.loss.value, 5)
        metrics |= {"accepted": row.verdict.accepted, "verdict": row.verdict.reason}
    return metrics | {f"speedup_batch_{speed.batch}": round(1 / speed.ratio, 2) for speed in row.speeds}


def accuracy(row: Row, kind: str) -> dict[str, object]:
    """The kind's metric with its interval."""
    metric, rate = metric_of(kind), row.error
    value, low, high = rate.as_metric(metric.higher_is_better)
    return {metric.name: round(value, 4), f"{metric.name}_interval": [round(low, 4), round(high, 4)]}
