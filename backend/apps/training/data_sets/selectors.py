"""Reads: which data set or frozen version does a request mean?"""

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from apps.core.errors import Problem
from apps.training.jobs.payload import FrozenSet
from apps.training.jobs.selectors import jobs
from apps.training.models import DataSet, DataSetVersion, Job
from apps.training.problems import misfit
from ml.errors import DataSetError

# The name of the folder that corrections are gathered in; a file that was sent has an ending.
CORRECTIONS = "source"


def is_of_corrections(data_set: DataSet) -> bool:
    """Whether its files are those that people sent and judged."""
    return data_set.source == CORRECTIONS and not data_set.outside


def data_sets() -> QuerySet[DataSet]:
    """Data sets with all that their JSON needs."""
    latest = Job.objects.filter(data_set=OuterRef("data_set")).order_by("-created_at", "-id").values("pk")[:1]
    return DataSet.objects.select_related("owner").prefetch_related(  # type: ignore[no-redef]  # named in the model
        Prefetch("versions", data_set_versions()),
        Prefetch("jobs", jobs().filter(pk=Subquery(latest)), to_attr="latest_jobs"),
    )


def data_set_versions() -> QuerySet[DataSetVersion]:
    """Frozen sets with all that their JSON needs, the newest first: where rows are counted, a model's order is none."""
    counted = DataSetVersion.objects.annotate(run_count=Count("runs"))  # type: ignore[no-redef]  # named in the model
    return counted.order_by("data_set", "-number")


def find_data_set(slug: str) -> DataSet:
    """A data set. Raises Problem 404."""
    row = data_sets().filter(pk=slug).first()
    if row is None:
        raise Problem(404, "There is no such data set.")
    return row


def find_data_set_version(slug: str, number: int) -> DataSetVersion:
    """A frozen set. Raises Problem 404."""
    row = data_set_versions().filter(data_set_id=slug, number=number).first()
    if row is None:
        raise Problem(404, "There is no such version of a data set.")
    return row


def data_set_version_called(slug: str, number: int) -> DataSetVersion:
    """The frozen set that the fields of a request name. Raises Problem 422."""
    version = DataSetVersion.objects.filter(data_set_id=slug, number=number).first()
    if version is None:
        detail = f"There is no version {number} of a data set {slug!r}; freeze one first."
        raise misfit("/data_set", detail, code="unknown_data_set")
    return version


def frozen_set(named: FrozenSet) -> DataSetVersion:
    """The frozen set that a job names. Raises DataSetError where it is gone."""
    found = DataSetVersion.objects.filter(data_set_id=named.data_set, number=named.version).first()
    if found is None:
        raise DataSetError("The data set was deleted meanwhile; begin again with another one.")
    return found


def refuse_missing(data: DataSet | DataSetVersion) -> None:
    """Raises Problem 409 where the files are known to be in no backup and not here."""
    if data.files_missing:
        detail = f"The files of {data} were not in the backup that this Slipway was restored from."
        raise Problem(409, f"{detail} Put their folder back from where it was, or send them again under another name.")
