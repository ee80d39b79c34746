"""What each peer does with a picture: decoded, resized, normalised, run by ONNX Runtime with its defaults, five labels.

Written as its users write it, with Pillow and numpy; the numbers are the bundle's own.
"""

import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image


class Classifier:
    """A bundle's graph."""

    def __init__(self, folder: str = "") -> None:
        bundle = Path(folder or os.environ["BUNDLE"])
        manifest = json.loads((bundle / "bundle.json").read_text(encoding="utf-8"))
        self.labels: list[str] = manifest["labels"]
        spec = manifest["preprocess"]
        self.size: int = spec["size"]
        self.resize_to: int = spec.get("resize_to") or spec["size"]
        self.mean = np.asarray(spec["mean"], np.float32)
        self.std = np.asarray(spec["std"], np.float32)
        self.session: Any = onnxruntime.InferenceSession(str(bundle / "model.onnx"), providers=["CPUExecutionProvider"])

    def pixels(self, content: bytes) -> NDArray[np.float32]:
        """Bytes of a picture -> (3, size, size)."""
        image = Image.open(io.BytesIO(content)).convert("RGB")
        scale = self.resize_to / min(image.size)
        image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BILINEAR)
        left, top = (image.width - self.size) // 2, (image.height - self.size) // 2
        image = image.crop((left, top, left + self.size, top + self.size))
        pixels = (np.asarray(image, np.float32) / 255 - self.mean) / self.std
        return np.ascontiguousarray(pixels.transpose(2, 0, 1))

    def logits(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N, 3, size, size) -> (N, classes)."""
        return np.asarray(self.session.run(None, {"pixels": batch})[0])

    def answer(self, logits: NDArray[np.float32]) -> dict[str, list[dict[str, object]]]:
        """The five best labels."""
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        best = np.argsort(-shares)[:5]
        return {"labels": [{"label": self.labels[one], "index": int(one), "score": float(shares[one])} for one in best]}

    def classify(self, content: bytes) -> dict[str, list[dict[str, object]]]:
        """All of it, for one picture."""
        return self.answer(self.logits(self.pixels(content)[None])[0])
