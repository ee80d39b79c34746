"""What the engine does for speech recognition."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from ml.bundle import Bundle
from ml.errors import BadInput, BundleError
from ml.options import RequestOptions
from ml.serving.familiarity import told
from ml.serving.predictor import Logits, Piece
from ml.speech import voice
from ml.speech.decode import read_sound
from ml.speech.familiarity import Familiarity
from ml.speech.grammar.choose import Readers, check_grammars
from ml.speech.postprocess import alphabet_of, answer, of_sound
from ml.speech.preprocess import Wave, cut, padded
from ml.speech.silence import with_silence
from ml.speech.spec import SoundSpec
from ml.types import Limits, Transcript

# Three windows of twenty seconds: attention's memory grows with the square of a window, and with every one of them.
BATCH_SECONDS = 60.0
BATCH_WINDOWS = 32
WORD_SECONDS = 1.5  # of less, as of one word, the detector loses some: it is read whatever is in it


class SpeechPredictor:
    """A recording is as many pieces as it has windows, read one after the other; in some of them nobody speaks.

    Args:
        listen: False reads every window, whether somebody speaks in it or not.
    """

    def __init__(self, bundle: Bundle, limits: Limits, *, listen: bool = True) -> None:  # noqa: ARG002 - windows are short, however long the sound
        manifest = bundle.manifest
        if not isinstance(manifest.preprocess, SoundSpec) or not manifest.vocabulary or manifest.blank is None:
            raise BundleError(f"{bundle.folder}: not a speech model")
        self.spec = manifest.preprocess
        self.alphabet = alphabet_of(manifest)
        self.familiarity = read_familiarity(bundle)
        self.listens = listen and self.spec.sample_rate == voice.RATE
        check_grammars(manifest)
        self._readers = Readers(manifest)

    def pieces(self, path: Path) -> Iterator[Piece]:
        """The normalised windows, each padded to its own bucket. Raises BadInput."""
        try:
            for wave in cut(read_sound(path, self.spec.sample_rate), self.spec):
                window = padded(wave, self.spec)
                yield Piece(window.wave, window.samples, empty=self.is_silent(wave))
        except BadInput as error:
            if error.code != "invalid_media":
                raise
            # The upload was accepted: what its sound turns out to be now is a failure to decode.
            raise BadInput("decode_failed", error.detail) from error

    def is_silent(self, wave: Wave) -> bool:
        """Whether nobody speaks in a window, as far as that can be told; of a single word it cannot."""
        spoken = len(wave) - 2 * self.spec.margin
        return self.listens and spoken > WORD_SECONDS * voice.RATE and not voice.speaks(wave)

    def answer(self, outputs: Sequence[tuple[int, Logits]], options: RequestOptions | None = None) -> Transcript:
        """The transcript of all windows, by the grammar of the request, and how familiar what was said is."""
        if not any(len(logits) for _, logits in outputs):
            return Transcript("", (), 0.0)
        heard = with_silence(outputs, self.spec, self.alphabet)
        grammar = self._readers.of(options)
        read = self.told(answer(heard, self.spec, self.alphabet, grammar), heard)
        # How many words go wrong is known of free speech; a grammar leaves fewer wrong ones to choose from.
        return replace(read, estimated_wer=None) if grammar else read

    def told(self, transcript: Transcript, heard: Sequence[tuple[int, Logits]]) -> Transcript:
        """The transcript with how familiar its speech is, where there is some and the version can tell."""
        if self.familiarity is None or not transcript.words:
            return transcript
        frames = np.concatenate([of_sound(samples, logits, self.spec) for samples, logits in heard])
        strange = self.familiarity.strange(frames, self.alphabet)
        read = told(transcript, self.familiarity.of(strange))
        return replace(read, estimated_wer=self.familiarity.wer(strange))

    def batch_limit(self, shape: tuple[int, ...]) -> int:
        """How many windows of a shape, (samples,), go into one batch."""
        return max(1, min(BATCH_WINDOWS, int(BATCH_SECONDS * self.spec.sample_rate) // shape[0]))

    def blank(self) -> Piece:
        """Silence of the smallest bucket, to warm up with."""
        samples = round(self.spec.buckets[0] * self.spec.sample_rate)
        return Piece(np.zeros(samples, np.float32), samples)

    def describe(self, array: NDArray[np.float32]) -> str:
        """Its length."""
        return f"{len(array) / self.spec.sample_rate:g} s of sound"


def read_familiarity(bundle: Bundle) -> Familiarity | None:
    """What the bundle's manifest says of it. Raises BundleError."""
    kept = bundle.manifest.familiarity
    try:
        return None if kept is None else Familiarity.model_validate(kept)
    except ValidationError as error:
        raise BundleError(f"{bundle.folder.name}: familiarity is not valid: {error}") from error


predictor = SpeechPredictor
