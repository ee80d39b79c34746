"""Rows as their JSON: the same for GET and for the socket."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from apps.catalogue.models import Version
from apps.predictions.models import Prediction
from apps.training import judged
from apps.training.learners import Learner
from apps.training.models import DataSet, DataSetVersion, Epoch, Job, Point, Run, Variant, Work

POINT = ("step", "epoch", "loss", "learning_rate", "examples_per_second")
EPOCH = (
    "number", "step", "train_loss", "validation_loss", "metric_name", "metric", "best", "learning_rate", "seconds",
    "samples",
)  # fmt: skip
BASE = "/api/v1"


def moment(at: datetime | None) -> str | None:
    """UTC with microseconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else None


def reference(version: Version | None) -> str | None:
    """A version as requests name it."""
    return f"{version.model_id}/versions/{version.number}" if version else None


def registered(version: Version) -> dict[str, Any]:
    """What was made a version."""
    return {"model": version.model_id, "number": version.number, "reference": reference(version)}


def job(row: Job) -> dict[str, Any]:
    """A job."""
    return {
        "id": str(row.pk),
        "work": row.work,
        "status": row.status,
        "wish": row.wish or None,
        "owner": row.owner.username if row.owner else None,
        "data_set": row.data_set_id,
        "model": reference(row.version),
        "run": str(row.run.pk) if row.work == Work.TRAIN else None,
        "source": row.payload["said"]["source"] if "said" in row.payload else None,
        "progress": {"stage": "", "done": 0, "total": 0, "note": "", **row.progress},
        "error": row.error or None,
        "attempt": row.attempt,
        "gone": row.gone,
        "created_at": moment(row.created_at),
        "started_at": moment(row.started_at),
        "completed_at": moment(row.completed_at),
    }


def data_set_version(row: DataSetVersion) -> dict[str, Any]:
    """A frozen set."""
    manifest = row.manifest
    return {
        "data_set": row.data_set_id,
        "number": row.number,
        "digest": row.digest,
        **{name: manifest[name] for name in ("kind", "title", "licence", "seed", "counts")},
        "classes": manifest.get("classes"),
        "characters": manifest.get("characters"),
        "excluded": len(manifest.get("excluded", ())),
        "runs": row.run_count,
        "gone": row.gone,
        "created_at": moment(row.created_at),
    }


def data_set(row: DataSet) -> dict[str, Any]:
    """A data set, without the report."""
    latest = next(iter(row.latest_jobs), None)
    return {
        "slug": row.slug,
        "title": row.title,
        "kind": row.kind or None,
        "owner": row.owner.username if row.owner else None,
        "source": row.source,
        "size": row.size,
        "gone": row.gone,
        "checked_at": moment(row.checked_at),
        "ready": row.report["ready"] if row.report else None,
        "items": row.report["items"] if row.report else None,
        "versions": [data_set_version(version) for version in row.versions.all()],
        "job": job(latest) if latest else None,
        "created_at": moment(row.created_at),
    }


def data_set_detail(row: DataSet) -> dict[str, Any]:
    """A data set with its report, in which every file has its address."""
    return {**data_set(row), "options": row.options, "report": _report(row)}


def _report(row: DataSet) -> dict[str, Any] | None:
    if row.report is None:
        return None
    findings = [
        {**finding, "cases": [{**case, "files": _items(row, case["files"])} for case in finding["cases"]]}
        for finding in row.report["findings"]
    ]
    return {**row.report, "findings": findings, "examples": _items(row, row.report["examples"])}


def _items(row: DataSet, items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "name": item["name"],
            "answer": item["answer"],
            "url": None if item["number"] is None else f"{BASE}/data-sets/{row.slug}/items/{item['number']}/file",
        }
        for item in items
    ]


def point(row: Point) -> dict[str, Any]:
    """A point of a curve."""
    return {name: getattr(row, name) for name in POINT}


def epoch(row: Epoch) -> dict[str, Any]:
    """An epoch."""
    return {name: getattr(row, name) for name in EPOCH}


def run(row: Run) -> dict[str, Any]:
    """A run, without all of its epochs."""
    last_point, epochs = next(iter(row.last_points), None), row.last_and_best
    best = next((one for one in reversed(epochs) if one.best), None)
    return {
        "id": str(row.pk),
        "slug": row.slug,
        "title": row.title,
        "kind": row.recipe["kind"],
        "data_set": row.data_set_version.data_set_id,
        "data_set_version": row.data_set_version.number,
        "parent": reference(row.parent),
        "recipe": row.recipe,
        "job": job(row.job),
        "started": row.started,
        "step": row.step,
        "eta_seconds": row.eta_seconds,
        "notes": row.notes,
        "last_point": point(last_point) if last_point else None,
        "last_epoch": epoch(epochs[-1]) if epochs else None,
        "best_metric": best.metric if best else None,
        "metrics": row.metrics,
        "registered": reference(row.registered),
        "created_at": moment(row.created_at),
    }


def run_detail(row: Run) -> dict[str, Any]:
    """A run with what it measured."""
    return {**run(row), "epochs": [epoch(one) for one in row.epochs.all()], "evaluation": _evaluation(row)}


def _evaluation(row: Run) -> dict[str, Any] | None:
    if row.evaluation is None:
        return None
    version = row.data_set_version
    files = f"{BASE}/data-sets/{version.data_set_id}/versions/{version.number}/files"
    worst = [{**item, "url": f"{files}/{_sha256_in(item['file'])}"} for item in row.evaluation["worst"]]
    return {**row.evaluation, "worst": worst}


def variant(row: Variant) -> dict[str, Any]:
    """A variant."""
    fields = ("name", "digest", "metrics", "accepted", "reason")
    return {
        "id": str(row.pk),
        "job": str(row.job_id),
        **{name: getattr(row, name) for name in fields},
        "registered": reference(row.registered),
        "created_at": moment(row.created_at),
    }


def comparison(row: Job) -> dict[str, Any]:
    """A job that made variants, and its table when it has one."""
    return {
        "job": job(row),
        "steps": row.payload["steps"],
        "data_set": row.payload["data_set"],
        "data_set_version": row.payload["version"],
        "table": row.result,
        "variants": [variant(one) for one in row.variants.all()],
    }


def correction(row: Prediction) -> dict[str, Any]:
    """What was said of a prediction."""
    review = getattr(row, "correction", None)
    return {
        "prediction": str(row.pk),
        "kind": row.kind,
        "model": reference(row.version),
        "name": row.upload.name,
        "by": row.owner.username,
        "at": moment(row.feedback_at),
        "given": judged.given(row),
        "said": judged.said(row),
        "state": review.state if review else "pending",
        "answer": review.answer if review else None,
        "reviewed_by": review.reviewed_by.username if review and review.reviewed_by else None,
        "url": f"{BASE}/corrections/{row.pk}/file",
    }


def _sha256_in(file: str) -> str:
    """Files of a frozen set are named by their content."""
    return file.rpartition("/")[2].partition(".")[0]


def learner(row: Learner, mixable: Iterable[DataSetVersion]) -> dict[str, Any]:
    """A model that can learn from corrections."""
    return {
        "model": row.parent.model_id,
        "parent": reference(row.parent),
        "kind": row.parent.model.kind,
        "count": len(row.rows),
        "lacking": row.lacking,
        "mixable": [
            {"data_set": one.data_set_id, "version": one.number, "title": one.manifest["title"]} for one in mixable
        ],
    }
