"""The ends of somebody else's graph become those of a bundle: what lies between is written into the graph itself.

So nothing that serves has to know that a model takes blue before red, or answers probabilities.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import compose, helper, numpy_helper

from ml.errors import AdoptError

FLOAT = onnx.TensorProto.FLOAT
FLOATS = {FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.DOUBLE}
WHOLE = {onnx.TensorProto.INT64, onnx.TensorProto.INT32, onnx.TensorProto.BOOL, FLOAT}
INSIDE = "their/"
SMALLEST = 1e-30  # of a probability, so that its logarithm is a number
EXPORT = (
    'torch.onnx.export(model.eval(), (torch.rand(2, 3, 224, 224),), "model.onnx", dynamic_shapes=({0: "n"},), '
    "external_data=False)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is done before their input: `last` puts the channels there, `swapped` is blue, green, red.

    `batch` is the number of inputs that it takes at once, None: any; `masks` are inputs that say where sound is.
    """

    name: str
    axes: int
    batch: int | None
    type: int
    last: bool = False
    swapped: bool = False
    masks: tuple[onnx.ValueInfoProto, ...] = ()


def inputs_of(model: onnx.ModelProto) -> list[onnx.ValueInfoProto]:
    """The inputs that are no weights."""
    weights = {weight.name for weight in model.graph.initializer}
    return [value for value in model.graph.input if value.name not in weights]


def dimensions(value: onnx.ValueInfoProto) -> list[int | None]:
    """The length of each axis, None where it is any."""
    return [dim.dim_value if dim.HasField("dim_value") else None for dim in value.type.tensor_type.shape.dim]


def described(value: onnx.ValueInfoProto) -> str:
    """The type and shape of an end, in words."""
    tensor = value.type.tensor_type
    kind = onnx.TensorProto.DataType.Name(tensor.elem_type).lower()
    dims = [dim.dim_param or str(dim.dim_value or "any") for dim in tensor.shape.dim]
    return f"{kind} ({', '.join(dims)})"


def picture_entry(model: onnx.ModelProto, size: int, *, swapped: bool) -> Entry:
    """How pictures of `size` go in. Raises AdoptError, which says which shape was found."""
    value = _only_input(model, "a picture, float32 (N, 3, S, S)")
    dims = dimensions(value)
    if value.type.tensor_type.elem_type not in FLOATS or len(dims) != 4:
        raise AdoptError(f"The graph's input is {described(value)}; expected is float32 (N, 3, S, S), pictures.")
    last = dims[3] == 3 and dims[1] != 3
    channels, sides = (dims[3], dims[1:3]) if last else (dims[1], dims[2:])
    if channels not in {3, None}:
        raise AdoptError(
            f"The graph's input is {described(value)}: {channels} channel{'s' if channels != 1 else ''}; "
            "served are pictures with three, red, green and blue, as (N, 3, S, S) or (N, S, S, 3)."
        )
    if None not in sides and sides[0] != sides[1]:
        raise AdoptError(f"The graph's input is {described(value)}, a rectangle; served are squares.")
    if any(side not in {None, size} for side in sides):
        raise AdoptError(f"The graph's input is {described(value)}; preprocess says size {size}.")
    return Entry("pixels", 4, _batch(value), value.type.tensor_type.elem_type, last, swapped)


def sound_entry(model: onnx.ModelProto) -> Entry:
    """How a wave goes in; an input beside it that marks where sound is gets ones. Raises AdoptError."""
    found = inputs_of(model)
    masks = tuple(value for value in found if "mask" in value.name.lower() and len(dimensions(value)) == 2)
    value = _only_input(model, "a wave, float32 (N, T)", masks)
    dims = dimensions(value)
    if value.type.tensor_type.elem_type not in FLOATS or len(dims) != 2:
        raise AdoptError(f"The graph's input is {described(value)}; expected is float32 (N, T), a wave.")
    if dims[1] is not None:
        raise AdoptError(
            f"The graph's input is {described(value)}: it takes waves of {dims[1]} samples alone. Export it with a "
            "dynamic axis for the length."
        )
    if any(mask.type.tensor_type.elem_type not in WHOLE for mask in masks):
        raise AdoptError(f"The graph's mask is {described(masks[0])}; expected are whole numbers.")
    return Entry("wave", 2, _batch(value), value.type.tensor_type.elem_type, masks=masks)


