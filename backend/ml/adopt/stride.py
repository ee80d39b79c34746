"""How many samples a frame of a speech model stands for, found by listening to what it answers."""

import numpy as np

from ml.adopt.outcome import answered
from ml.errors import AdoptError
from ml.serving.session import Session

FRAMES = 10
FEWEST_SAMPLES, MOST_SAMPLES = 40, 8000


def frame_stride(session: Session, rate: int) -> int:
    """Samples from one frame to the next: between the two lengths at which one frame and ten more are added.

    Args:
        session: `wave` (N, T) to `logits` (N, frames, characters).
        rate: samples of a second; a wave of one second is the first that is tried.

    Raises:
        AdoptError: it does not take waves of every length, or its frames do not follow the length.
    """
    first = frames(session, rate)
    estimate = 2 * rate / max(1, frames(session, 3 * rate) - first)
    if not FEWEST_SAMPLES <= estimate <= MOST_SAMPLES:
        raise AdoptError(
            f"The model answers {first} frames to one second, and a frame more every {estimate:.0f} samples; "
            f"expected are {FEWEST_SAMPLES} to {MOST_SAMPLES}, for sound of {rate} samples a second."
        )
    near, far = (shortest(session, rate, first + more, round((more + 1) * estimate)) for more in (1, 1 + FRAMES))
    return max(1, round((far - near) / FRAMES))


def shortest(session: Session, rate: int, wanted: int, reach: int) -> int:
    """The least number of samples above `rate` that gives so many frames, found by halving."""
    low, high = rate, rate + reach + MOST_SAMPLES
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if frames(session, middle) >= wanted else (middle + 1, high)
    return low


def frames(session: Session, samples: int) -> int:
    """How many frames come out for so many samples. Raises AdoptError."""
    logits = answered(session, np.zeros((1, samples), np.float32))
    if logits.ndim != 3:
        raise AdoptError(f"The model answers {tuple(logits.shape)} to a wave; expected is (N, frames, characters).")
    return int(logits.shape[1])
