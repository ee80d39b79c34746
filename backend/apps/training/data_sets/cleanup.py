"""Which folders of data sets nobody needs any more: what killed processes and requests that broke off left behind."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from apps.training.jobs.cleanup import is_old, unknown
from apps.training.jobs.selectors import at_work_on
from apps.training.models import DataSet, DataSetVersion


def leftovers() -> Iterator[Path]:
    """Folders and files that may go."""
    rows = {row.pk: row for row in DataSet.objects.all()}
    yield from unknown(settings.SLIPWAY.own_data_sets_dir, set(rows))
    for row in rows.values():
        if not at_work_on(row):
            numbers = DataSetVersion.objects.filter(data_set=row).values_list("number", flat=True)
            known = {str(number) for number in numbers}
            half_made = [path for path in row.folder.glob("versions/*") if path.name not in known]
            yield from filter(is_old, (*half_made, *row.folder.glob(".*")))
