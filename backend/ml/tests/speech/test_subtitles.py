"""A transcript as lines that a player shows: short enough to read, and never across a long silence."""

import re
from pathlib import Path

import av
import pytest

from ml.speech import subtitles
from ml.types import Transcript, Word


def transcript(*words: tuple[str, float, float]) -> Transcript:
    made = tuple(Word(text, start, end, 0.9) for text, start, end in words)
    return Transcript(" ".join(word.word for word in made), made, 0.9)


def cues(found: Transcript) -> list[str]:
    return re.findall(r"^(?!\d+$|.*-->).+$", subtitles.srt(found), re.MULTILINE)


def spoken(count: int, each: float = 0.2, word: str = "SEVEN") -> Transcript:
    return transcript(*((word, number * each, number * each + each / 2) for number in range(count)))


def test_no_line_is_longer_than_can_be_read() -> None:
    lines = cues(spoken(20))
    assert max(map(len, lines)) <= subtitles.LONGEST_LINE
    assert " ".join(lines) == spoken(20).text


def test_one_word_that_is_too_long_stands_alone_and_whole() -> None:
    long = "A" * 60
    assert cues(transcript(("OH", 0, 0.1), (long, 0.2, 0.9), ("NO", 1, 1.1))) == ["OH", long, "NO"]


def test_a_silence_ends_a_line() -> None:
    assert cues(transcript(("ONE", 0, 0.5), ("TWO", 1.4, 1.8), ("THREE", 3.0, 3.4))) == ["ONE TWO", "THREE"]


def test_a_line_stands_for_six_seconds_at_most() -> None:
    assert cues(spoken(9, each=1.0, word="A")) == ["A A A A A A", "A A A"]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, "00:00:00,000"), (59.9996, "00:01:00,000"), (3661.25, "01:01:01,250")]
)
def test_times_are_hours_minutes_seconds_and_thousandths(seconds: float, shown: str) -> None:
    assert subtitles.srt(transcript(("A", seconds, seconds))).splitlines()[1] == f"{shown} --> {shown}"


def test_lines_are_numbered_from_one_and_webvtt_has_its_header() -> None:
    found = transcript(("ONE", 0, 0.5), ("TWO", 3, 3.5))
    assert [line for line in subtitles.srt(found).splitlines() if line.isdigit()] == ["1", "2"]
    assert subtitles.vtt(found).startswith("WEBVTT\n\n00:00:00.000 --> 00:00:00.500\nONE\n")


def test_where_nothing_was_said_there_is_no_line() -> None:
    nothing = transcript()
    assert (subtitles.txt(nothing), subtitles.srt(nothing), subtitles.vtt(nothing)) == ("\n", "", "WEBVTT\n")


def test_no_player_takes_a_corrected_text_for_times(tmp_path: Path) -> None:
    said = transcript(("2", 0, 0.5), ("00:00:01,000", 1, 1.5), ("-->", 1.5, 2), ("00:00:09,000", 2, 3), ("NOT", 3, 4))
    (tmp_path / "said.srt").write_text(subtitles.srt(said), encoding="utf-8")
    with av.open(tmp_path / "said.srt") as file:
        shown = [bytes(packet).decode() for packet in file.demux() if packet.size]
    assert shown == ["2 00:00:01,000 → 00:00:09,000 NOT"]
