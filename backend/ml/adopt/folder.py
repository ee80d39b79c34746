"""A model that somebody else made becomes a bundle, if it can be told what it is and it runs no code of its own."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ml.adopt.details import Details
from ml.adopt.ends import EXPORT
from ml.adopt.graph import adopt_graph, check_graph
from ml.adopt.naming import lineage
from ml.adopt.try_out import try_out
from ml.adopt.weights import WEIGHTS, adopt_weights
from ml.bundle import MANIFEST, MODEL, PROGRAM, Bundle, write_bundle
from ml.errors import AdoptError
from ml.progress import Progress, ProgressCallback

CONFIG = "config.json"
PICKLE = "is a pickle, which may run code when it is read"
CODE = {
    **dict.fromkeys((".pkl", ".pickle", ".pt", ".pth", ".bin", ".ckpt", ".joblib"), PICKLE),
    ".pt2": "is a compiled program, which may hold code of its own",
    ".py": "is code",
    ".so": "is code",
    ".h5": "is a model of Keras, which is not read here",
    ".keras": "is a model of Keras, which is not read here",
    ".pb": "is a model of TensorFlow, which is not read here",
    ".tflite": "is a model of TensorFlow Lite, which is not read here",
}
READABLE = (
    f"Save it so that it can be read, either as weights with {CONFIG} beside them: "
    f'safetensors.torch.save_file(model.state_dict(), "{WEIGHTS}"); or as ONNX: {EXPORT}'
)
OF_TENSORFLOW = "Write it as ONNX: python -m tf2onnx.convert --keras model.keras --output model.onnx"
WANTED = (
    "Expected is a bundle (bundle.json with its files), one .onnx file with labels or a vocabulary, "
    f"or {CONFIG} with {WEIGHTS} (and vocab.json for speech)."
)


def adopt(folder: Path, details: Details, target: Path, callback: ProgressCallback) -> Bundle:
    """Write the bundle of what lies in `folder` into `target`, and let it answer once.

    Raises:
        AdoptError: says what is wrong and what is expected.
        BundleError: a bundle is damaged, or a graph does not load.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not is_litter(path.relative_to(folder)))
    target.parent.mkdir(parents=True, exist_ok=True)
    if bundles := [path for path in files if path.name == MANIFEST]:
        note(callback, "It is a bundle; its files are compared with their sha256.")
        bundle = adopt_bundle(only(bundles, folder).parent, details, target)
    elif graphs := [path for path in files if path.suffix == ".onnx"]:
        graph = graph_of(graphs, folder)
        note(callback, f"It is an ONNX graph; its operators and shapes are looked at.{left(files, graph)}")
        bundle = adopt_graph(graph, folder, details, target)
    elif weights := [path for path in files if path.name == WEIGHTS]:
        root = only(weights, folder).parent
        note(callback, f"It is a network's weights; they are exported and compared with torch.{left(files)}")
        with TemporaryDirectory(dir=target.parent) as workplace:
            bundle = adopt_weights(root, details, target, Path(workplace))
    else:
        raise AdoptError(unknown(files, folder))
    note(callback, "It answers a first time.")
    try_out(bundle)
    return bundle


def note(callback: ProgressCallback, text: str) -> None:
    """Tell what happens."""
    callback(Progress(stage="adopt", note=text))


def is_litter(path: Path) -> bool:
    """What operating systems put into archives."""
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def graph_of(graphs: Sequence[Path], folder: Path) -> Path:
    """The one graph; of several the one that exporters call model.onnx, since the others are forms of it."""
    called = [path for path in graphs if path.name == MODEL]
    return only(called if len(called) == 1 else graphs, folder)


def only(files: Sequence[Path], folder: Path) -> Path:
    """The one file. Raises AdoptError, which names them all."""
    if len(files) > 1:
        names = ", ".join(str(path.relative_to(folder)) for path in files[:6])
        raise AdoptError(f"There are {len(files)} models in it ({names}); send the one that shall be served.")
    return files[0]


def left(files: Sequence[Path], graph: Path | None = None) -> str:
    """Which files are not needed and stay unread, in a sentence."""
    unread = [path.name for path in files if path.suffix.lower() in CODE or (path.suffix == ".onnx" and path != graph)]
    if not unread:
        return ""
    shown = ", ".join(unread[:6]) + (", …" if len(unread) > 6 else "")
    return f" Not needed, and left unread: {shown}."


def unknown(files: Sequence[Path], folder: Path) -> str:
    """What was found instead of a model, and how to make it one."""
    names = [str(path.relative_to(folder)) for path in files]
    pieces = [name for name in names if name.endswith((".safetensors.index.json", ".safetensors"))]
    coded = [path for path in files if path.suffix.lower() in CODE]
    if any("-of-" in name or name.endswith(".index.json") for name in pieces):
        return (
            f"The weights are in pieces ({', '.join(pieces[:3])}). Save them as one file: "
            'model.save_pretrained(FOLDER, max_shard_size="100GB")'
        )
    if pieces:
        return (
            f"{pieces[0]} does not say of which network its weights are: call it {WEIGHTS}, and put {CONFIG} beside it."
        )
    if coded:
        suffix = coded[0].suffix.lower()
        way = OF_TENSORFLOW if "of Keras" in CODE[suffix] or "of TensorFlow" in CODE[suffix] else READABLE
        return f"{coded[0].name} {CODE[suffix]}. {way}"
    return f"There is no model in it that is known ({', '.join(names[:5]) or 'it is empty'}). {WANTED}"


def adopt_bundle(root: Path, details: Details, target: Path) -> Bundle:
    """A bundle from another Slipway, without its compiled program, which nothing here serves.

    It keeps what it says of itself; its name, and where it was brought from, are new.
    """
    bundle = Bundle.load(root)
    check_graph(bundle.file(MODEL))
    content = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    files = {name: bundle.file(name) for name in content.pop("files") if name != PROGRAM}
    content["slug"] = details.slug
    content["lineage"]["brought"] = lineage(details, "bundle", bundle.manifest.kind, bundle.manifest.preprocess)
    return write_bundle(target, content, files)
