"""A class activation map: what the rest of the network says of each place of its last feature map.

A network ends with a map of some places (7 x 7 say) that is pooled to one row of numbers, of which the last layer makes
the logits. Here the map is filled with what it holds at one place, and the rest of the graph is asked: what would the
answer be if the whole picture were like this place? Where the pooling is a mean and the last layer is linear, that is
the class activation map of Zhou et al. 2016 (CVPR, "Learning Deep Features for Discriminative Localization"), exactly;
and it needs neither gradients nor the weights, so that a graph with a maximum, a square root or integers has one too.
"""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ml.vision.explain.cuts import Cut, cuts
from ml.vision.onnx_messages import read_model

Array = NDArray[np.float32]
# Pools that are looked at, from the last one on.
TRIED = 3
# A map of three places each way says hardly more than the answer does: covering a picture piece by piece shows more.
FEWEST_PLACES, MOST_PLACES = 25, 1024
CPU = ["CPUExecutionProvider"]


class ActivationMap:
    """The two halves of a graph, on the CPU."""

    def __init__(self, lower: onnxruntime.InferenceSession, upper: onnxruntime.InferenceSession) -> None:
        self._lower, self._upper = lower, upper

    @classmethod
    def of(cls, file: Path, blank: Array, threads: int) -> Self | None:
        """That of a graph; None where it shows no map of places.

        Args:
            blank: an input of it, (3, H, W).
        """
        for cut in islice(cuts(read_model(file)), TRIED):
            if halves := _halves(cut, blank, threads):
                return cls(*halves)
        return None

    def logits(self, pixels: Array) -> Array:
        """What it says of each place of a picture (3, H, W): (h, w, labels)."""
        views = _run(self._lower, pixels[None])[0]
        mirrored = _run(self._lower, pixels[None, :, :, ::-1])[0] if len(views) > 1 else views
        # Where the graph looks at the mirror image too: turned back, its places are those of the picture.
        turned = [self._of_places(view, len(views))[:, ::-1] for view in views[1:] if _is(view, mirrored[0])]
        said = [self._of_places(views[0], len(views)), *turned]
        return np.asarray(np.mean(said, axis=0), np.float32)

    def _of_places(self, view: Array, views: int) -> Array:
        """(channels, h, w) -> (h, w, labels)."""
        channels, height, width = view.shape
        places = view.reshape(channels, -1).T
        filled = (np.broadcast_to(place[None, :, None, None], (views, *view.shape)) for place in places)
        return np.concatenate([_run(self._upper, one)[0] for one in filled]).reshape(height, width, -1)


def _is(view: Array, other: Array) -> bool:
    return np.allclose(view, other, rtol=1e-2, atol=1e-2 * float(np.abs(view).max()))


def _halves(cut: Cut, blank: Array, threads: int) -> tuple[onnxruntime.InferenceSession, ...] | None:
    """The sessions of both halves, if the cut is at a map of places."""
    try:
        lower = _open(cut.lower(), threads)
        before, pooled = _run(lower, blank[None])
        if before.ndim != 4 or pooled.size != before.shape[0] * before.shape[1]:
            return None
        if not FEWEST_PLACES <= before.shape[2] * before.shape[3] <= MOST_PLACES:
            return None
        upper = _open(cut.upper(lower.get_outputs()[0].type), threads)
        (logits,) = _run(upper, before)
    except Exception:  # noqa: BLE001 - ONNX Runtime's errors share no public base; such a graph is asked otherwise
        return None
    return (lower, upper) if logits.ndim == 2 and len(logits) == 1 else None


def _open(graph: bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=CPU)


def _run(session: onnxruntime.InferenceSession, batch: Array) -> Sequence[Array]:
    given = session.get_inputs()[0]
    elements = np.float16 if given.type == "tensor(float16)" else np.float32
    found = session.run(None, {given.name: np.ascontiguousarray(batch, elements)})
    return [np.asarray(values, np.float32) for values in found]
