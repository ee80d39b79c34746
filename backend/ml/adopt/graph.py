"""An ONNX graph that somebody else made: looked at before anything computes with it."""

from pathlib import Path

import numpy as np
import onnx
from onnx.external_data_helper import (
    ExternalDataInfo,
    _get_all_tensors,
    load_external_data_for_model,
    uses_external_data,
)

from ml.adopt.details import Details
from ml.adopt.ends import picture_entry, sound_entry, with_ends
from ml.adopt.naming import lineage, words
from ml.adopt.numbers import picture_numbers, sound_numbers
from ml.adopt.outcome import batched, limited, noise, saved, scored
from ml.adopt.picture_files import labels_in, settings_in
from ml.adopt.stride import frame_stride
from ml.adopt.vocabulary import CONFIG, VOCABULARY, alphabet_in, alphabet_of, heard_in
from ml.bundle import MODEL, Bundle, write_bundle
from ml.errors import AdoptError
from ml.export.embedding import show_embedding
from ml.speech.spec import SoundSpec
from ml.vision.spec import ImageSpec

# What ONNX Runtime itself brings; everything else would need a library of code.
DOMAINS = {"", "ai.onnx", "ai.onnx.ml", "com.microsoft"}
UNKNOWN = (
    "An ONNX file does not say what its outputs mean. For pictures send the labels, one a line in their order, and "
    'preprocess as {"size", "resize", "mean", "std"}, or put config.json (id2label) and preprocessor_config.json into '
    "its zip; for speech send the vocabulary, one a line, or put vocab.json into its zip."
)


def check_graph(file: Path, root: Path | None = None) -> onnx.ModelProto:
    """The graph with its weights, if it needs nothing but what was sent.

    Args:
        root: the folder where weights may lie beside the graph; None: they have to be in it.

    Raises:
        AdoptError: it has operators of its own, or weights elsewhere, or is no ONNX graph.
    """
    try:
        model = onnx.load(file, load_external_data=False)
        join_weights(model, file, root)
        onnx.checker.check_model(model)
    except AdoptError:
        raise
    except Exception as error:  # protobuf's and the checker's errors share no public base
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise AdoptError(f"{file.name} is no ONNX graph that can be read: {reason}") from error
    own = {(function.domain, function.name) for function in model.functions}
    for node in nodes_of(model):
        if node.domain not in DOMAINS and (node.domain, node.op_type) not in own:
            raise AdoptError(
                f"{file.name} uses the operator {node.domain}:{node.op_type}, which needs code of its own; "
                "export it with the operators of ONNX alone."
            )
    return model


def nodes_of(model: onnx.ModelProto) -> list[onnx.NodeProto]:
    """All nodes: of the graph, of its functions, and of the graphs inside of both (branches and bodies of loops)."""
    waiting = [*model.graph.node, *(node for function in model.functions for node in function.node)]
    found = []
    while waiting:
        node = waiting.pop()
        found.append(node)
        for attribute in node.attribute:
            for graph in (attribute.g, *attribute.graphs):
                waiting.extend(graph.node)
    return found


def join_weights(model: onnx.ModelProto, file: Path, root: Path | None) -> None:
    """Read the weights that lie in other files of what was sent.

    Raises:
        AdoptError: a file is not there, or its name leads elsewhere.
    """
    outside = [tensor for tensor in _get_all_tensors(model) if uses_external_data(tensor)]
    for tensor in outside:  # of nodes and of graphs inside of graphs, too
        location = ExternalDataInfo(tensor).location
        data = (file.parent / location).resolve()
        if root is None or not data.is_relative_to(root.resolve()) or not data.is_file():
            raise AdoptError(
                f"The weights of {file.name} lie in {location!r}, which was not sent: put both into one zip, or export "
                "with external_data=False."
            )
    if outside:
        load_external_data_for_model(model, str(file.parent))


def adopt_graph(file: Path, root: Path, details: Details, target: Path) -> Bundle:
    """The bundle of a graph for pictures or for speech, by what was said or lies beside it. Raises AdoptError.

    Args:
        root: the folder of all that was sent; what describes the graph lies beside it or above it.
    """
    model = check_graph(file, root)
    target.mkdir(parents=True, exist_ok=True)
    if details.labels and details.vocabulary:
        raise AdoptError("A model of pictures has labels, one of speech a vocabulary; send one of the two.")
    spec: ImageSpec | SoundSpec
    if details.vocabulary or (not details.labels and (place_of(VOCABULARY, file, root) / VOCABULARY).exists()):
        spec, content = speech(model, place_of(VOCABULARY, file, root), details, target / MODEL)
    else:
        spec, content = pictures(model, file, root, details, target / MODEL)
    parameters = sum(int(np.prod(weight.dims)) for weight in model.graph.initializer)
    manifest = {
        **words(details),
        **content,
        "preprocess": spec.model_dump(mode="json", exclude_none=True),
        "metrics": {},
        "lineage": lineage(details, "onnx", str(content["kind"]), spec),
        "parameters": max(1, parameters),
    }
    return write_bundle(target, manifest, {MODEL: target / MODEL})


def place_of(name: str, file: Path, root: Path) -> Path:
    """The nearest folder from the graph upwards that has a file of this name; that of the graph where none has it."""
    folders = [folder for folder in (file.parent, *file.parent.parents) if folder.is_relative_to(root)]
    return next((folder for folder in folders if (folder / name).exists()), file.parent)


def pictures(
    model: onnx.ModelProto, file: Path, root: Path, details: Details, target: Path
) -> tuple[ImageSpec, dict[str, object]]:
    """Write the graph with the ends that a bundle of pictures has. Raises AdoptError."""
    labels = details.labels or labels_in(place_of(CONFIG, file, root))
    values = details.preprocess if details.preprocess is not None else settings_in(place_of(CONFIG, file, root))
    if not labels or values is None:
        raise AdoptError(UNKNOWN)
    spec, swapped = picture_numbers(values)
    entry = picture_entry(model, spec.size, swapped=swapped)
    served, item = with_ends(model, entry), (3, spec.size, spec.size)
    if entry.batch is not None:
        served = batched(served, target, item)
    saved(scored(served, target, item, len(labels)), target)
    show_embedding(target, noise((2, *item)))
    return spec, {"kind": "image-classification", "labels": list(labels)}


def speech(model: onnx.ModelProto, root: Path, details: Details, target: Path) -> tuple[SoundSpec, dict[str, object]]:
    """Write the graph with the ends that a bundle of speech has, and measure its stride. Raises AdoptError."""
    alphabet = alphabet_of(details.vocabulary) if details.vocabulary else alphabet_in(root)
    settings = heard_in(root) if details.preprocess is None else details.preprocess
    rate = sound_numbers(settings, 1).sample_rate
    entry = sound_entry(model)
    served = with_ends(model, entry)
    if entry.batch is not None:
        served = batched(served, target, (rate,))
    saved(served, target)
    spec = sound_numbers(settings, frame_stride(limited(target), rate))
    return spec, {"kind": "speech-recognition", **alphabet.words()}
