"""What a job found goes where people look for it, in the transaction of its end."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from apps.catalogue.models import Version
from apps.training import submit
from apps.training.history import missed
from apps.training.models import DataSet, DataSetVersion, Epoch, Job, Variant
from apps.training.orders import next_number
from apps.training.payloads import FreezePayload, ImportPayload, InstallPayload
from apps.training.register import registered
from ml.bundle import EVALUATION, Bundle
from ml.jobs.messages import AdoptResult, CheckResult, FreezeResult, OptimiseResult, Result, TrainResult
from ml.jobs.report import ShortReport


def keeper_of(job: Job, result: Result) -> Callable[[], None]:
    """What writes the result, in the transaction of the end; what takes long is done here, before. Raises Problem."""
    match result:
        case CheckResult():
            return partial(keep_report, job, result.report)
        case FreezeResult():
            return partial(keep_frozen, job, result)
        case TrainResult():
            return partial(keep_trained, job, result.bundle)
        case OptimiseResult():
            return partial(keep_variants, job, result)
        case AdoptResult():
            payload = InstallPayload if job.work == "install" else ImportPayload
            details = payload.model_validate(job.payload).details
            return partial(keep_adopted, job, registered(result.bundle, details.slug))


def keep_adopted(job: Job, version: Version) -> None:
    """The job is about the version that it made, which has a copy of its own."""
    Job.objects.filter(pk=job.pk).update(version=version)
    transaction.on_commit(lambda: shutil.rmtree(job.folder, ignore_errors=True))


def keep_report(job: Job, report: ShortReport) -> None:
    """With the options that it was made with."""
    DataSet.objects.filter(pk=job.data_set_id).update(
        report=report.model_dump(mode="json"), kind=report.kind, options=job.payload, checked_at=timezone.now()
    )


def keep_frozen(job: Job, result: FreezeResult) -> None:
    """The next version of the set; and the run that was to follow begins."""
    keep_report(job, result.report)
    assert job.data_set  # noqa: S101 - for the types
    manifest = result.manifest.model_dump(mode="json", exclude_none=True)
    version = DataSetVersion.objects.create(
        data_set=job.data_set, number=next_number(job.data_set), digest=result.digest, manifest=manifest
    )
    if follow := FreezePayload.model_validate(job.payload).train:
        parent = Version.objects.select_related("model").filter(pk=follow.parent).first()
        submit.train(job.owner, submit.NewRun(version, follow.recipe, parent, follow.slug, ""))


def keep_trained(job: Job, folder: Path) -> None:
    """The figures of the bundle."""
    bundle, run = Bundle.load(folder), job.run
    run.digest, run.metrics = bundle.digest, dict(bundle.manifest.metrics)
    if EVALUATION in bundle.manifest.files:
        run.evaluation = json.loads(bundle.file(EVALUATION).read_text(encoding="utf-8"))
    run.eta_seconds = 0
    run.save(update_fields=["digest", "metrics", "evaluation", "eta_seconds"])
    Epoch.objects.bulk_create(missed(run, run.step), ignore_conflicts=True)


def keep_variants(job: Job, result: OptimiseResult) -> None:
    """The table, and what was made."""
    Job.objects.filter(pk=job.pk).update(result=result.model_dump(mode="json")["comparison"])
    Variant.objects.bulk_create(
        Variant(job=job, parent=job.version, **variant.model_dump()) for variant in result.variants
    )
