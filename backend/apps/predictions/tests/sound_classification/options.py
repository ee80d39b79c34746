"""What a request may choose."""

from pydantic import Field

from ml.options import RequestOptions


class LoudnessOptions(RequestOptions):
    """How the labels are answered."""

    min_score: float = Field(0.0, ge=0, le=1, description="Labels below this probability are left out.")


OPTIONS = LoudnessOptions
