"""What the engine does for speech recognition."""

from collections.abc import Iterator, Sequence

import numpy as np

from ml.bundle import Bundle, SoundSpec
from ml.errors import BadInput, BundleError
from ml.serving.task import Logits, Piece
from ml.speech.decode import read_sound
from ml.speech.postprocess import Alphabet, answer
from ml.speech.preprocess import windows
from ml.types import Item, Transcript

# Three windows of twenty seconds: attention's memory grows with the square of a window, and with every one of them.
BATCH_SECONDS = 60.0
BATCH_WINDOWS = 32


class SoundTask:
    """A recording is as many pieces as it has windows, read one after the other."""

    def __init__(self, bundle: Bundle) -> None:
        manifest = bundle.manifest
        if not isinstance(manifest.preprocess, SoundSpec) or not manifest.vocabulary or manifest.blank is None:
            raise BundleError(f"{bundle.folder}: not a speech model")
        self.spec = manifest.preprocess
        self.alphabet = Alphabet(manifest.vocabulary, manifest.blank, manifest.word_delimiter or " ")

    def pieces(self, item: Item) -> Iterator[Piece]:
        """The normalised windows, each padded to its own bucket. Raises BadInput."""
        if item.options:
            raise BadInput("invalid_options", f"Unknown option {min(item.options)!r}; a speech model takes none.")
        try:
            for window in windows(read_sound(item.path, self.spec.sample_rate), self.spec):
                yield Piece(window.wave, window.samples)
        except BadInput as error:
            if error.code != "invalid_media":
                raise
            # The upload was accepted: what its sound turns out to be now is a failure to decode.
            raise BadInput("decode_failed", error.detail) from error

    def answer(self, item: Item, outputs: Sequence[tuple[int, Logits]]) -> Transcript:  # noqa: ARG002
        """The transcript of all windows."""
        return answer(outputs, self.spec, self.alphabet)

    def batch_limit(self, shape: tuple[int, ...]) -> int:
        """How many windows of a shape, (samples,), go into one batch."""
        return max(1, min(BATCH_WINDOWS, int(BATCH_SECONDS * self.spec.sample_rate) // shape[0]))

    def blank(self) -> Piece:
        """Silence of the smallest bucket, to warm up with."""
        samples = round(self.spec.buckets[0] * self.spec.sample_rate)
        return Piece(np.zeros(samples, np.float32), samples)
