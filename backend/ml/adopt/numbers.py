"""The numbers of the preprocessing, as somebody wrote them down."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from ml.errors import AdoptError
from ml.speech.spec import SoundSpec
from ml.vision.spec import ImageSpec

Spec = TypeVar("Spec", ImageSpec, SoundSpec)
# Lengths by which windows are cut and training makes batches; served are others' models without padding.
BUCKETS = (*(step / 4 for step in range(1, 17)), *(step / 2 for step in range(9, 41)))
OVERLAP_SECONDS = 2.0


def numbers(kind: type[Spec], values: object) -> Spec:
    """The numbers. Raises AdoptError, which names the first that is wrong."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise AdoptError(f"preprocess is not valid: {f'{where}: ' if where else ''}{fault['msg']}.") from error


def picture_numbers(values: Mapping[str, object]) -> tuple[ImageSpec, bool]:
    """The numbers for pictures, and whether blue comes before red.

    Beside the fields of `ImageSpec`, `channels` is RGB or BGR, and `range` says of which values mean and std are: 1
    or 255, where black is 0. Raises AdoptError.
    """
    own = {name: value for name, value in values.items() if name not in {"channels", "range"}}
    channels, top = str(values.get("channels", "RGB")).upper(), values.get("range", 1)
    if channels not in {"RGB", "BGR"} or top not in {1, 255}:
        raise AdoptError("preprocess is not valid: channels is RGB or BGR, range is 1 or 255.")
    spec = numbers(ImageSpec, own)
    if top == 1 and max(*spec.mean, *spec.std) > 1:
        raise AdoptError(
            f"mean {list(spec.mean)} and std {list(spec.std)} are over 1. If they are of values from 0 to 255, add "
            '"range": 255 to preprocess; without it values are from 0 to 1.'
        )
    mean, std = ([float(value) / float(str(top)) for value in triple] for triple in (spec.mean, spec.std))
    if channels == "BGR":  # mean and std are in the order of the channels
        mean, std = mean[::-1], std[::-1]
    return numbers(ImageSpec, {**own, "mean": mean, "std": std}), channels == "BGR"


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
        "padding": "none",
        "buckets": buckets,
        "window_seconds": longest,
        "overlap_seconds": OVERLAP_SECONDS,
    }
    return numbers(SoundSpec, {**usual, **values, "frame_stride": frame_stride})
