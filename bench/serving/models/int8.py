"""int8 by ONNX Runtime: static QDQ, a scale per channel, uint8 activations. `... models.int8 FP32 INT8`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process


class Noise(CalibrationDataReader):
    """Pictures to calibrate with; of random weights noise is as good as any."""

    def __init__(self, count: int = 8) -> None:
        random = np.random.default_rng(0)
        self.left = [{"pixels": random.standard_normal((1, 3, 224, 224), np.float32)} for _ in range(count)]

    def get_next(self) -> Any:
        """One after the other."""
        return self.left.pop() if self.left else None


def write(source: Path, target: Path) -> None:
    """Quantise a graph."""
    with TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared))
        quantize_static(
            prepared, target, Noise(), quant_format=QuantFormat.QDQ, per_channel=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        )  # fmt: skip


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
