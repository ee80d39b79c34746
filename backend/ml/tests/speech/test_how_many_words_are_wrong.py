"""How much a version doubts what it hears tells how many of its words are wrong, in bands."""

import numpy as np
import pytest

from ml.speech.familiarity import Familiarity
from ml.speech.wrong_words import Band, Heard, bands
from ml.types import Between


def clips(count: int, wrong: float, strange: float, speakers: int = 20) -> list[Heard]:
    """Clips of five words from so many speakers; `wrong` of all words are so, the same share by each of them."""
    random = np.random.default_rng(3)
    errors = random.binomial(5, wrong, count)
    doubts = strange + 0.01 * random.random(count)
    return [
        Heard(float(doubt), int(wrong), 5, f"speaker {number % speakers}")
        for number, (doubt, wrong) in enumerate(zip(doubts, errors, strict=True))
    ]


def test_the_bands_hold_what_is_wrong_in_clips_that_were_not_measured() -> None:
    found = bands([*clips(200, 0.02, 0.2), *clips(200, 0.2, 0.3), *clips(200, 0.6, 0.4)])
    assert 2 <= len(found) <= 5
    known = Familiarity(typical=0.3, strangeness=(0.2, 0.5), wrong_words=found)
    for strange, wrong in ((0.205, 0.02), (0.305, 0.2), (0.405, 0.6)):
        told = known.wer(strange)
        assert told
        assert told.low <= wrong <= told.high


def test_the_more_doubt_the_more_is_wrong() -> None:
    found = bands([*clips(100, 0.3, 0.2), *clips(100, 0.1, 0.3), *clips(100, 0.5, 0.4)])
    lows = [band.low for band in found]
    assert lows == sorted(lows)


def test_what_is_stranger_than_all_clips_may_be_all_wrong() -> None:
    *_, last = bands(clips(200, 0.1, 0.2))
    assert (last.upto, last.high) == (None, 1.0)
    assert last.holds(9.0)


def test_no_error_among_a_few_words_does_not_mean_that_there_is_none() -> None:
    first, *_ = bands([*clips(100, 0.0, 0.2), *clips(100, 0.4, 0.3)])
    assert first.low == 0
    assert 0.005 < first.high < 0.1


def test_words_of_one_speaker_say_less_than_those_of_twenty() -> None:
    own = [Heard(0.2 + 0.0001 * number, 5 * (number % 4 == 0), 5, f"{number % 4}") for number in range(200)]
    many = [Heard(clip.strange, clip.errors, 5, f"{number}") for number, clip in enumerate(own)]
    assert bands(own)[0].low < bands(many)[0].low


@pytest.mark.parametrize("few", [[], clips(10, 0.5, 0.2)])
def test_too_few_words_tell_nothing(few: list[Heard]) -> None:
    assert bands(few) == ()
    assert Familiarity(typical=0.3, strangeness=(0.2, 0.5)).wer(0.3) is None


def test_a_strangeness_belongs_to_the_first_band_that_reaches_it() -> None:
    found = (Band(upto=0.3, low=0.0, high=0.1), Band(low=0.2, high=1.0))
    known = Familiarity(typical=0.3, strangeness=(0.2, 0.5), wrong_words=found)
    assert known.wer(0.3) == Between(0.0, 0.1)
    assert known.wer(0.31) == Between(0.2, 1.0)
