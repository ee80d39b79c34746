"""Do the transcripts say something that can be written, are the sounds long enough for them, and who speaks where?"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import LEAVE, Finding, counted, singles
from ml.datasets.options import Options
from ml.datasets.split import FEWEST_SPEAKERS, Assignment, speakers_of
from ml.speech.survey import SoundFacts
from ml.speech.vocabulary import OWN_CHARACTERS, needed_frames

WIDE = 16_000
NOTHING = 0.001
MOSTLY = 0.6
CLIPPED = 0.001


@dataclass(frozen=True, slots=True)
class Clip:
    """A readable candidate with its sound."""

    name: str
    text: str
    sound: SoundFacts


def check(candidates: Sequence[Candidate], options: Options) -> Iterator[Finding]:
    """Texts that say nothing or cannot be written; silent, short, long, mostly silent, clipped and narrow clips."""
    yield from _texts(candidates, options)
    yield from _sounds(candidates, options)


def _texts(candidates: Sequence[Candidate], options: Options) -> Iterator[Finding]:
    empty = [(one.name, one.sample.text or "") for one in candidates if not one.text]
    if empty:
        yield Finding(
            "empty-text",
            "note" if options.wordless else "error",
            f"{counted(len(empty), 'clip has', 'clips have')} no text that says anything.",
            "A network learns from them to write nothing."
            if options.wordless
            else f"Write down what is said, or {LEAVE}.",
            singles(empty),
            [name for name, _ in empty],
        )
    yield from _unknown(candidates, options)
    changed = [(one, one.sample.text or "") for one in candidates if one.text and one.text != one.sample.text]
    if changed:
        yield Finding(
            "rewritten",
            "note",
            f"{counted(len(changed), 'text is', 'texts are')} rewritten by the rules: case {options.text.case}, "
            f"punctuation {options.text.punctuation}, digits {options.text.digits}.",
            "Look at a few; the rules can be chosen.",
            singles((one.name, f"{before} → {one.text}") for one, before in changed),
        )


def _unknown(candidates: Sequence[Candidate], options: Options) -> Iterator[Finding]:
    known = options.characters or OWN_CHARACTERS
    unknown = Counter(sign for one in candidates for sign in one.text or "" if sign not in known)
    if not unknown:
        return
    files = [(one.name, one.text or "") for one in candidates if set(one.text or "") - known]
    signs = ", ".join(f"{sign!r} ({count:,})" for sign, count in sorted(unknown.items())[:40])
    proposal = "".join(sorted(known | set(unknown)))
    spell = "" if not any(sign.isdigit() for sign in unknown) else "have digits spelled as words, "
    yield Finding(
        "unknown-characters",
        "warning",
        f"{counted(len(files), 'text has', 'texts have')} characters that the vocabulary lacks: {signs}.",
        f"Correct the texts, {spell}train with the vocabulary {proposal!r}, or {LEAVE}.",
        singles(files),
        [name for name, _ in files],
    )


def _sounds(candidates: Sequence[Candidate], options: Options) -> Iterator[Finding]:
    clips = [Clip(one.name, one.text or "", one.facts) for one in candidates if isinstance(one.facts, SoundFacts)]
    silent = [clip for clip in clips if clip.sound.peak < NOTHING]
    loud = [clip for clip in clips if clip.sound.peak >= NOTHING]
    yield from _silent(silent)
    yield from _too_short(loud, options)
    yield from _too_long(clips, options)
    yield from _mostly_silence(loud)
    yield from _clipped(loud)
    yield from _narrow(clips)


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
        (clip.name, f"{clip.sound.seconds:.2f} s for {len(clip.text)} characters: {clip.text}")
        for clip in clips
        if clip.sound.seconds / options.frame_seconds < needed_frames(clip.text) + 1
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
    long = [(clip.name, f"{clip.sound.seconds:.1f} s") for clip in clips if clip.sound.seconds > options.longest]
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
        (clip.name, f"{clip.sound.leading:.1f} s before and {clip.sound.trailing:.1f} s after the speech")
        for clip in clips
        if clip.sound.leading + clip.sound.trailing > MOSTLY * clip.sound.seconds
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
    cut = [(clip.name, f"{clip.sound.clipped:.1%} of the samples") for clip in clips if clip.sound.clipped > CLIPPED]
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
    narrow = [(clip.name, f"{clip.sound.sample_rate:,} Hz") for clip in clips if clip.sound.sample_rate < WIDE]
    if narrow:
        yield Finding(
            "narrow",
            "warning",
            f"{counted(len(narrow), 'clip has', 'clips have')} a sample rate under {WIDE:,} Hz, as telephones have.",
            "They are brought to 16,000 Hz but lack the high sounds: a network trained on them alone suits telephones.",
            singles(narrow),
            [name for name, _ in narrow],
        )


def check_splits(candidates: Sequence[Candidate], splits: Assignment) -> Iterator[Finding]:
    """Speakers that are not known, or in two splits."""
    candidates = [one for one in candidates if not one.problem]
    speakers = speakers_of(candidates)
    if len(speakers) < FEWEST_SPEAKERS:
        known = (
            f"only {counted(len(speakers), 'speaker is', 'speakers are')} named" if speakers else "no speaker is named"
        )
        yield Finding(
            "few-speakers",
            "warning",
            f"The clips are split one by one, because {known} and three speakers are needed to keep them apart.",
            "Results will look better than they are for new voices; name the speakers, or add some.",
        )
        return
    where: dict[str, set[str]] = defaultdict(set)
    for one in candidates:
        where[one.sample.speaker or ""].add(splits[one.name])
    shared = sorted(speaker for speaker in speakers if len(where[speaker]) > 1)
    if shared:
        yield Finding(
            "shared-speakers",
            "warning",
            f"{counted(len(shared), 'speaker is', 'speakers are')} in more than one split of the source: "
            f"{', '.join(shared[:8])}{', …' if len(shared) > 8 else ''}.",
            "Results will look better than they are for new voices; a new split keeps each speaker in one part.",
        )
