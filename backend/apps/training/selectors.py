"""Reads: which data set, run, job or version does a request mean?"""

import re
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from apps.catalogue.models import Version, Worker
from apps.core.errors import Problem
from apps.training.bell import QUEUE
from apps.training.models import ACTIVE, DataSet, DataSetVersion, Epoch, Job, Point, Run, Status, Variant, Work
from ml.bundle import WEIGHTS

Row = TypeVar("Row")
_REFERENCE = re.compile(r"([a-z0-9][a-z0-9-]*)/versions/(\d{1,9})")


def jobs() -> QuerySet[Job]:
    """Jobs with all that their JSON needs."""
    return Job.objects.select_related("owner", "version", "run")


def data_sets() -> QuerySet[DataSet]:
    """Data sets with all that their JSON needs."""
    latest = Job.objects.filter(data_set=OuterRef("data_set")).order_by("-created_at", "-id").values("pk")[:1]
    return DataSet.objects.select_related("owner").prefetch_related(  # type: ignore[no-redef]  # named in the model
        Prefetch("versions", data_set_versions()),
        Prefetch("jobs", jobs().filter(pk=Subquery(latest)), to_attr="latest_jobs"),
    )


def data_set_versions() -> QuerySet[DataSetVersion]:
    """Frozen sets with all that their JSON needs."""
    return DataSetVersion.objects.annotate(run_count=Count("runs"))  # type: ignore[no-redef]  # named in the model


def runs() -> QuerySet[Run]:
    """Runs with all that their JSON needs: of the curve and the epochs the last of each, and the best epoch."""
    points = Point.objects.filter(run=OuterRef("run")).order_by("-step").values("step")[:1]
    epochs = Epoch.objects.filter(run=OuterRef("run")).order_by("-number").values("number")
    last_or_best = Q(number=Subquery(epochs[:1])) | Q(number=Subquery(epochs.filter(best=True)[:1]))
    rows = Run.objects.select_related("job__owner", "job__version", "data_set_version", "parent", "registered")
    return rows.prefetch_related(  # type: ignore[no-redef]  # named in the model
        Prefetch("points", Point.objects.filter(step=Subquery(points)), to_attr="last_points"),
        Prefetch("epochs", Epoch.objects.filter(last_or_best), to_attr="last_and_best"),
    )


def find_job(job_id: UUID) -> Job:
    """A job. Raises Problem 404."""
    return _found(jobs().filter(pk=job_id).first(), "job")


def find_data_set(slug: str) -> DataSet:
    """A data set. Raises Problem 404."""
    return _found(data_sets().filter(pk=slug).first(), "data set")


def find_data_set_version(slug: str, number: int) -> DataSetVersion:
    """A frozen set. Raises Problem 404."""
    return _found(data_set_versions().filter(data_set_id=slug, number=number).first(), "version of a data set")


def data_set_version_called(slug: str, number: int) -> DataSetVersion:
    """The frozen set that the fields of a request name. Raises Problem 422."""
    version = DataSetVersion.objects.filter(data_set_id=slug, number=number).first()
    if version is None:
        detail = f"There is no version {number} of a data set {slug!r}; freeze one first."
        raise Problem(422, detail, code="unknown_data_set", errors=[{"pointer": "/data_set", "detail": detail}])
    return version


def find_run(run_id: UUID) -> Run:
    """A run. Raises Problem 404."""
    return _found(runs().filter(pk=run_id).first(), "run")


def comparisons(version: Version) -> QuerySet[Job]:
    """The jobs that made variants of a version, newest first."""
    return jobs().filter(work=Work.OPTIMISE, version=version).prefetch_related("variants__registered")


def find_variant(variant_id: UUID) -> Variant:
    """A variant. Raises Problem 404."""
    return _found(
        Variant.objects.select_related("job", "parent", "registered").filter(pk=variant_id).first(), "variant"
    )


def find_version(slug: str, number: int) -> Version:
    """A version of the catalogue. Raises Problem 404."""
    return _found(Version.objects.select_related("model").filter(model_id=slug, number=number).first(), "version")


def version_called(reference: str, pointer: str) -> Version:
    """The version that a field of a request names as slug/versions/N. Raises Problem 422."""
    match = _REFERENCE.fullmatch(reference)
    version = match and Version.objects.filter(model_id=match[1], number=int(match[2])).select_related("model").first()
    if not version:
        detail = f"There is no version {reference[:100]!r}; name one as slug/versions/N."
        raise Problem(422, detail, code="unknown_model", errors=[{"pointer": pointer, "detail": detail}])
    return version


def trainable(version: Version) -> bool:
    """Whether a version can be trained further."""
    manifest = version.parsed
    return manifest.architecture is not None and WEIGHTS in manifest.files


def _found(row: Row | None, what: str) -> Row:
    if row is None:
        raise Problem(404, f"There is no such {what}.")
    return row


def trainers() -> list[Worker]:
    """The trainers that answered within the last 60 s."""
    recent = Worker.objects.filter(last_seen__gte=timezone.now() - Worker.FRESH)
    return [worker for worker in recent if QUEUE in worker.kinds]


def waiting() -> int:
    """How many jobs wait."""
    return Job.objects.filter(status=Status.QUEUED).count()


def hold(slug: str) -> None:
    """Lock a data set until the transaction ends: what is found out about it stays so. Raises Problem 404."""
    _found(DataSet.objects.select_for_update().filter(pk=slug).first(), "data set")


def at_work_on(data_set: DataSet) -> bool:
    """Whether a job about this data set has not ended."""
    return Job.objects.filter(data_set=data_set, status__in=ACTIVE).exists()


def measured_with(data_set: DataSet) -> bool:
    """Whether variants are being made, or others' models taken in, that are measured with this data set."""
    variants = Q(work=Work.OPTIMISE, payload__data_set=data_set.pk)
    brought = Q(work__in=(Work.IMPORT, Work.INSTALL), payload__measure__data_set=data_set.pk)
    return Job.objects.filter(variants | brought, status__in=ACTIVE).exists()
