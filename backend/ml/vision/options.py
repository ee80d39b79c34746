"""What a request may ask of an image model."""

from pydantic import Field

from ml.options import RequestOptions

LARGEST_TOP_K = 100


class ImageOptions(RequestOptions):
    """How the labels are answered."""

    top_k: int = Field(5, ge=1, le=LARGEST_TOP_K, description=f"a whole number from 1 to {LARGEST_TOP_K}")


OPTIONS = ImageOptions
