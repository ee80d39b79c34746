"""As much of ONNX's protocol buffers as it takes to cut a graph, and to give it another last layer.

ONNX Runtime brings `protobuf` along but not the 60 MB of `onnx`; fields that are not named here are kept as they are.
Numbers and names are those of onnx.proto3 (github.com/onnx/onnx).
"""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from ml.errors import BundleError

FLOAT, FLOAT16 = 1, 10
# Of an attribute: a whole number.
INT = 2
_FIELD = descriptor_pb2.FieldDescriptorProto
# Message: field: (number, type or message, whether there are many).
_MESSAGES: dict[str, dict[str, tuple[int, int | str, bool]]] = {
    "Model": {"graph": (7, "Graph", False)},
    "Graph": {
        "node": (1, "Node", True),
        "initializer": (5, "Tensor", True),
        "input": (11, "Value", True),
        "output": (12, "Value", True),
        "value_info": (13, "Value", True),
    },
    "Node": {
        "input": (1, _FIELD.TYPE_STRING, True),
        "output": (2, _FIELD.TYPE_STRING, True),
        "name": (3, _FIELD.TYPE_STRING, False),
        "op_type": (4, _FIELD.TYPE_STRING, False),
        "attribute": (5, "Attribute", True),
    },
    "Attribute": {
        "name": (1, _FIELD.TYPE_STRING, False),
        "i": (3, _FIELD.TYPE_INT64, False),
        "type": (20, _FIELD.TYPE_INT32, False),
    },
    "Tensor": {
        "dims": (1, _FIELD.TYPE_INT64, True),
        "data_type": (2, _FIELD.TYPE_INT32, False),
        "name": (8, _FIELD.TYPE_STRING, False),
        "raw_data": (9, _FIELD.TYPE_BYTES, False),
    },
    "Value": {"name": (1, _FIELD.TYPE_STRING, False), "type": (2, "Type", False)},
    "Type": {"tensor_type": (1, "TensorType", False)},
    "TensorType": {"elem_type": (1, _FIELD.TYPE_INT32, False), "shape": (2, "Shape", False)},
    "Shape": {"dim": (1, "Dimension", True)},
    "Dimension": {"dim_value": (1, _FIELD.TYPE_INT64, False), "dim_param": (2, _FIELD.TYPE_STRING, False)},
}


def _classes() -> dict[str, Any]:
    # proto2: a number that is 0 is written all the same, as a branch of `oneof` has to be.
    file = descriptor_pb2.FileDescriptorProto(name="slipway/onnx.proto", package="slipway.onnx", syntax="proto2")
    for message, fields in _MESSAGES.items():
        described = file.message_type.add(name=message)
        for name, (number, kind, many) in fields.items():
            label = _FIELD.LABEL_REPEATED if many else _FIELD.LABEL_OPTIONAL
            field = described.field.add(name=name, number=number, label=label)
            if isinstance(kind, str):
                field.type, field.type_name = _FIELD.TYPE_MESSAGE, f".slipway.onnx.{kind}"
            else:
                field.type = kind
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = {name: pool.FindMessageTypeByName(f"slipway.onnx.{name}") for name in _MESSAGES}
    return {name: message_factory.GetMessageClass(descriptor) for name, descriptor in found.items()}


Model = _classes()["Model"]


def read_model(file: Path) -> Any:
    """The graph in a file. Raises BundleError."""
    model = Model()
    try:
        model.ParseFromString(file.read_bytes())
    except Exception as error:  # protobuf's own errors share no public base
        raise BundleError(f"{file.name} is no ONNX graph that can be read.") from error
    return model


def keep_what_leads_to(names: Iterable[str], graph: Any, given: str | None = None) -> Collection[str]:
    """Drop the nodes, and their weights, of which these values do not come; returns the names of what is needed.

    Args:
        given: a value that will be given, so that what it comes of is not needed for its sake.
    """
    needed, nodes = set(names), []
    for node in reversed(graph.node):
        if needed & set(node.output) - {given}:
            nodes.append(node)
            needed.update(node.input)
    replace(graph.node, reversed(nodes))
    replace(graph.initializer, [weight for weight in graph.initializer if weight.name in needed])
    replace(graph.value_info, [value for value in graph.value_info if value.name in needed])
    return needed


def replace(field: Any, kept: Iterable[Any]) -> None:
    """Let a repeated field hold copies of these, and nothing else."""
    copies = [type(one).FromString(one.SerializeToString()) for one in kept]
    del field[:]
    field.extend(copies)
