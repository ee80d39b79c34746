"""How many words are wrong in what a version hears, as far as its doubt tells: bands, from clips with known texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from ml.intervals import Counts, rate_interval, wilson

WORDS = 100  # at least so many in a band: with fewer its interval says nothing
BANDS = 5


class Band(BaseModel):
    """Up to a strangeness, in nats, or without end, the share of wrong words is between `low` and `high`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    upto: float | None = None
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)

    def holds(self, strange: float) -> bool:
        """Whether something so strange belongs here, where bands are asked in their order."""
        return self.upto is None or strange <= self.upto


@dataclass(frozen=True, slots=True)
class Heard:
    """A clip: how strange it is, how many of its words are wrong, missing or too many, how many it has, and whose."""

    strange: float
    errors: int
    words: int
    speaker: str


def bands(clips: Sequence[Heard]) -> tuple[Band, ...]:
    """At most five bands of as many words each, the stranger the more is wrong in them; none of too few words.

    Neighbours that do not rise are one (the pool of adjacent violators, Ayer et al. 1955). Intervals are of 95 %, by
    speakers drawn anew, for the errors of one speaker come together. What is stranger than all clips may be all wrong.
    """
    groups = list(rising(split(sorted(clips, key=lambda clip: clip.strange))))
    intervals = [interval(group) for group in groups]
    return tuple(
        Band(
            upto=None if group is groups[-1] else round(group[-1].strange, 5),
            low=low,
            high=1.0 if group is groups[-1] else high,
        )
        for group, (low, high) in zip(groups, intervals, strict=True)
    )


def split(clips: Sequence[Heard]) -> Iterator[list[Heard]]:
    """Into groups of nearly the same number of words."""
    words = sum(clip.words for clip in clips)
    count = min(BANDS, words // WORDS)
    group: list[Heard] = []
    done, made = 0, 0
    for clip in clips if count else ():
        group.append(clip)
        done += clip.words
        if done >= (made + 1) * words / count:
            yield group
            group, made = [], made + 1


def rising(groups: Iterator[list[Heard]]) -> Iterator[list[Heard]]:
    """Neighbours are joined until each has a larger share of wrong words than the one before."""
    kept: list[list[Heard]] = []
    for group in groups:
        kept.append(group)
        while len(kept) > 1 and rate(kept[-1]) <= rate(kept[-2]):
            last = kept.pop()
            kept[-1] = kept[-1] + last
    yield from kept


def rate(group: Sequence[Heard]) -> float:
    """The share of wrong words."""
    return sum(clip.errors for clip in group) / max(1, sum(clip.words for clip in group))


def interval(group: Sequence[Heard]) -> tuple[float, float]:
    """Of the share of wrong words; two digits, and no more than all."""
    errors, words = by_speaker(group)
    low, high = rate_interval(errors, words)
    wrong = int(min(errors.sum(), words.sum()))
    # Where nothing went wrong, nothing does however often it is drawn; that says less than it seems.
    high = max(high, wilson(wrong, int(words.sum()))[1])
    return round(min(1.0, low), 2), round(min(1.0, high), 2)


def by_speaker(group: Sequence[Heard]) -> tuple[Counts, Counts]:
    """Wrong words and words of each."""
    speakers, whose = np.unique([clip.speaker for clip in group], return_inverse=True)
    errors, words = np.zeros(len(speakers), np.int64), np.zeros(len(speakers), np.int64)
    np.add.at(errors, whose, [clip.errors for clip in group])
    np.add.at(words, whose, [clip.words for clip in group])
    return errors, words
