"""What can be chosen about a check and a split."""

from dataclasses import dataclass, field
from typing import Literal

from ml.datasets.transcripts import TextRules
from ml.errors import DataSetError
from ml.types import Limits

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
    """`characters` are those that the network writes now (None: those of the shipped one), `frame_seconds` is the time
    of one of its answers.

    `splitting`: `source` follows the split that the source gives (and makes what it lacks), `new` makes all anew.
    `wordless`: clips without text are wanted, to learn from them to write nothing.
    `validation` and `test` are shares of the whole, 0 to 0.5. Lengths are pixels and seconds.
    """

    seed: int = 1
    splitting: Literal["source", "new"] = "source"
    validation: float = 0.1
    test: float = 0.1
    characters: frozenset[str] | None = None
    frame_seconds: float = FRAME_SECONDS
    text: TextRules = field(default_factory=TextRules)
    wordless: bool = False
    longest: float = 30.0
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse shares that leave nothing to train on."""
        if not (0 < self.validation <= 0.5 and 0 < self.test <= 0.5 and self.validation + self.test <= 0.8):
            raise DataSetError("Validation and test must each be over 0 and at most 0.5, together at most 0.8.")
