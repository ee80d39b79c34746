"""How sound becomes the network's input."""

from typing import Literal

from pydantic import Field

from ml.types import Spec


class SoundSpec(Spec):
    """All lengths in seconds, `frame_stride` in samples. `padding` none: a clip is not brought to the next bucket."""

    sample_rate: int = Field(ge=8000, le=48000)
    normalize: bool
    padding: Literal["none"] | None = None
    buckets: tuple[float, ...] = Field(min_length=1)
    window_seconds: float = Field(gt=0)
    overlap_seconds: float = Field(ge=0)
    frame_stride: int = Field(gt=0)


def sound_spec(spec: Spec) -> SoundSpec:
    """The numbers of a speech model. Raises TypeError for those of another kind."""
    if not isinstance(spec, SoundSpec):
        raise TypeError(f"{type(spec).__name__} holds no numbers of a speech model")
    return spec


SPEC = SoundSpec
