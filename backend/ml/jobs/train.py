"""Train a model; a run goes on from its last checkpoint when it is started again."""

import logging

import torch

from ml.bundle import Bundle
from ml.datasets.frozen import DataSet
from ml.jobs.messages import Emit, TrainResult
from ml.jobs.orders import TrainOrder
from ml.training import run as training
from ml.training.control import at_signals, either, requested_in


def run(order: TrainOrder, emit: Emit) -> TrainResult:
    """Train to the end. SIGTERM and Ctrl-C pause it. Raises Cancelled, Explained as `ml.training.run.run`."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    set_threads(order.threads)
    bundle = training.run(
        order.recipe,
        DataSet.open(order.data_set),
        order.folder,
        emit,
        init_from=Bundle.load(order.parent) if order.parent else None,
        control=either(lambda: requested_in(order.folder), at_signals()),
        naming=order.naming,
        cpu=order.cpu,
        workers=order.workers,
    )
    return TrainResult(bundle=bundle)


def set_threads(threads: int) -> None:
    """Of torch in this process, 0: one per core; numbers next to nothing count as nothing, which is faster."""
    if threads:
        torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
