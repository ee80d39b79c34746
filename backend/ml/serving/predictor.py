"""What differs between the kinds of models, as the engine sees it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.kinds import KindFile
from ml.options import RequestOptions
from ml.types import Limits, Output

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """One row of a batch: an image, or a window of sound. `length` is what of `array` is not padding (samples).

    `traits` are plain figures of what is in the file, by name, where its version tells by them whether files change.
    An `empty` one holds nothing that a model could answer to: it need not be computed, and has logits of no length.
    """

    array: NDArray[np.float32]
    length: int
    empty: bool = False
    traits: Mapping[str, float] | None = None


class Predictor(Protocol):
    """Preprocessing and postprocessing around the graph of one bundle."""

    def pieces(self, path: Path) -> Iterator[Piece]:
        """Cut a file into rows, lazily, so that a long recording is never whole in memory.

        Raises:
            BadInput: the file cannot be answered; possibly after some pieces.
        """

    def answer(self, outputs: Sequence[tuple[int, Logits]], options: RequestOptions | None = None) -> Output:
        """Turn the (length, logits) of every piece, in order, into the file's answer. Raises BadInput.

        Args:
            options: of the bundle's kind; none is what nobody asked otherwise.
        """

    def batch_limit(self, shape: tuple[int, ...]) -> int:
        """The largest number of pieces of one shape that are computed at once, at least 1."""

    def blank(self) -> Piece:
        """A valid input without meaning, to warm up with."""

    def describe(self, array: NDArray[np.float32]) -> str:
        """What a piece is, for whoever reads how long it took: its size or length."""


class ServeFile(Protocol):
    """Serving."""

    def predictor(self, bundle: Bundle, limits: Limits) -> Predictor:
        """What answers with a bundle. Raises BundleError where the manifest lacks what its kind needs."""


SERVE: KindFile[ServeFile] = KindFile("serve")


def predictor_of(bundle: Bundle, limits: Limits | None = None) -> Predictor:
    """The predictor for a bundle's kind. Raises BundleError where the manifest lacks what its kind needs."""
    return SERVE.of(bundle.manifest.kind).predictor(bundle, limits or Limits())
