"""Long sound is read in overlapping windows, with bounded memory, and put together again without a seam."""

import numpy as np
import numpy.typing as npt
import pytest

from ml.adopt.numbers import sound_numbers
from ml.speech.postprocess import Alphabet, answer, stitch
from ml.speech.preprocess import windows
from ml.speech.spec import SoundSpec

SPEC = SoundSpec(
    sample_rate=16_000,
    normalize=True,
    buckets=(0.7, 1.0, 2.0, 4.0, 8.0),
    window_seconds=8.0,
    overlap_seconds=2.0,
    frame_stride=320,
)
ALPHABET = Alphabet(("<blank>", "|", "'", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 0, "|")


def logits_of(text: str, frames_per_label: int = 1) -> npt.NDArray[np.float32]:
    """Sure frames: `.` is the blank, a space the delimiter."""
    labels = [{".": 0, " ": 1}.get(c, ALPHABET.vocabulary.index(c) if c.isalpha() else 0) for c in text]
    return np.repeat(np.eye(29, dtype=np.float32)[labels] * 20, frames_per_label, axis=0)


def test_a_short_sound_is_one_window_in_its_own_bucket() -> None:
    (window,) = windows([np.ones(9000, np.float32), np.zeros(4000, np.float32)], SPEC)
    assert (len(window.wave), window.samples) == (16_000, 13_000)
    assert window.wave[:13_000].mean() == pytest.approx(0, abs=1e-5)
    assert window.wave[:13_000].std() == pytest.approx(1, abs=1e-3)
    assert not window.wave[13_000:].any()


@pytest.mark.parametrize("seconds", [0.3, 1.1, 2.6, 4.1, 5.1, 8.3, 12.1, 19.9])
def test_a_model_of_others_hears_little_silence_behind_a_sound(seconds: float) -> None:
    spec = sound_numbers({}, frame_stride=320)
    (window,) = windows([np.ones(round(seconds * 16_000), np.float32)], spec)
    assert len(window.wave) - window.samples < (8_000 if seconds > 4 else 4_000)


def test_no_sound_gives_no_window_and_an_empty_text() -> None:
    assert list(windows([], SPEC)) == []
    assert answer([], SPEC, ALPHABET).text == ""


@pytest.mark.parametrize("chunk", [700, 16_000, 200_000])
def test_windows_overlap_and_do_not_depend_on_how_the_sound_came_in(chunk: int) -> None:
    wave = np.random.default_rng(1).standard_normal(16_000 * 21).astype(np.float32)
    cut = list(windows((wave[i : i + chunk] for i in range(0, len(wave), chunk)), SPEC))
    assert [window.samples / 16_000 for window in cut] == [8, 8, 8, 3]
    second = wave[6 * 16_000 : 14 * 16_000]
    assert np.allclose(cut[1].wave, (second - second.mean()) / second.std(), atol=1e-3)


def test_a_sound_of_exactly_one_window_has_no_second_one() -> None:
    assert len(list(windows([np.ones(8 * 16_000, np.float32)], SPEC))) == 1
    assert len(list(windows([np.ones(8 * 16_000 + 1, np.float32)], SPEC))) == 2


def test_stitched_windows_equal_the_frames_of_the_whole() -> None:
    whole = np.random.default_rng(2).standard_normal((20 * 50, 29)).astype(np.float32)
    parts = [whole[0:399], whole[300:699], whole[600:999], whole[900:1000]]
    assert np.array_equal(stitch(parts, SPEC), whole)


def test_one_window_is_kept_whole() -> None:
    part = np.ones((399, 29), np.float32)
    assert stitch([part], SPEC).shape == (399, 29)


def test_repeats_are_merged_and_a_blank_keeps_double_letters_apart() -> None:
    found = answer([(16_000, logits_of("..TTHHREE.EE..  OON...E.."))], SPEC, ALPHABET)
    assert found.text == "THREE ONE"


def test_words_carry_times_and_confidence_from_their_frames() -> None:
    logits = logits_of("..NO.. GG.O..")
    logits[8:10] = 0
    logits[8:10, ALPHABET.vocabulary.index("G")] = np.log(28)  # half of the probability
    found = answer([(13 * 320, logits)], SPEC, ALPHABET)
    no, go = found.words
    assert (no.word, no.start, no.end) == ("NO", 0.04, 0.08)
    assert (go.word, go.start, go.end) == ("GO", 0.14, 0.22)
    assert no.confidence > 0.99
    assert go.confidence < 0.9
    assert found.confidence == pytest.approx((no.confidence + go.confidence) / 2, abs=1e-3)


def test_a_word_never_ends_after_the_sound() -> None:
    (word,) = answer([(1600, logits_of("....YYEESS"))], SPEC, ALPHABET).words
    assert (word.start, word.end) == (0.08, 0.1)


def test_blanks_alone_are_an_empty_text() -> None:
    found = answer([(16_000, logits_of("....  ...."))], SPEC, ALPHABET)
    assert (found.text, found.words, found.confidence) == ("", (), 0.0)


def test_a_pause_ends_a_word_even_without_a_delimiter() -> None:
    found = answer([(32_000, logits_of("NO" + "." * 25 + "GO" + "." * 24 + "E"))], SPEC, ALPHABET)
    assert found.text == "NO GOE"


def test_frames_behind_the_sound_are_never_text() -> None:
    spoken = answer([(50 * 320, logits_of("A" * 49 + "." + "BB" * 25))], SPEC, ALPHABET)
    assert spoken.text == "A"


MARGINS = SPEC.model_copy(update={"margin_seconds": 0.1})


def test_a_recording_lies_between_two_margins_of_silence() -> None:
    (window,) = windows([np.zeros(0, np.float32), np.ones(6400, np.float32)], MARGINS)
    assert window.samples == 1600 + 6400 + 1600
    assert len(set(window.wave[:1600])) == len(set(window.wave[8000:9600])) == 1
    assert window.wave[1600:8000].min() > 0 > window.wave[:1600].max()
    assert not window.wave[9600:].any()


@pytest.mark.parametrize(("seconds", "samples"), [(0.2, 14_400), (0.7, 14_400), (1.0, 19_200), (1.01, 35_200)])
def test_margins_come_on_top_of_the_bucket(seconds: float, samples: int) -> None:
    (window,) = windows([np.ones(round(seconds * 16_000), np.float32)], MARGINS)
    assert len(window.wave) == samples


@pytest.mark.parametrize("chunk", [700, 200_000])
def test_only_the_first_and_the_last_window_have_a_margin(chunk: int) -> None:
    wave = np.ones(16_000 * 21, np.float32)
    first, second, *_, last = windows((wave[i : i + chunk] for i in range(0, len(wave), chunk)), MARGINS)
    assert first.wave[:1600].max() < first.wave[1600:].min()
    assert not second.wave.any()  # all the same, so that nothing is left when it is normalised
    assert last.samples == round(3.2 * 16_000)


def test_no_sound_between_margins_gives_no_window() -> None:
    assert list(windows([], MARGINS)) == list(windows([np.zeros(0, np.float32)], MARGINS)) == []


def test_times_are_those_of_the_recording_not_of_its_margins() -> None:
    spoken = logits_of("." * 5 + "AB" + "." * 30 + "C" + "." * 7)
    with_margin, without = (answer([(14_400, spoken)], spec, ALPHABET) for spec in (MARGINS, SPEC))
    assert [(word.start, word.end) for word in without.words] == [(0.1, 0.14), (0.74, 0.76)]
    assert [(word.start, word.end) for word in with_margin.words] == [(0.0, 0.04), (0.64, 0.66)]
    early = answer([(14_400, logits_of("..A" + "." * 42))], MARGINS, ALPHABET)
    assert [(word.start, word.end) for word in early.words] == [(0.0, 0.0)]
