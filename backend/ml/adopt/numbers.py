"""The numbers of the preprocessing, as somebody wrote them down."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from ml.errors import AdoptError
from ml.speech.spec import SoundSpec
from ml.vision.spec import ImageSpec

Spec = TypeVar("Spec", ImageSpec, SoundSpec)
# Close to each other: a model that was trained elsewhere never saw padding, and what is padded costs as much as sound.
BUCKETS = (*(step / 4 for step in range(1, 17)), *(step / 2 for step in range(9, 41)))
OVERLAP_SECONDS = 2.0


def numbers(kind: type[Spec], values: object) -> Spec:
    """The numbers. Raises AdoptError, which names the first that is wrong."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise AdoptError(f"preprocess is not valid: {where}: {fault['msg']}.") from error


def sound_numbers(values: Mapping[str, object], frame_stride: int) -> SoundSpec:
    """The numbers for sound; what is left out is as Wav2Vec2 was trained, and windows are of 20 s. Raises AdoptError.

    Args:
        frame_stride: samples from one frame of the outputs to the next.
    """
    buckets = values.get("buckets", BUCKETS)
    longest = max(buckets) if isinstance(buckets, list | tuple) and buckets else BUCKETS[-1]
    usual = {
        "sample_rate": 16_000,
        "normalize": True,
        "buckets": buckets,
        "window_seconds": longest,
        "overlap_seconds": OVERLAP_SECONDS,
    }
    return numbers(SoundSpec, {**usual, **values, "frame_stride": frame_stride})
