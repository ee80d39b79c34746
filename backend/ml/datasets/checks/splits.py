"""Is each split what it is for?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import Case, Finding, counted
from ml.datasets.frozen import SPLITS
from ml.datasets.split import FEWEST_SPEAKERS, Assignment, speakers_of


def check_splits(candidates: Sequence[Candidate], splits: Assignment) -> Iterator[Finding]:
    """Empty splits, classes that a split lacks, and speakers that are in two."""
    readable = [one for one in candidates if not one.problem]
    yield from _empty(readable, splits)
    if any(one.heard for one in readable):
        yield from _speakers(readable, splits)
    else:
        yield from _absent_classes(readable, splits)


def _empty(candidates: Sequence[Candidate], splits: Assignment) -> Iterator[Finding]:
    empty = [split for split in SPLITS if split not in splits.values()]
    given = {one.sample.split or "train" for one in candidates}
    if empty and given and "train" not in given:
        yield Finding(
            "empty-split",
            "error",
            f"The source calls all of it {' or '.join(sorted(given))}: nothing is left to train on.",
            "Split the set anew, or add the training part.",
        )
    elif empty:
        yield Finding(
            "empty-split",
            "error",
            f"Nothing is left for {' and '.join(empty)}: the set has {counted(len(candidates), 'readable file')}.",
            "Add files; a set needs some to train, some to validate and some to test, and copies count as one.",
        )


def _absent_classes(candidates: Sequence[Candidate], splits: Assignment) -> Iterator[Finding]:
    where: dict[str, set[str]] = defaultdict(set)
    for one in candidates:
        where[one.answer].add(splits[one.name])
    absent = {label: [split for split in SPLITS if split not in found] for label, found in sorted(where.items())}
    lacking = [Case((), f"{label}: none in {' and '.join(splits)}") for label, splits in absent.items() if splits]
    if lacking:
        yield Finding(
            "absent-class",
            "warning",
            f"{counted(len(lacking), 'class is', 'classes are')} not in every split.",
            "What is said about them rests on nothing there; add pictures that are no copies of each other.",
            lacking,
        )


def _speakers(candidates: Sequence[Candidate], splits: Assignment) -> Iterator[Finding]:
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
