"""The machine that measured: figures of time mean nothing without it."""

import platform
import re
from pathlib import Path

import onnxruntime

from ml.optimise.comparison import Machine
from ml.serving.session import cores


def this_machine(threads: int) -> Machine:
    """The machine that this runs on; `threads` 0 is one per core."""
    return Machine(processor(), cores(), threads or cores(), f"ONNX Runtime {onnxruntime.__version__}")


def processor() -> str:
    """The processor's own name."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists() and (found := re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text())):
        return found[1].strip()
    return platform.processor() or platform.machine()
