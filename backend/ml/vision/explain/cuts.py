"""Where a classifier's graph can be cut in two: at its last feature map, before that is pooled to one row of numbers.

A cut is any value that all of the answer comes from. Whether it is a map of places, who runs the lower half sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ml.serving.session import LOGITS
from ml.vision.onnx_messages import FLOAT, FLOAT16, keep_what_leads_to, replace

# What makes one number of all places of a channel.
POOLING = {"GlobalAveragePool", "GlobalMaxPool", "AveragePool", "MaxPool", "ReduceMean", "ReduceMax"}
ELEMENTS = {"tensor(float)": FLOAT, "tensor(float16)": FLOAT16}


@dataclass(frozen=True, slots=True)
class Cut:
    """A graph, the value `before` that it can be cut at, and `pooled`, which is made of that."""

    model: Any
    before: str
    pooled: str

    def lower(self) -> bytes:
        """The graph from its input to `before` and `pooled`, in this order."""
        model = _copied(self.model)
        keep_what_leads_to([self.before, self.pooled], model.graph)
        _name_all(model.graph.output, [self.before, self.pooled])
        return bytes(model.SerializeToString())

    def upper(self, elements: str) -> bytes:
        """The graph from `before`, of such elements, in the words of ONNX Runtime, to the logits."""
        model = _copied(self.model)
        keep_what_leads_to([LOGITS], model.graph, given=self.before)
        _name_all(model.graph.input, [self.before])
        kind = model.graph.input[0].type.tensor_type
        kind.elem_type = ELEMENTS.get(elements, FLOAT)
        for side in ("rows", "channels", "height", "width"):
            kind.shape.dim.add(dim_param=side)
        replace(model.graph.output, [value for value in model.graph.output if value.name == LOGITS])
        return bytes(model.SerializeToString())


def cuts(model: Any) -> Iterator[Cut]:
    """Where it can be cut before something is pooled, the last one first."""
    weights = {weight.name for weight in model.graph.initializer}
    inputs = {value.name for value in model.graph.input} - weights
    for node in reversed(model.graph.node):
        if node.op_type in POOLING:
            needed = keep_what_leads_to([LOGITS], _copied(model).graph, given=node.input[0])
            if inputs.isdisjoint(needed):
                yield Cut(model, node.input[0], node.output[0])


def _copied(model: Any) -> Any:
    return type(model).FromString(model.SerializeToString())


def _name_all(values: Any, names: list[str]) -> None:
    """ONNX Runtime finds out itself of what type outputs are."""
    del values[:]
    for name in names:
        values.add(name=name)
