"""Full-size networks with random weights, for time does not depend on them.

`.venv-train/bin/python -m bench.serving.models.full_size resnet-50|wav2vec2-base FILE`, with the backend on the path.
"""

import sys
from pathlib import Path

import torch
import torchvision
from transformers import Wav2Vec2Config, Wav2Vec2ForCTC

from ml.export.to_onnx import to_onnx


def write(which: str, path: Path) -> None:
    """Export by the code that exports the default models."""
    torch.manual_seed(0)
    if which == "resnet-50":
        to_onnx(
            torchvision.models.resnet50(weights=None).eval(), torch.randn(2, 3, 224, 224), path, "pixels", dynamic=(0,)
        )
    else:
        network = Wav2Vec2ForCTC(Wav2Vec2Config(vocab_size=32)).eval()
        to_onnx(network, torch.randn(2, 32_000), path, "wave", dynamic=(0, 1))


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]))
