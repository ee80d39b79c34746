"""What a request may ask of an image model."""

from pydantic import Field

from ml.options import RequestOptions

LARGEST_TOP_K = 100


class ImageOptions(RequestOptions):
    """How the labels are answered."""

    top_k: int = Field(5, ge=1, le=LARGEST_TOP_K, description="How many labels are answered, the best ones first.")


OPTIONS = ImageOptions
