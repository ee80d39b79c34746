"""A tiny network of random weights as a bundle, and a data set of noise whose right answers are the network's own.

So the parent is never wrong, and every error of a variant is its loss.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from ml.bundle import Bundle, write_bundle
from ml.export.embedding import show_embedding
from ml.vision.preprocess import to_pixels
from ml.vision.spec import ImageSpec

SPEC = ImageSpec(size=16, resize="squash", mean=(0.5, 0.5, 0.5), std=(0.25, 0.25, 0.25))
LABELS = ("ant", "bee", "cow", "dog")
WIDTH = 16
Weights = NDArray[np.float32]


def network(file: Path, outlier: float = 1.0) -> None:
    """Three convolutions and a linear head, random, with the embedding as its second output.

    With an `outlier` one channel between the first and the second convolution is so many times larger than the others,
    and the second multiplies it with so much less: the same answers, but a range that eight bits cannot share.
    """
    random = np.random.default_rng(3)
    shapes = {
        "w1": (WIDTH, 3, 3, 3),
        "w2": (WIDTH, WIDTH, 3, 3),
        "w3": (WIDTH, WIDTH, 3, 3),
        "w4": (len(LABELS), WIDTH),
    }
    weights: dict[str, Weights] = {
        name: (random.normal(size=shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)
        for name, shape in shapes.items()
    }
    weights["w1"][0] *= outlier
    weights["w2"][:, 0] /= outlier
    nodes = [
        helper.make_node("Conv", ["pixels", "w1"], ["a"], "first", pads=[1] * 4),
        helper.make_node("Relu", ["a"], ["b"], "first_relu"),
        helper.make_node("Conv", ["b", "w2"], ["c"], "second", pads=[1] * 4, strides=[2, 2]),
        helper.make_node("Relu", ["c"], ["d"], "second_relu"),
        helper.make_node("Conv", ["d", "w3"], ["e"], "third", pads=[1] * 4, strides=[2, 2]),
        helper.make_node("GlobalAveragePool", ["e"], ["f"], "pool"),
        helper.make_node("Flatten", ["f"], ["g"], "flatten"),
        helper.make_node("Gemm", ["g", "w4"], ["logits"], "head", transB=1),
    ]
    graph = helper.make_graph(
        nodes, "tiny",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["n", 3, SPEC.size, SPEC.size])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", len(LABELS)])],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )  # fmt: skip
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10), file)
    show_embedding(file, random.normal(size=(2, 3, SPEC.size, SPEC.size)).astype(np.float32))


def bundle(folder: Path, outlier: float = 1.0) -> Bundle:
    """The network as a bundle."""
    folder.mkdir(parents=True)
    network(folder / "model.onnx", outlier)
    manifest: dict[str, Any] = {
        "slug": "tiny", "kind": "image-classification", "title": "Tiny", "summary": "", "licence": "",
        "preprocess": SPEC.model_dump(mode="json", exclude_none=True), "labels": LABELS, "metrics": {"top1": 1.0},
        "lineage": {}, "parameters": 5000,
    }  # fmt: skip
    return write_bundle(folder, manifest, {"model.onnx": folder / "model.onnx"})


def data_set(folder: Path, teacher: Bundle, items: int = 120) -> Path:
    """A frozen set of coloured noise, a third in each split, labelled by the network's own answers."""
    (folder / "files").mkdir(parents=True)
    session = onnxruntime.InferenceSession(str(teacher.file("model.onnx")), providers=["CPUExecutionProvider"])
    random, rows = np.random.default_rng(5), []
    for number in range(items):
        colour = random.integers(0, 200, (1, 1, 3))
        image = Image.fromarray((colour + random.integers(0, 56, (16, 16, 3))).astype(np.uint8))
        image.save(folder / f"files/{number:03d}.png")
        (logits,) = session.run(["logits"], {"pixels": to_pixels(image, SPEC)[None]})
        rows.append(row(folder, number, LABELS[int(logits[0].argmax())]))
    return frozen(folder, sorted(rows, key=lambda row: (row["split"], row["name"])))


def row(folder: Path, number: int, label: str) -> dict[str, Any]:
    """One line of the list of items."""
    file, split = f"files/{number:03d}.png", ("train", "validation", "test")[number % 3]
    digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    return {"file": file, "name": f"{number:03d}.png", "sha256": digest, "split": split, "label": label}


def frozen(folder: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write the list and the manifest."""
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "items.jsonl").write_text(text)
    counts = {split: {"items": sum(row["split"] == split for row in rows)} for split in ("train", "validation", "test")}
    manifest = {
        "slug": "noise", "kind": "image-classification", "title": "Noise", "licence": "none", "source": "random",
        "seed": 5, "classes": LABELS, "splitting": "in turn", "counts": counts,
        "items_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip
    (folder / "dataset.json").write_text(json.dumps(manifest))
    return folder
