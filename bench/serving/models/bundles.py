"""The bundles that are measured, made once and kept below .cache/bench."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.serving.places import CACHE, PEERS_PYTHON, ROOT, TRAIN_PYTHON, say

TEXTS = {"title": "For the bench", "summary": "Random weights", "licence": "none", "metrics": {}, "lineage": {}}
MEANS = {"mean": (0.485, 0.456, 0.406), "std": (0.229, 0.224, 0.225)}


def empty() -> Path:
    """A model that costs nothing: what is left is the path around it."""
    return _kept("empty", [PEERS_PYTHON, "-m", "bench.serving.models.empty"], _empty_manifest())


def sleeping() -> Path:
    """The same graph for pictures of 224 pixels, which a script lets sleep in the place of computing."""
    spec = {"size": 224, "resize": "center-crop", "resize_to": 256, **MEANS}
    make: list[str | Path] = [PEERS_PYTHON, "-m", "bench.serving.models.empty"]
    return _kept("sleeping", make, _empty_manifest() | {"preprocess": spec})


def resnet50() -> Path:
    """ResNet-50 with random weights, exported by the code that exports the default models."""
    return _kept("resnet-50", [TRAIN_PYTHON, "-m", "bench.serving.models.full_size", "resnet-50"], _resnet())


def resnet50_int8() -> Path:
    """The same in int8: static QDQ, per channel, uint8 activations."""
    make: list[str | Path] = [TRAIN_PYTHON, "-m", "bench.serving.models.int8", resnet50() / "model.onnx"]
    return _kept("resnet-50-int8", make, _resnet())


def wav2vec2() -> Path:
    """Wav2Vec2 in the size of base-960h with random weights."""
    make: list[str | Path] = [TRAIN_PYTHON, "-m", "bench.serving.models.full_size", "wav2vec2-base"]
    return _kept("wav2vec2-base", make, _speech())


def _kept(slug: str, make: Sequence[str | Path], manifest: dict[str, Any]) -> Path:
    folder = CACHE / "models" / slug
    if not (folder / "bundle.json").exists():
        if not Path(make[0]).exists():
            sys.exit(
                f"{slug} is made with {make[0]}, which is not there; `make install-bench install-train` brings it."
            )
        say(f"makes {folder}")
        half = folder.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        env = {"PYTHONPATH": f"{ROOT}:{ROOT / 'backend'}", "PATH": "/usr/bin:/bin", "HOME": str(half)}
        subprocess.run([*make, half / "model.onnx"], cwd=ROOT, env=env, check=True)
        _write(half, manifest | {"slug": slug})
        half.rename(folder)
    elif json.loads((folder / "bundle.json").read_text(encoding="utf-8"))["preprocess"] != _plain(manifest):
        _write(folder, manifest | {"slug": slug})
    return folder


def _plain(manifest: dict[str, Any]) -> Any:
    """The numbers of preprocessing as they stand in a file."""
    return json.loads(json.dumps(manifest["preprocess"]))


def _write(folder: Path, manifest: dict[str, Any]) -> None:
    sys.path.insert(0, str(ROOT / "backend"))
    from ml.bundle import write_bundle  # noqa: PLC0415 - the backend's own, found only now

    write_bundle(folder, manifest, {"model.onnx": folder / "model.onnx"})


def _empty_manifest() -> dict[str, Any]:
    spec = {"size": 32, "resize": "squash", **MEANS}
    return {
        "kind": "image-classification",
        "labels": ["red", "green", "blue"],
        "parameters": 1,
        "preprocess": spec,
        **TEXTS,
    }


def _resnet() -> dict[str, Any]:
    # As torchvision serves it, and the peers here.
    spec = {"size": 224, "resize": "center-crop", "resize_to": 256, "interpolation": "bilinear", **MEANS}
    labels = [f"label {number}" for number in range(1000)]
    return {"kind": "image-classification", "labels": labels, "parameters": 25_557_032, "preprocess": spec, **TEXTS}


def _speech() -> dict[str, Any]:
    numbers = {"sample_rate": 16_000, "normalize": True, "frame_stride": 320}
    # As an imported model gets them.
    buckets = (*(step / 4 for step in range(1, 17)), *(step / 2 for step in range(9, 41)))
    spec = {**numbers, "buckets": buckets, "window_seconds": 20, "overlap_seconds": 2}
    vocabulary = ["<pad>", "<s>", "</s>", "<unk>", "|", "'", *(chr(ord("A") + step) for step in range(26))]
    words = {"vocabulary": vocabulary, "blank": 0, "word_delimiter": "|", "parameters": 94_396_320}
    return {"kind": "speech-recognition", "preprocess": spec, **words, **TEXTS}
