"""A model that somebody else made becomes a bundle, if it can be told what it is and it runs no code of its own."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ml.adopt.details import Details
from ml.adopt.graph import adopt_graph, check_graph
from ml.adopt.naming import lineage
from ml.adopt.try_out import try_out
from ml.adopt.weights import adopt_weights
from ml.bundle import MANIFEST, MODEL, PROGRAM, Bundle, write_bundle
from ml.errors import AdoptError
from ml.progress import Progress, ProgressCallback

CODE = {
    ".pkl": "is a pickle, which may run code when it is read",
    ".pickle": "is a pickle, which may run code when it is read",
    ".pt": "is a pickle of torch, which may run code when it is read",
    ".pth": "is a pickle of torch, which may run code when it is read",
    ".bin": "is a pickle of torch, which may run code when it is read",
    ".ckpt": "is a pickle of torch, which may run code when it is read",
    ".pt2": "is a compiled program, which may hold code of its own",
    ".py": "is code",
    ".so": "is code",
}
WANTED = (
    "Expected is a bundle (bundle.json with its files), one .onnx file with labels or a vocabulary, "
    "or config.json with model.safetensors (and vocab.json for speech)."
)


def adopt(folder: Path, details: Details, target: Path, callback: ProgressCallback) -> Bundle:
    """Write the bundle of what lies in `folder` into `target`, and let it answer once.

    Raises:
        AdoptError: says what is wrong and what is expected.
        BundleError: a bundle is damaged, or a graph does not load.
    """
    root = root_of(folder)
    files = sorted(path for path in root.rglob("*") if path.is_file())
    names = {path.name for path in files}
    own = MANIFEST in names
    refuse_code([path for path in files if not (own and path.name == PROGRAM)])
    target.parent.mkdir(parents=True, exist_ok=True)
    if own:
        callback(Progress(stage="adopt", note="It is a bundle; its files are compared with their sha256."))
        bundle = adopt_bundle(root, details, target)
    elif graphs := [path for path in files if path.suffix == ".onnx"]:
        callback(Progress(stage="adopt", note="It is an ONNX graph; its operators and shapes are looked at."))
        bundle = adopt_graph(only(graphs), details, target)
    elif {"config.json", "model.safetensors"} <= names:
        callback(Progress(stage="adopt", note="It is a network's weights; they are exported and compared with torch."))
        with TemporaryDirectory(dir=target.parent) as workplace:
            bundle = adopt_weights(root, details, target, Path(workplace))
    else:
        raise AdoptError(f"There is no model in it that is known ({', '.join(sorted(names)[:5])}). {WANTED}")
    callback(Progress(stage="adopt", note="It answers a first time."))
    try_out(bundle)
    return bundle


def root_of(folder: Path) -> Path:
    """The folder itself, or the one folder in it: many archives wrap their files in one."""
    inside = [path for path in folder.iterdir() if not path.name.startswith(("__MACOSX", "."))]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def only(graphs: Sequence[Path]) -> Path:
    """The one graph. Raises AdoptError."""
    if len(graphs) > 1:
        raise AdoptError(f"There are {len(graphs)} ONNX files; send the one that shall be served.")
    return graphs[0]


def refuse_code(files: Sequence[Path]) -> None:
    """Raises AdoptError for a file that could run code."""
    for path in files:
        if path.suffix.lower() in CODE:
            raise AdoptError(f"{path.name} {CODE[path.suffix.lower()]}; send safetensors or ONNX instead.")


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
