"""Are there enough pictures of each class, and is each class in every split?"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import LEAVE, Case, Finding, counted, singles
from ml.datasets.frozen import SPLITS
from ml.datasets.options import Options
from ml.datasets.split import Assignment

FEW = 10
LOPSIDED = 10


def check(candidates: Sequence[Candidate], _: Options) -> Iterator[Finding]:
    """Pictures without a class, and classes that cannot be split, that are small, and that outnumber others by far."""
    yield from _unlabelled(candidates)
    counts = Counter(one.answer for one in candidates if not one.problem and one.answer)
    if len(counts) == 1:
        yield Finding(
            "one-class",
            "error",
            f"All pictures are of one class, {next(iter(counts))!r}: there is nothing to tell apart.",
            "Add a folder with pictures of another class.",
        )
    yield from _tiny(candidates, counts)
    few = {name: count for name, count in counts.items() if 3 <= count < FEW}
    if few:
        yield Finding(
            "few-pictures",
            "warning",
            f"{counted(len(few), 'class has', 'classes have')} fewer than {FEW} pictures: {_listed(few)}.",
            "Expect little from these classes, and figures about them that vary by chance; add pictures.",
        )
    if counts and max(counts.values()) > LOPSIDED * min(counts.values()):
        (most, highest), (least, lowest) = counts.most_common(1)[0], counts.most_common()[-1]
        yield Finding(
            "lopsided",
            "warning",
            f"{most!r} has {highest:,} pictures and {least!r} has {lowest:,}.",
            "The network will lean to the large classes; add pictures of the small ones.",
        )


def _unlabelled(candidates: Sequence[Candidate]) -> Iterator[Finding]:
    unlabelled = [one.name for one in candidates if not one.problem and not one.answer]
    if unlabelled:
        yield Finding(
            "empty-label",
            "error",
            f"{counted(len(unlabelled), 'picture has', 'pictures have')} no label.",
            f"Say what they show, or {LEAVE}.",
            singles((name, "no label") for name in unlabelled),
            unlabelled,
        )


def _tiny(candidates: Sequence[Candidate], counts: Counter[str]) -> Iterator[Finding]:
    tiny = {name: count for name, count in counts.items() if count < 3}
    if tiny:
        files = [(one.name, one.answer) for one in candidates if not one.problem and one.answer in tiny]
        yield Finding(
            "tiny-classes",
            "error",
            f"{counted(len(tiny), 'class has', 'classes have')} fewer than 3 pictures, one each to train, validate "
            f"and test: {_listed(tiny)}.",
            f"Add pictures, or {LEAVE}.",
            singles(files),
            [name for name, _ in files],
        )


def _listed(counts: dict[str, int]) -> str:
    shown = ", ".join(f"{name!r} ({count})" for name, count in sorted(counts.items())[:8])
    return shown + (", …" if len(counts) > 8 else "")


def check_splits(candidates: Sequence[Candidate], splits: Assignment) -> Iterator[Finding]:
    """Classes that a split does not have."""
    candidates = [one for one in candidates if not one.problem]
    where: dict[str, set[str]] = defaultdict(set)
    for one in candidates:
        where[one.answer].add(splits[one.name])
    absent = {label: [split for split in SPLITS if split not in found] for label, found in sorted(where.items())}
    incomplete = [Case((), f"{label}: none in {' and '.join(splits)}") for label, splits in absent.items() if splits]
    if incomplete:
        yield Finding(
            "absent-class",
            "warning",
            f"{counted(len(incomplete), 'class is', 'classes are')} not in every split.",
            "What is said about them rests on nothing there; add pictures that are no copies of each other.",
            incomplete,
        )
