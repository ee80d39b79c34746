"""The shapes of what models answer, by their kind."""

from collections.abc import Mapping

from apps.core.schemas import Schema, optional
from apps.predictions.sure import DOUBTFUL
from apps.predictions.sure import kept as is_sure


class LabelSchema(Schema):
    """One class with its probability."""

    label: str
    index: int
    score: float


class WordSchema(Schema):
    """One word, seconds from the start."""

    word: str
    start: float
    end: float
    confidence: float


class _OutputSchema(Schema):
    """What the outputs of all kinds have."""

    familiar: float | None = optional(
        "How familiar the file is to the version, 0 to 1; left out where the version cannot tell"
    )
    outside: bool | None = optional("True where the file is unlike anything that the version learned; else left out")


class ClassificationSchema(_OutputSchema):
    """The output of kinds that choose among labels: the likeliest first."""

    labels: list[LabelSchema]
    sure: bool | None = optional(
        "Whether the best label is sure enough to count, by the thresholds of the version when it answered; "
        f"false, too, where `outside` is true or `familiar` is {DOUBTFUL} or less"
    )


class BetweenSchema(Schema):
    """From one share to another, 0 to 1."""

    low: float
    high: float


class TranscriptSchema(_OutputSchema):
    """The output of kinds that write down what was said."""

    text: str
    words: list[WordSchema]
    confidence: float
    estimated_wer: BetweenSchema | None = optional(
        "Between which shares of the words are probably wrong, 0 to 1: in validation clips that the version doubted as "
        "much so many were; left out where the version cannot tell, and with a grammar"
    )


def output_of(stored: Mapping[str, object] | None) -> ClassificationSchema | TranscriptSchema | None:
    """A model's answer as it was written down."""
    if not stored:
        return None
    if "labels" not in stored:
        return TranscriptSchema.model_validate(stored)
    return ClassificationSchema.model_validate({**stored, "sure": is_sure(stored)})
