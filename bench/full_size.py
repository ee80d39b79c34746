"""How long full-size models take in the serving engine: ResNet-50, and Wav2Vec2 in the size of ``wav2vec2-base-960h``.

Random weights do, for time does not depend on them. Exported by the code that exports the default models, served by
the engine that serves them. From ``backend/``: ``../.venv-train/bin/python ../bench/full_size.py [image|speech]``.
"""

import logging
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "backend"))

import av
import numpy as np
import torch
import torchvision
from PIL import Image
from transformers import Wav2Vec2Config, Wav2Vec2ForCTC

from ml.bundle import write_bundle
from ml.export.to_onnx import largest_difference, to_onnx
from ml.serving.engine import load
from ml.speech.vocabulary import BLANK, DELIMITER, VOCABULARY
from ml.types import Item, Result

say = logging.getLogger(__name__).info
TEXTS = {"title": "full size", "summary": "random weights", "licence": "none", "metrics": {}, "lineage": {}}


def speech(folder: Path) -> tuple[dict[str, Any], Path]:
    """Base-960h: 94 million parameters, 12 layers of 768, group norm, windows of 20 s."""
    # The class's defaults are the base model; the vocabulary of 960h has 32 labels.
    network = Wav2Vec2ForCTC(Wav2Vec2Config(vocab_size=32)).eval()
    to_onnx(network, torch.randn(2, 32_000), folder / "model.onnx", "wave", dynamic=(0, 1))
    inputs = [torch.randn(1, 16_000), torch.randn(2, 50_000)]
    say(f"largest difference from torch: {largest_difference(network, folder / 'model.onnx', inputs):.2g}")
    numbers = {"sample_rate": 16_000, "normalize": True, "frame_stride": 320}
    preprocess = {**numbers, "buckets": (1, 2, 5, 10, 20), "window_seconds": 20, "overlap_seconds": 2}
    manifest = {"slug": "wav2vec2-base", "kind": "speech-recognition", "preprocess": preprocess, "blank": BLANK}
    vocabulary = [*VOCABULARY, *(f"<{extra}>" for extra in range(32 - len(VOCABULARY)))]
    manifest |= {"vocabulary": vocabulary, "word_delimiter": DELIMITER, "parameters": parameters(network)}
    return manifest | TEXTS, sound(folder / "noise.wav", seconds=10)


def image(folder: Path) -> tuple[dict[str, Any], Path]:
    """ResNet-50 at 224 pixels: 26 million parameters."""
    network = torchvision.models.resnet50(weights=None).eval()
    to_onnx(network, torch.randn(2, 3, 224, 224), folder / "model.onnx", "pixels", dynamic=(0,))
    inputs = [torch.randn(1, 3, 224, 224), torch.randn(3, 3, 224, 224)]
    say(f"largest difference from torch: {largest_difference(network, folder / 'model.onnx', inputs):.2g}")
    means = {"mean": (0.485, 0.456, 0.406), "std": (0.229, 0.224, 0.225)}
    preprocess = {"size": 224, "resize": "center-crop", "resize_to": 256, **means}
    manifest = {"slug": "resnet-50", "kind": "image-classification", "preprocess": preprocess}
    manifest |= {"labels": [str(label) for label in range(1000)], "parameters": parameters(network)}
    Image.effect_noise((640, 480), 60).convert("RGB").save(folder / "noise.jpg")
    return manifest | TEXTS, folder / "noise.jpg"


def parameters(network: torch.nn.Module) -> int:
    """How many weights a network has."""
    return sum(weight.numel() for weight in network.parameters())


def sound(path: Path, seconds: int) -> Path:
    """So much noise as a file of 16 kHz."""
    noise = np.random.default_rng(0).integers(-9000, 9000, (1, seconds * 16_000)).astype(np.int16)
    with av.open(str(path), "w") as output:
        stream = output.add_stream("pcm_s16le", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(noise, format="s16", layout="mono")
        frame.sample_rate = 16_000
        output.mux(stream.encode(frame))
    return path


def measure(kind: str, batches: tuple[int, ...] = (1, 4), rounds: int = 5) -> None:
    """Export, load, and print the median seconds per item of several batch sizes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        manifest, file = {"image": image, "speech": speech}[kind](folder)
        write_bundle(folder / "bundle", manifest, {"model.onnx": folder / "model.onnx"})
        engine = load(folder / "bundle", "cpu", 0)
        engine.warm()
        for batch in batches:
            times = [timed(engine, [Item(file)] * batch) / batch for _ in range(rounds)]
            say(f"{manifest['slug']}: batch of {batch}: {np.median(times):.3f} s an item ({file.name})")


def timed(engine: Any, items: list[Item]) -> float:
    """Seconds for a batch, all of which must be answered."""
    began = time.perf_counter()
    answers = engine.predict_many(items)
    seconds = time.perf_counter() - began
    if not all(isinstance(answer, Result) for answer in answers):
        raise RuntimeError(f"not every item was answered: {answers}")
    return seconds


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for wanted in sys.argv[1:] or ("image", "speech"):
        measure(wanted)
