"""Look at a data set, and write it as a frozen folder, which never changes."""

from ml.datasets.freeze import freeze
from ml.datasets.progress import Watch
from ml.jobs.check import examined, reported
from ml.jobs.messages import Emit, FreezeResult
from ml.jobs.orders import FreezeOrder


def run(order: FreezeOrder, emit: Emit) -> FreezeResult:
    """Check and freeze. Raises DataSetError where the set is not ready, Cancelled."""
    watch = Watch(emit)
    examination, source = examined(order.examination, watch)
    report = reported(examination, source, order.examination.index)
    data_set = freeze(examination, order.folder, order.about, watch)
    return FreezeResult(report=report, digest=data_set.digest, manifest=data_set.manifest)
