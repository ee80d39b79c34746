"""What was found goes into the rows of the data set."""

from django.utils import timezone

from apps.training.data_sets.order import next_number
from apps.training.jobs.handlers import Write
from apps.training.models import DataSet, DataSetVersion, Job
from ml.jobs.messages import CheckResult, FreezeResult
from ml.jobs.report import ShortReport


def checked(job: Job, result: CheckResult) -> Write:
    """The report of a check."""
    return lambda: write_report(job, result.report)


def write_report(job: Job, report: ShortReport) -> None:
    """With the options that it was made with."""
    DataSet.objects.filter(pk=job.data_set_id).update(
        report=report.model_dump(mode="json"), kind=report.kind, options=job.payload, checked_at=timezone.now()
    )


def write_version(job: Job, result: FreezeResult) -> DataSetVersion:
    """The report, and the next version of the set."""
    write_report(job, result.report)
    assert job.data_set  # noqa: S101 - for the types
    manifest = result.manifest.model_dump(mode="json", exclude_none=True)
    return DataSetVersion.objects.create(
        data_set=job.data_set, number=next_number(job.data_set), digest=result.digest, manifest=manifest
    )
