"""An ONNX Runtime session for a bundle: which device computes, with how many threads."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ml.errors import BundleError, DeviceError
from ml.kinds import KINDS
from ml.serving.binding import Bound
from ml.serving.memory import shared_arena
from ml.serving.setup import Setup

CUDA, CPU = "CUDAExecutionProvider", "CPUExecutionProvider"
# What a graph answers; the second one only where it shows what its last layer reads.
LOGITS, EMBEDDING = "logits", "embedding"
Rows = NDArray[np.float32]


class Inferred(NamedTuple):
    """What a graph gave for a batch of N: logits, and embeddings (N, D) if it has that output."""

    logits: Rows
    embeddings: Rows | None = None


@dataclass(slots=True)
class Session:
    """A loaded graph with one input, and `device`, where it really runs. Safe for threads.

    `bound`: by which its input and output go to a card and come back; `arena`: whether it takes from the shared one.
    """

    graph: onnxruntime.InferenceSession
    device: str
    bound: Bound | None = None
    arena: bool = True
    _options: onnxruntime.RunOptions = field(default_factory=onnxruntime.RunOptions)

    def run(self, batch: Rows) -> Rows:
        """Logits of a batch, the first axis counts items. Raises whatever ONNX Runtime raises."""
        return self.infer(batch).logits

    def infer(self, batch: Rows) -> Inferred:
        """All that the graph gives for a batch. Raises whatever ONNX Runtime raises."""
        return self._infer(batch, self._options)

    def infer_rows(self, rows: Sequence[Rows]) -> Inferred:
        """The same for rows of one shape. Raises whatever ONNX Runtime raises."""
        # A card's batch is put together where the card can fetch it.
        return Inferred(*self.bound.run(rows, self._options)) if self.bound else self.infer(np.stack(rows))

    def _infer(self, batch: Rows, options: onnxruntime.RunOptions) -> Inferred:
        if self.bound:
            return Inferred(*self.bound.run(list(batch), options))
        found = self.graph.run(None, {self.graph.get_inputs()[0].name: batch}, options)
        return Inferred(*(np.asarray(values, np.float32) for values in found))

    def stop(self) -> None:
        """Let what other threads compute here fail at the graph's next node."""
        running, self._options = self._options, onnxruntime.RunOptions()
        running.terminate = True

    def rest(self, rows: Sequence[Rows]) -> None:
        """Compute a few small rows and give back the memory that larger ones have left."""
        options = onnxruntime.RunOptions()
        card, processor = self.device.removeprefix("cuda:"), ["cpu:0"] if self.arena else []
        places = processor if self.device == "cpu" else [f"gpu:{card}", *processor]
        if places:
            options.add_run_config_entry("memory.enable_memory_arena_shrinkage", ";".join(places))
        self._infer(np.stack(rows), options)


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def choose_device(wanted: str, available: Sequence[str]) -> str:
    """`cpu` or `cuda:N` for a wish and the execution providers that ONNX Runtime was built with.

    Raises:
        DeviceError: the wish is not `auto`, `cpu` or `cuda:N`, or CUDA is wanted and not available.
    """
    if wanted == "auto":
        return "cuda:0" if CUDA in available else "cpu"
    if wanted == "cpu":
        return "cpu"
    if not re.fullmatch(r"cuda:\d+", wanted):
        raise DeviceError(f"device {wanted!r} is not one of auto, cpu, cuda:0, cuda:1, ...")
    if CUDA not in available:
        raise DeviceError(f"device {wanted} needs ONNX Runtime with CUDA: install the extra serve-gpu instead of serve")
    return wanted


def available_device(wanted: str) -> str:
    """The same for the ONNX Runtime that is installed. Raises DeviceError."""
    return choose_device(wanted, onnxruntime.get_available_providers())


def providers_of(device: str) -> list[str | tuple[str, dict[str, str]]]:
    """ONNX Runtime's execution providers for `cpu` or `cuda:N`, first choice first."""
    if device == "cpu":
        return [CPU]
    options = {"device_id": device.removeprefix("cuda:"), "arena_extend_strategy": "kSameAsRequested"}
    return [(CUDA, options), CPU]


def open_session(model: Path, wanted: str, threads: int, setup: Setup | None = None) -> Session:
    """Load a graph.

    Args:
        wanted: `auto`, `cpu` or `cuda:N`; `auto` settles for the CPU when CUDA does not start.
        threads: threads of one inference, 0 for one per core.
        setup: how memory is had; None: as is usual.

    Raises:
        DeviceError: the device is not there, or does not start.
        BundleError: the graph cannot be loaded, or has other inputs and outputs than a bundle's.
    """
    device = available_device(wanted)
    setup = setup or Setup(threads=1)
    graph = _load(model, device, threads, setup)
    if device != "cpu" and CUDA not in graph.get_providers():
        # ONNX Runtime goes on with the CPU, and only a log line says so, when a CUDA library or the card is missing.
        if wanted != "auto":
            raise DeviceError(f"device {wanted} did not start; is there a card with a driver for this CUDA version?")
        device = "cpu"
    names = [value.name for value in graph.get_inputs()], [value.name for value in graph.get_outputs()]
    inputs = list(dict.fromkeys(kind.input for kind in KINDS.values()))
    if names not in [([name], outputs) for name in inputs for outputs in ([LOGITS], [LOGITS, EMBEDDING])]:
        either = " or ".join(inputs)
        raise BundleError(
            f"{model}: the graph must have the input {either} and the output {LOGITS}, perhaps {EMBEDDING} behind it, "
            f"not {names}"
        )
    return Session(graph, device, None if device == "cpu" else Bound(graph, device), setup.arena)


def _load(model: Path, device: str, threads: int, setup: Setup) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    if setup.arena:
        # One arena for all models of this process, which `rest` lets shrink. Without one each layer's memory comes from
        # the system and goes back: a twelfth more CPU time for speech, and more memory in the end.
        shared_arena()
        options.add_session_config_entry("session.use_env_allocators", "1")
    options.enable_cpu_mem_arena = setup.arena
    # A plan for each shape that comes along takes memory, and mostly no less time.
    options.enable_mem_pattern = setup.patterns
    # Threads that spin between batches would take the cores from the web process.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=providers_of(device))
    except Exception as error:
        # ONNX Runtime's own exception classes share no public base.
        raise BundleError(f"{model}: ONNX Runtime cannot load it: {error}") from error
