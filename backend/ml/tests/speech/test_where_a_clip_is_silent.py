"""Where the speech of a clip begins and ends, by the level of each 10 ms."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.speech.survey import sounding


def levels(*parts: tuple[int, float]) -> NDArray[np.float32]:
    """So many frames of a level each."""
    return np.concatenate([np.full(count, level, np.float32) for count, level in parts])


def test_silence_before_and_after_the_speech_is_left_aside() -> None:
    assert sounding(levels((30, 0.001), (50, 0.4), (20, 0.001))) == (30, 80)


def test_a_pause_within_the_speech_counts_as_speech() -> None:
    assert sounding(levels((10, 0.001), (20, 0.4), (40, 0.001), (20, 0.4), (10, 0.001))) == (10, 90)


def test_a_steady_hum_under_the_speech_counts_as_silence() -> None:
    assert sounding(levels((40, 0.04), (40, 0.4), (40, 0.04))) == (40, 80)


@pytest.mark.parametrize(
    "flat", [levels((100, 0.2)), levels((100, 0.0)), levels((50, 0.2), (50, 0.3))], ids=["loud", "silent", "rising"]
)
def test_a_clip_without_a_contrast_is_speech_from_end_to_end(flat: NDArray[np.float32]) -> None:
    assert sounding(flat) == (0, 100)


def test_a_click_alone_is_no_speech_to_cut_at() -> None:
    assert sounding(levels((50, 0.001), (2, 0.9), (50, 0.001))) == (0, 102)


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_clip_of_a_few_frames_is_kept_whole(count: int) -> None:
    assert sounding(levels((count, 0.5))) == (0, count)
