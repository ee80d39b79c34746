"""A transcript as plain text, SubRip (srt) or WebVTT (vtt)."""

from collections.abc import Iterator
from html import escape

from ml.types import Transcript, Word

LONGEST_LINE = 42  # characters, the usual limit of subtitles
LONGEST_CUE = 6.0  # seconds
LONGEST_GAP = 1.0  # seconds of silence that end a cue


def txt(transcript: Transcript) -> str:
    """The text and a line end."""
    return f"{transcript.text}\n"


def srt(transcript: Transcript) -> str:
    """Numbered cues with `00:00:01,500` times; an arrow in the text, which players take for times, is another."""
    return "\n".join(
        f"{number}\n{_clock(cue[0].start, ',')} --> {_clock(cue[-1].end, ',')}\n{_text(cue).replace('-->', '→')}\n"
        for number, cue in enumerate(_cues(transcript.words), start=1)
    )


def vtt(transcript: Transcript) -> str:
    """Cues with `00:00:01.500` times, under the header that WebVTT demands; its signs are escaped."""
    cues = (
        f"{_clock(cue[0].start, '.')} --> {_clock(cue[-1].end, '.')}\n{escape(_text(cue), quote=False)}\n"
        for cue in _cues(transcript.words)
    )
    return "\n".join(("WEBVTT\n", *cues))


def _cues(words: tuple[Word, ...]) -> Iterator[list[Word]]:
    cue: list[Word] = []
    for word in words:
        full = cue and (
            len(_text([*cue, word])) > LONGEST_LINE
            or word.end - cue[0].start > LONGEST_CUE
            or word.start - cue[-1].end > LONGEST_GAP
        )
        if full:
            yield cue
            cue = []
        cue.append(word)
    if cue:
        yield cue


def _text(words: list[Word]) -> str:
    return " ".join(word.word for word in words)


def _clock(seconds: float, point: str) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"
