"""Listen to a sound file of a data set once: how long, how loud, how much silence, and what its samples are."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.bundle import Bundle
from ml.datasets.candidate import Candidate, Facts
from ml.datasets.frozen import Measures, SplitCount
from ml.datasets.options import Options
from ml.datasets.report import bars
from ml.datasets.split import speakers_of
from ml.datasets.transcripts import rules_for
from ml.errors import BadInput
from ml.speech.decode import Sound, chunks_of, open_sound
from ml.speech.spec import sound_spec
from ml.speech.vocabulary import DELIMITER, OWN_CHARACTERS

RATE = 16_000
FRAME = 160
AT_THE_TOP = 0.999
QUIET = 0.06
SECONDS = (0.5, 1, 2, 4, 8, 15, 20, 30, 60)
EXPECTED = (
    "for speech one .tsv, .csv or .jsonl table (or one each for train, validation and test) with the columns file, "
    "text and speaker beside the sound files, a .txt beside each sound, a folder per spoken word, or LibriSpeech's "
    "speaker/chapter/*.flac with *.trans.txt"
)
Levels = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """Lengths in seconds, `sample_rate` in Hz as recorded, `peak` 0 to 1, `clipped` a share of all samples.

    `content` is the sha256 of the samples at 16 kHz: the same sound in another container has the same.
    """

    suffix: str
    seconds: float
    sample_rate: int
    leading: float
    trailing: float
    peak: float
    clipped: float
    content: str

    @property
    def amount(self) -> float:
        """Seconds."""
        return self.seconds

    @property
    def measures(self) -> Measures:
        """Length and rate."""
        return {"seconds": round(self.seconds, 4), "sample_rate": self.sample_rate}


def look(path: Path, options: Options) -> SoundFacts:
    """Decode a file once in bounded memory.

    Raises:
        BadInput: no sound, truncated, corrupt, or longer than the limit.
    """
    meter, max_seconds = _Meter(), options.limits.max_seconds
    with open_sound(path) as sound:
        for chunk in chunks_of(sound, RATE):
            meter.add(chunk)
            if meter.samples > max_seconds * RATE:
                raise BadInput("too_large", f"The sound is longer than the limit of {max_seconds:g} seconds.")
        return meter.facts(sound)


def sounding(levels: Levels) -> tuple[int, int]:
    """First frame, and the frame after the last, over 6 % of the loudest level and twice the quietest tenth.

    A clip without a clear contrast counts as sound from end to end.
    """
    if len(levels) < 5:
        return 0, len(levels)
    loudest = float(levels.max())
    threshold = max(QUIET * loudest, 2.0 * float(np.quantile(levels, 0.1)))
    loud = np.flatnonzero(levels > threshold)
    if len(loud) < 5 or threshold > 0.5 * loudest:
        return 0, len(levels)
    return int(loud[0]), int(loud[-1]) + 1


class _Meter:
    """Sums over the chunks of one file; of the sound itself only the level of each 10 ms is kept."""

    def __init__(self) -> None:
        self.samples, self.top, self.peak = 0, 0, 0.0
        self.digest = hashlib.sha256()
        self.levels: list[Levels] = []
        self.rest: Levels = np.zeros(0, np.float32)

    def add(self, chunk: Levels) -> None:
        loud = np.abs(chunk) >= AT_THE_TOP
        self.samples += len(chunk)
        self.top += int((loud[1:] & loud[:-1]).sum())
        self.peak = max(self.peak, float(np.abs(chunk).max(initial=0.0)))
        self.digest.update((chunk.clip(-1, 1) * 32767).astype("<i2").tobytes())
        self.rest = np.concatenate([self.rest, chunk])
        whole = len(self.rest) // FRAME * FRAME
        frames = self.rest[:whole].reshape(-1, FRAME)
        self.levels.append(np.sqrt(np.mean(frames * frames, axis=1)))
        self.rest = self.rest[whole:]

    def facts(self, sound: Sound) -> SoundFacts:
        levels = np.concatenate(self.levels)
        first, last = sounding(levels)
        suffixes = sound.format.suffixes
        return SoundFacts(
            suffix=f".{sound.codec}" if f".{sound.codec}" in suffixes else suffixes[0],
            seconds=self.samples / RATE,
            sample_rate=sound.sample_rate,
            leading=first * FRAME / RATE,
            trailing=(len(levels) - last) * FRAME / RATE,
            peak=self.peak,
            clipped=self.top / self.samples,
            content=self.digest.hexdigest(),
        )


def near_pairs(_: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """None: sounds are the same or not."""
    return iter(())


def figures(candidates: Sequence[Candidate], options: Options) -> dict[str, object]:
    """How long the clips are, who speaks, and which characters are written."""
    sounds = [one.facts for one in candidates if isinstance(one.facts, SoundFacts)]
    seconds = sum(one.seconds for one in sounds)
    silence = sum(one.leading + one.trailing for one in sounds)
    characters = Counter(sign for one in candidates for sign in one.text or "")
    return {
        "seconds": round(seconds, 3),
        "speakers": len(speakers_of(candidates)),
        "lengths": bars([one.seconds for one in sounds], SECONDS),
        "sample_rates": dict(sorted(Counter(one.sample_rate for one in sounds).items())),
        "silence_share": round(silence / seconds, 4) if seconds else 0.0,
        "characters": dict(sorted(characters.items())),
        "proposed_characters": "".join(sorted((options.characters or OWN_CHARACTERS) | set(characters))),
    }


def count(part: Sequence[Candidate]) -> SplitCount:
    """How much a split holds."""
    seconds = sum(one.facts.amount for one in part if one.facts)
    return SplitCount(items=len(part), seconds=round(seconds, 3), speakers=len(speakers_of(part)))


def compared_with(options: Options, bundle: Bundle) -> Options:
    """The options with the characters that a model writes, the time of one frame, and the text rules that fit."""
    manifest = bundle.manifest
    delimiter, spec = manifest.word_delimiter or DELIMITER, sound_spec(manifest.preprocess)
    signs = tuple(sign for sign in manifest.outputs if len(sign) == 1 and sign != delimiter)
    seconds, rules = spec.frame_stride / spec.sample_rate, rules_for(signs)
    return replace(options, characters=frozenset(signs) | {" "}, frame_seconds=seconds, text=rules)
