"""Sound as the network takes it: decoded, mono, 16 kHz, zero mean and unit variance, in buckets of length."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Wave = npt.NDArray[np.float32]


def normalise(wave: Wave) -> Wave:
    """Zero mean, unit variance over the clip alone, before any padding (as Wav2Vec2FeatureExtractor does)."""
    scaled: Wave = ((wave - wave.mean()) / np.sqrt(wave.var() + 1e-7)).astype(np.float32)
    return scaled


def bucket_samples(samples: int, buckets: Sequence[float], rate: int) -> int:
    """Length in samples of the smallest bucket (seconds) that holds so many samples; the largest if none does."""
    return next((size for size in (round(b * rate) for b in buckets) if size >= samples), round(buckets[-1] * rate))
