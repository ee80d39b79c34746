"""The table and the variants go into the rows."""

from apps.training.jobs.handlers import Write
from apps.training.models import Job, Variant
from ml.jobs.messages import OptimiseResult


def optimised(job: Job, result: OptimiseResult) -> Write:
    """All of it."""

    def write() -> None:
        Job.objects.filter(pk=job.pk).update(result=result.model_dump(mode="json")["comparison"])
        Variant.objects.bulk_create(
            Variant(job=job, parent=job.version, **variant.model_dump()) for variant in result.variants
        )

    return write
