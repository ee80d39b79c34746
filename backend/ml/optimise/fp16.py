"""A variant that computes in float16: for GPUs, where it is about twice as fast and takes half the memory.

Input and output stay float32, so that the service need not know. The CPU has no fast float16: accuracy is measured
here, speed is not.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
from onnxruntime.transformers.float16 import convert_float_to_float16

from ml.bundle import MODEL, Bundle
from ml.datasets.frozen import DataSet
from ml.optimise.examples import read, read_within
from ml.optimise.gate import points
from ml.optimise.graph import prepared
from ml.optimise.int8 import MEMORY
from ml.optimise.trial import Referee
from ml.optimise.variant import named, ready, write_variant
from ml.progress import Note
from ml.training.events import Callback


@dataclass(frozen=True, slots=True)
class Fp16Options:
    """`validation_items`: how many items the loss is measured on; none is all of the split."""

    validation_items: int | None = None


def make(bundle: Bundle, data_set: DataSet, options: Fp16Options, folder: Path, callback: Callback) -> Bundle:
    """Write the float16 variant of a bundle into `folder`.

    Raises:
        OptimiseError: the bundle is quantised, or the data set does not fit it.
    """
    model = ready(bundle, data_set)
    with TemporaryDirectory() as workplace:
        graph = prepared(model, Path(workplace) / "float.onnx", optimise=False)
        half = Path(workplace) / "half.onnx"
        onnx.save(convert_float_to_float16(onnx.load(graph), keep_io_types=True), half)
        validation = read_within(read(bundle, data_set, "validation", options.validation_items), MEMORY)
        loss, noise = Referee(bundle, model, validation).judge(half)
        callback(Note(text=f"fp16 loses {points(loss.value)}, noise {noise:.2g} of the logits."))
        made = asdict(options) | {"data_set": named(data_set), "validation_loss": round(loss.value, 5)}
        made["validation_items"] = len(validation)
        return write_variant(bundle, "fp16", {MODEL: half}, folder, made)
