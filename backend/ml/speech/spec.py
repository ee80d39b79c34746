"""How sound becomes the network's input."""

from typing import Literal

from pydantic import Field

from ml.types import Spec


class SoundSpec(Spec):
    """All lengths in seconds, `frame_stride` in samples.

    Args:
        padding: none: a clip is not brought to the next bucket.
        margin_seconds: silence that is laid before and after a recording, on top of its bucket. Without it a network
            hears the first and the last sound of a clip that was cut tight next to nothing it has learned.
    """

    sample_rate: int = Field(ge=8000, le=48000)
    normalize: bool
    padding: Literal["none"] | None = None
    margin_seconds: float | None = Field(None, gt=0, le=1)
    buckets: tuple[float, ...] = Field(min_length=1)
    window_seconds: float = Field(gt=0)
    overlap_seconds: float = Field(ge=0)
    frame_stride: int = Field(gt=0)

    @property
    def margin(self) -> int:
        """Samples of silence on either side of a recording."""
        return round((self.margin_seconds or 0.0) * self.sample_rate)


def sound_spec(spec: Spec) -> SoundSpec:
    """The numbers of a speech model. Raises TypeError for those of another kind."""
    if not isinstance(spec, SoundSpec):
        raise TypeError(f"{type(spec).__name__} holds no numbers of a speech model")
    return spec


SPEC = SoundSpec
