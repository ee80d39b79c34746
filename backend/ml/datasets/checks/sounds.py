"""Is the sound long enough for its text, and does it hold more than silence?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import LEAVE, Finding, counted, singles
from ml.datasets.listen import Heard
from ml.datasets.options import Options

WIDE = 16_000
NOTHING = 0.001
MOSTLY = 0.6
CLIPPED = 0.001


@dataclass(frozen=True, slots=True)
class Clip:
    """A readable candidate with its sound."""

    name: str
    text: str
    heard: Heard


def check_sounds(candidates: Sequence[Candidate], options: Options) -> Iterator[Finding]:
    """Silent, too short, too long, mostly silent, clipped and narrow clips."""
    clips = [Clip(one.name, one.text or "", one.heard) for one in candidates if one.heard]
    silent = [clip for clip in clips if clip.heard.peak < NOTHING]
    loud = [clip for clip in clips if clip.heard.peak >= NOTHING]
    yield from _silent(silent)
    yield from _too_short(loud, options)
    yield from _too_long(clips, options)
    yield from _mostly_silence(loud)
    yield from _clipped(loud)
    yield from _narrow(clips)


def needed_frames(text: str) -> int:
    """The least frames that CTC can write a text in: one a character, one more between two that are the same."""
    return len(text) + sum(one == other for one, other in pairwise(text))


def _silent(clips: Sequence[Clip]) -> Iterator[Finding]:
    if clips:
        yield Finding(
            "silent",
            "error",
            f"{counted(len(clips), 'clip is', 'clips are')} silent from end to end.",
            f"Record them again, or {LEAVE}.",
            singles((clip.name, clip.text) for clip in clips),
            [clip.name for clip in clips],
        )


def _too_short(clips: Sequence[Clip], options: Options) -> Iterator[Finding]:
    short = [
        (clip.name, f"{clip.heard.seconds:.2f} s for {len(clip.text)} characters: {clip.text}")
        for clip in clips
        if clip.heard.seconds / options.frame_seconds < needed_frames(clip.text) + 1
    ]
    if short:
        yield Finding(
            "too-short",
            "error",
            f"{counted(len(short), 'clip is', 'clips are')} too short for the text: at "
            f"{1 / options.frame_seconds:.0f} characters a second it cannot be written.",
            f"The text or the cut is wrong; correct it, or {LEAVE}.",
            singles(short),
            [name for name, _ in short],
        )


def _too_long(clips: Sequence[Clip], options: Options) -> Iterator[Finding]:
    long = [(clip.name, f"{clip.heard.seconds:.1f} s") for clip in clips if clip.heard.seconds > options.longest]
    if long:
        yield Finding(
            "too-long",
            "warning",
            f"{counted(len(long), 'clip is', 'clips are')} longer than {options.longest:g} seconds.",
            f"Memory grows with the square of the length: cut them at pauses, or {LEAVE}.",
            singles(long),
            [name for name, _ in long],
        )


def _mostly_silence(clips: Sequence[Clip]) -> Iterator[Finding]:
    idle = [
        (clip.name, f"{clip.heard.leading:.1f} s before and {clip.heard.trailing:.1f} s after the speech")
        for clip in clips
        if clip.heard.leading + clip.heard.trailing > MOSTLY * clip.heard.seconds
    ]
    if idle:
        yield Finding(
            "mostly-silence",
            "warning",
            f"{counted(len(idle), 'clip begins or ends', 'clips begin or end')} with silence for more than "
            f"{MOSTLY:.0%} of the length.",
            f"Cut the silence away to train faster, or {LEAVE}.",
            singles(idle),
            [name for name, _ in idle],
        )


def _clipped(clips: Sequence[Clip]) -> Iterator[Finding]:
    cut = [(clip.name, f"{clip.heard.clipped:.1%} of the samples") for clip in clips if clip.heard.clipped > CLIPPED]
    if cut:
        yield Finding(
            "clipped",
            "warning",
            f"{counted(len(cut), 'clip was', 'clips were')} recorded too loud: the waves are cut off at the top.",
            f"Record with less gain, or {LEAVE}.",
            singles(cut),
            [name for name, _ in cut],
        )


def _narrow(clips: Sequence[Clip]) -> Iterator[Finding]:
    narrow = [(clip.name, f"{clip.heard.sample_rate:,} Hz") for clip in clips if clip.heard.sample_rate < WIDE]
    if narrow:
        yield Finding(
            "narrow",
            "warning",
            f"{counted(len(narrow), 'clip has', 'clips have')} a sample rate under {WIDE:,} Hz, as telephones have.",
            "They are brought to 16,000 Hz but lack the high sounds: a network trained on them alone suits telephones.",
            singles(narrow),
            [name for name, _ in narrow],
        )
