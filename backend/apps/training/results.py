"""What a job found goes where people look for it, in the transaction of its end."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.catalogue.models import Version
from apps.training import submit
from apps.training.history import missed
from apps.training.models import DataSet, DataSetVersion, Epoch, Job, Variant, Work
from apps.training.orders import next_number
from apps.training.register import registered
from ml.bundle import EVALUATION, Bundle


def keep(job: Job, result: Mapping[str, Any]) -> None:
    """Write the result of a job."""
    KEEPERS[Work(job.work)](job, result)


def before(job: Job, result: Mapping[str, Any]) -> dict[str, Any]:
    """What takes long is done before the transaction of the end. Raises Problem."""
    if job.work not in {Work.IMPORT, Work.INSTALL}:
        return {}
    return {"version": registered(Path(result["bundle"]), job.payload["said"]["slug"])}


def _brought(job: Job, result: Mapping[str, Any]) -> None:
    Job.objects.filter(pk=job.pk).update(version=result["version"])
    # The version has a copy of its own.
    transaction.on_commit(lambda: shutil.rmtree(job.folder, ignore_errors=True))


def _checked(job: Job, result: Mapping[str, Any]) -> None:
    report = result["report"]
    DataSet.objects.filter(pk=job.data_set_id).update(
        report=report, kind=report["kind"], options=job.payload, checked_at=timezone.now()
    )


def _frozen(job: Job, result: Mapping[str, Any]) -> None:
    _checked(job, result)
    assert job.data_set  # noqa: S101 - for the types
    number = next_number(job.data_set)
    version = DataSetVersion.objects.create(
        data_set=job.data_set, number=number, digest=result["digest"], manifest=result["manifest"]
    )
    if follow := job.payload.get("train"):
        parent = Version.objects.select_related("model").filter(pk=follow["parent"]).first()
        submit.train(job.owner, submit.NewRun(version, follow["recipe"], parent, follow["slug"], ""))


def _trained(job: Job, result: Mapping[str, Any]) -> None:
    bundle, run = Bundle.load(Path(result["bundle"])), job.run
    run.digest, run.metrics = bundle.digest, dict(bundle.manifest.metrics)
    if EVALUATION in bundle.manifest.files:
        run.evaluation = json.loads(bundle.file(EVALUATION).read_text(encoding="utf-8"))
    run.eta_seconds = 0
    run.save(update_fields=["digest", "metrics", "evaluation", "eta_seconds"])
    Epoch.objects.bulk_create(missed(run, run.step), ignore_conflicts=True)


def _optimised(job: Job, result: Mapping[str, Any]) -> None:
    Job.objects.filter(pk=job.pk).update(result=result["comparison"])
    Variant.objects.bulk_create(Variant(job=job, parent=job.version, **variant) for variant in result["variants"])


KEEPERS = {
    Work.CHECK: _checked,
    Work.FREEZE: _frozen,
    Work.TRAIN: _trained,
    Work.OPTIMISE: _optimised,
    Work.IMPORT: _brought,
    Work.INSTALL: _brought,
}
