"""What can be chosen about a check and a split."""

from dataclasses import dataclass, field
from typing import Literal

from ml.bundle import Bundle
from ml.datasets.transcripts import TextRules, rules_for
from ml.errors import DataSetError
from ml.speech.spec import SoundSpec
from ml.speech.vocabulary import DELIMITER, VOCABULARY

# The codes of findings by which a person may leave files out.
EXCLUDABLE = (
    "clipped",
    "contradictions",
    "duplicates",
    "empty-label",
    "empty-text",
    "leaks",
    "missing",
    "mostly-silence",
    "narrow",
    "near-contradictions",
    "near-duplicates",
    "near-leaks",
    "silent",
    "tiny-classes",
    "too-long",
    "too-short",
    "unknown-characters",
    "unreadable",
)
FRAME_SECONDS = 0.02  # Wav2Vec2: 320 samples at 16 kHz


@dataclass(frozen=True, slots=True)
class Options:
    """`characters` are those that the network writes now; `frame_seconds` is the time of one of its answers.

    `splitting`: `source` follows the split that the source gives (and makes what it lacks), `new` makes all anew.
    `wordless`: clips without text are wanted, to learn from them to write nothing.
    `validation` and `test` are shares of the whole, 0 to 0.5. Lengths are pixels and seconds.
    """

    seed: int = 1
    splitting: Literal["source", "new"] = "source"
    validation: float = 0.1
    test: float = 0.1
    characters: frozenset[str] = frozenset(VOCABULARY[2:]) | {" "}
    frame_seconds: float = FRAME_SECONDS
    text: TextRules = field(default_factory=TextRules)
    wordless: bool = False
    longest: float = 30.0
    max_seconds: float = 3600.0
    max_pixels: int = 50_000_000

    def __post_init__(self) -> None:
        """Refuse shares that leave nothing to train on."""
        if not (0 < self.validation <= 0.5 and 0 < self.test <= 0.5 and self.validation + self.test <= 0.8):
            raise DataSetError("Validation and test must each be over 0 and at most 0.5, together at most 0.8.")


def characters_of(bundle: Bundle) -> tuple[frozenset[str], float, TextRules]:
    """The characters that a speech model writes, the seconds of one frame, and the text rules that fit them.

    Raises:
        DataSetError: the bundle is no speech model.
    """
    manifest = bundle.manifest
    if manifest.vocabulary is None or not isinstance(manifest.preprocess, SoundSpec):
        raise DataSetError(f"{manifest.slug} is no speech model and has no vocabulary.")
    delimiter = manifest.word_delimiter or DELIMITER
    signs = tuple(sign for sign in manifest.vocabulary if len(sign) == 1 and sign != delimiter)
    seconds = manifest.preprocess.frame_stride / manifest.preprocess.sample_rate
    return frozenset(signs) | {" "}, seconds, rules_for(signs)
