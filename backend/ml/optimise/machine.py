"""The machine that measured: figures of time mean nothing without it."""

import onnxruntime

from ml.calibration.device import processor
from ml.optimise.comparison import Machine
from ml.serving.session import cores


def this_machine(threads: int) -> Machine:
    """The machine that this runs on; `threads` 0 is one per core."""
    return Machine(processor(), cores(), threads or cores(), f"ONNX Runtime {onnxruntime.__version__}")
