"""Is anything left for each split?"""

from collections.abc import Iterator, Sequence

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import Finding, counted
from ml.datasets.frozen import SPLITS
from ml.datasets.split import Assignment


def check_empty_splits(candidates: Sequence[Candidate], splits: Assignment) -> Iterator[Finding]:
    """Splits without files."""
    candidates = [one for one in candidates if not one.problem]
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
