"""A graph that costs nothing: three labels, the mean of each colour. `python -m bench.serving.models.empty FILE`."""

import sys
from pathlib import Path

from onnx import TensorProto, checker, helper, save


def write(path: Path) -> None:
    """The graph as a bundle wants it: `pixels` in, `logits` out."""
    pixels = helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["batch", 3, "height", "width"])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 3])
    nodes = [
        helper.make_node("GlobalAveragePool", ["pixels"], ["means"]),
        helper.make_node("Flatten", ["means"], ["logits"]),
    ]
    graph = helper.make_graph(nodes, "empty", [pixels], [logits])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    checker.check_model(model)
    save(model, path)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
