"""ONNX Runtime's quantiser as Slipway uses it."""

import contextlib
import io
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)

from ml.optimise.examples import Example, batches
from ml.serving.predictor import Predictor

Method = Literal["minmax", "entropy", "percentile", "dynamic"]
METHODS = {
    "minmax": CalibrationMethod.MinMax,
    "entropy": CalibrationMethod.Entropy,
    "percentile": CalibrationMethod.Percentile,
}
PERCENTILE = 99.99
CALIBRATION_BATCH = 16
# What multiplies with weights, and what can pass integers on to the next of these without leaving them.
STATIC_OPERATORS = ("Conv", "Gemm", "MatMul", "MaxPool", "AveragePool", "GlobalAveragePool", "Add", "Relu", "Flatten")
WEIGHTED_OPERATORS = ("Conv", "Gemm", "MatMul")


class Ranges(CalibrationDataReader):  # type: ignore[misc]
    """The calibration items as ONNX Runtime reads them, batch after batch: `set_range` says which come next.

    One batch at a time, because all activations of what is read at once are kept, and because batches of waves differ
    in length. `name` is that of the graph's input.
    """

    def __init__(self, examples: Sequence[Example], predictor: Predictor, name: str) -> None:
        self.batches, self.name = list(batches(examples, predictor, CALIBRATION_BATCH)), name
        self.set_range(0, 0)

    def __len__(self) -> int:
        return len(self.batches)

    def set_range(self, start_index: int, end_index: int) -> None:
        """The batches that are read next."""
        self.waiting = iter(self.batches[start_index:end_index])

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """The next batch, None after the last one."""
        batch = next(self.waiting, None)
        return None if batch is None else {self.name: batch}


def static(graph: Path, file: Path, ranges: Ranges, method: Method, in_float: Sequence[str]) -> None:
    """Quantise with the ranges that the calibration items have; measured once a method and kept beside the graph.

    Activations between two products stay in float where nothing but addition and pooling could take them as integers.
    """
    with quiet():
        quantize_static(
            str(graph),
            str(file),
            ranges,
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=operators(graph),
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[*in_float],
            calibrate_method=METHODS[method],
            calibration_cache_path=graph.with_name(f"{method}.ranges.json"),
            extra_options={"MatMulConstBOnly": True, "CalibPercentile": PERCENTILE, "CalibStridedMinMax": 1},
        )


def operators(graph: Path) -> list[str]:
    """Convolutional networks pass integers from node to node; in transformers the sums between layers stay in float."""
    kinds = {node.op_type for node in onnx.load(graph).graph.node}
    return [*(WEIGHTED_OPERATORS if "Softmax" in kinds else STATIC_OPERATORS)]


def dynamic(graph: Path, file: Path, in_float: Sequence[str]) -> None:
    """Quantise the matrix products with weights; the range of an activation is found anew in every run."""
    with quiet():
        quantize_dynamic(
            str(graph),
            str(file),
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=[*in_float],
            extra_options={"MatMulConstBOnly": True},
        )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """The quantiser prints what it does and recommends a step that was done: neither is for our users."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        root.setLevel(level)