def with_ends(model: onnx.ModelProto, entry: Entry, output: str | None = None) -> onnx.ModelProto:
    """The graph with one input of a bundle's name and the output `logits`, both float32.

    Its own names get a prefix, so that none of them is one of the two.

    Args:
        output: which of its outputs is meant, where it has several.
    """
    source = next(value for value in inputs_of(model) if value not in entry.masks)
    end = next(value for value in model.graph.output if output in {None, value.name})
    inner = compose.add_prefix(deepcopy(model), INSIDE)
    graph = inner.graph
    nodes, value = [], entry.name
    for place, (kind, more, options) in enumerate(_steps(entry)):
        name = f"entry/{place}"
        nodes.append(helper.make_node(kind, [value, *more], [name], **options))
        value = name
    nodes.append(helper.make_node("Identity", [value], [INSIDE + source.name]))
    for mask in entry.masks:
        nodes += _ones_like(entry.name, INSIDE + mask.name, mask.type.tensor_type.elem_type)
    theirs = list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes + theirs)
    graph.node.append(helper.make_node("Cast", [INSIDE + end.name], ["logits"], to=FLOAT))
    if entry.swapped:
        graph.initializer.append(numpy_helper.from_array(np.array([2, 1, 0]), "entry/swapped"))
    given = {INSIDE + value.name for value in (source, *entry.masks)}
    weights = [value for value in graph.input if value.name not in given]
    axes = ["n", *(["samples"] if entry.axes == 2 else [3, "height", "width"])]
    if entry.batch is not None:
        axes[0] = entry.batch
    del graph.input[:]
    graph.input.extend([helper.make_tensor_value_info(entry.name, FLOAT, axes), *weights])
    del graph.output[:]
    rank = len(end.type.tensor_type.shape.dim)
    graph.output.append(
        helper.make_tensor_value_info("logits", FLOAT, ["n", *(f"axis{place}" for place in range(1, rank))])
    )
    return inner


