"""The one table of the kinds of work: what each is told, what it ends with, and where that goes."""

from datetime import timedelta

from apps.training.corrections import train as corrections
from apps.training.data_sets import order as data_set_orders
from apps.training.data_sets import record as data_set_records
from apps.training.imports import order as import_orders
from apps.training.imports import record as import_records
from apps.training.jobs.cleanup import YOUNG
from apps.training.jobs.handlers import FOLDER, Handler, record_of
from apps.training.jobs.recorder import JobRecorder
from apps.training.runs import order as run_orders
from apps.training.runs import record as run_records
from apps.training.runs.recorder import RunRecorder
from apps.training.runs.schemas import run_of
from apps.training.states import Work
from apps.training.variants import order as variant_orders
from apps.training.variants import record as variant_records
from ml.jobs.messages import AdoptResult, CheckResult, FreezeResult, OptimiseResult, TrainResult

# A download that broke off goes on where it was; not for ever.
GIVEN_UP = timedelta(days=14)
# The longest that is silent is the export of a large network; a graph of others may compute for ever.
SILENCE = 1200.0
WORKS: dict[Work, Handler] = {
    Work.CHECK: Handler(
        order=data_set_orders.check,
        record=record_of(CheckResult, data_set_records.checked),
        recorder=JobRecorder,
        spent=(FOLDER,),
        abandoned=YOUNG,
    ),
    Work.FREEZE: Handler(
        order=data_set_orders.freeze,
        record=record_of(FreezeResult, corrections.frozen),
        recorder=JobRecorder,
        spent=(FOLDER,),
        abandoned=YOUNG,
    ),
    Work.TRAIN: Handler(
        order=run_orders.train,
        record=record_of(TrainResult, run_records.trained),
        recorder=RunRecorder,
        details=run_of,
        pauses=True,
        spent=("checkpoints", "best.safetensors"),
    ),
    Work.OPTIMISE: Handler(
        order=variant_orders.optimise,
        record=record_of(OptimiseResult, variant_records.optimised),
        recorder=JobRecorder,
        spent=("*.run",),
    ),
    Work.IMPORT: Handler(
        order=import_orders.take_in,
        record=record_of(AdoptResult, import_records.adopted),
        recorder=JobRecorder,
        silence=SILENCE,
        spent=(FOLDER,),
        abandoned=GIVEN_UP,
    ),
    Work.INSTALL: Handler(
        order=import_orders.install,
        record=record_of(AdoptResult, import_records.adopted),
        recorder=JobRecorder,
        silence=SILENCE,
        spent=(FOLDER,),
        abandoned=GIVEN_UP,
    ),
}
