"""How a batch reaches a card and what it gives comes back."""

import logging
import threading
from collections.abc import Sequence
from math import prod

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ml.serving.memory import pinned, shared_arena

logger = logging.getLogger(__name__)
Values = NDArray[np.float32]


class Bound:
    """The input and the outputs of a graph, bound to a device: `cpu` or `cuda:N`.

    A batch is put together in memory that a card fetches it from by itself; from any other the driver would copy it
    once more. That memory is used again, and as large as the largest batch so far. Safe for threads, which wait for
    each other: a card computes one batch at a time.
    """

    def __init__(self, graph: onnxruntime.InferenceSession, device: str) -> None:
        self._graph, self._input = graph, graph.get_inputs()[0].name
        self._outputs = [output.name for output in graph.get_outputs()]
        self._kind, _, number = device.partition(":")
        self._number = int(number or 0)
        self._binding = graph.io_binding()
        self._lock = threading.Lock()
        self._held: onnxruntime.OrtValue | None = None
        self._values: Values = np.empty(0, np.float32)

    def run(self, rows: Sequence[Values], options: onnxruntime.RunOptions) -> list[Values]:
        """Each output for rows of one shape. Raises whatever ONNX Runtime raises."""
        shape = (len(rows), *rows[0].shape)
        with self._lock:
            if prod(shape) > len(self._values):
                # Twice as much: what grows by each batch that is a little larger would be asked for often.
                self._reserve(max(prod(shape), 2 * len(self._values)))
            batch = self._values[: prod(shape)].reshape(shape)
            np.stack(rows, out=batch)
            # Bound anew each time, for this is when it is copied to the card.
            self._binding.bind_input(self._input, "cpu", 0, np.float32, shape, batch.ctypes.data)
            for output in self._outputs:
                self._binding.bind_output(output, self._kind, self._number)
            self._graph.run_with_iobinding(self._binding, options)
            found = self._binding.copy_outputs_to_cpu()
        return [np.asarray(values, np.float32) for values in found]

    def _reserve(self, values: int) -> None:
        try:
            place = pinned(self._number) if self._kind == "cuda" else shared_arena()
            self._held = onnxruntime.OrtValue.ortvalue_from_shape_and_type([values], np.float32, memory_info=place)
            self._values = self._held.numpy()
        except RuntimeError as error:
            # The driver may refuse, as where the limit of locked memory is low.
            logger.warning("batches go to %s:%d more slowly: %s", self._kind, self._number, error)
            self._values = np.empty(values, np.float32)