def any_batch(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph of one input at a time, with its first axis called dynamic; whether that is so has to be tried."""
    free = deepcopy(model)
    free.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "n"
    del free.graph.value_info[:]
    return free


def one_by_one(model: onnx.ModelProto, item: tuple[int, ...], width: int) -> onnx.ModelProto:
    """A graph that gives every input of a batch to the graph of one, one after the other.

    Args:
        item: shape of one input, (3, S, S) or (T,) for any T.
        width: numbers of one answer, or of one frame of it.
    """
    # Inside of a graph no name may be one of those around it.
    inner = compose.add_prefix(deepcopy(model), "one/")
    body, entry = inner.graph, model.graph.input[0]
    speech = len(item) == 1
    shapes = {"item/shape": [1, -1] if speech else [1, *item], "answer/shape": [-1, width] if speech else [width]}
    body.initializer.extend(numpy_helper.from_array(np.array(shape), name) for name, shape in shapes.items())
    before = helper.make_node("Reshape", ["item", "item/shape"], [f"one/{entry.name}"])
    after = helper.make_node("Reshape", ["one/logits", "answer/shape"], ["answer"])
    theirs = list(body.node)
    del body.node[:], body.input[:], body.output[:], body.value_info[:]
    body.node.extend([before, *theirs, after])
    answer = ["frames", width] if speech else [width]
    body.input.append(helper.make_tensor_value_info("item", FLOAT, ["samples"] if speech else item))
    body.output.append(helper.make_tensor_value_info("answer", FLOAT, answer))
    outer = deepcopy(model)
    del outer.functions[:]
    outer.functions.extend(inner.functions)
    del outer.graph.node[:], outer.graph.initializer[:], outer.graph.value_info[:]
    node = helper.make_node("Scan", [entry.name], ["logits"], body=body, num_scan_inputs=1)
    outer.graph.node.append(node)
    outer.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "n"
    outer.graph.output[0].CopyFrom(helper.make_tensor_value_info("logits", FLOAT, ["n", *answer]))
    return outer


def with_logarithms(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph that answers logarithms of its probabilities, whose softmax are these again."""
    return _behind(model, [("Max", ["scores", "smallest"], ["positive"]), ("Log", ["positive"], ["logits"])])


def with_two_outputs(model: onnx.ModelProto, *, probability: bool) -> onnx.ModelProto:
    """The graph of one output, for yes, with another one for no before it."""
    if probability:
        return _behind(model, [
            ("Sub", ["one", "scores"], ["no"]),
            ("Concat", ["no", "scores"], ["both"]),
            ("Max", ["both", "smallest"], ["positive"]),
            ("Log", ["positive"], ["logits"]),
        ])  # fmt: skip
    return _behind(model, [("Sub", ["scores", "scores"], ["no"]), ("Concat", ["no", "scores"], ["logits"])])


def flattened(model: onnx.ModelProto) -> onnx.ModelProto:
    """The graph that answers (N, labels), whatever axes of length 1 come after."""
    flat = _behind(model, [("Flatten", ["scores"], ["logits"])])
    flat.graph.output[0].CopyFrom(helper.make_tensor_value_info("logits", FLOAT, ["n", "labels"]))
    return flat


def _behind(model: onnx.ModelProto, steps: Sequence[tuple[str, list[str], list[str]]]) -> onnx.ModelProto:
    """The graph with more behind its output, called `scores` in the steps, of which the last one gives `logits`."""
    changed = deepcopy(model)
    graph = changed.graph
    place = f"behind{len(graph.node)}/"
    for node in graph.node:
        node.output[:] = [f"{place}scores" if name == "logits" else name for name in node.output]
    for kind, inputs, outputs in steps:
        options = {"axis": 1} if kind in {"Concat", "Flatten"} else {}
        ends = [[name if name == "logits" else place + name for name in names] for names in (inputs, outputs)]
        graph.node.append(helper.make_node(kind, *ends, **options))
    used = {name for _, inputs, _ in steps for name in inputs}
    for name, value in (("one", 1.0), ("smallest", SMALLEST)):
        if name not in used:  # ONNX Runtime warns of a weight that nothing needs each time a worker loads it
            continue
        graph.initializer.append(numpy_helper.from_array(np.array(value, np.float32), place + name))
    return changed


def _steps(entry: Entry) -> list[tuple[str, list[str], dict[str, object]]]:
    """The operators before their input, with what else goes in, and their options."""
    steps: list[tuple[str, list[str], dict[str, object]]] = []
    if entry.swapped:
        steps.append(("Gather", ["entry/swapped"], {"axis": 1}))
    if entry.last:
        steps.append(("Transpose", [], {"perm": [0, 2, 3, 1]}))
    if entry.type != FLOAT:
        steps.append(("Cast", [], {"to": entry.type}))
    return steps


def _ones_like(wave: str, mask: str, kind: int) -> list[onnx.NodeProto]:
    one = helper.make_tensor("one", FLOAT, [1], [1.0])
    return [
        helper.make_node("Shape", [wave], [f"{mask}/shape"]),
        helper.make_node("ConstantOfShape", [f"{mask}/shape"], [f"{mask}/ones"], value=one),
        helper.make_node("Cast", [f"{mask}/ones"], [mask], to=kind),
    ]


def _only_input(
    model: onnx.ModelProto, expected: str, beside: Sequence[onnx.ValueInfoProto] = ()
) -> onnx.ValueInfoProto:
    found = [value for value in inputs_of(model) if value not in beside]
    if len(found) != 1:
        named = "; ".join(f"{value.name}: {described(value)}" for value in found) or "none"
        raise AdoptError(f"The graph has {len(found)} inputs ({named}); served is one, {expected}.")
    return found[0]


def _batch(value: onnx.ValueInfoProto) -> int | None:
    batch = dimensions(value)[0]
    if batch not in {None, 1}:
        raise AdoptError(
            f"The graph's input is {described(value)}: it takes {batch} at once, never fewer. Export it with a dynamic "
            f"first axis: {EXPORT}"
        )
    return batch
