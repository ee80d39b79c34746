"""Are there enough pictures of each class, and is each class in every split?"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import LEAVE, Case, Finding, counted, singles
from ml.datasets.frozen import SPLITS
from ml.datasets.layouts.split_names import names_only_a_split, split_named
from ml.datasets.options import Options
from ml.datasets.split import Assignment

FEW = 10
LOPSIDED = 10


def check(candidates: Sequence[Candidate], _: Options) -> Iterator[Finding]:
    """Pictures without a class, and classes that cannot be split, that are small, and that outnumber others by far."""
    yield from _unlabelled(candidates)
    yield from _named_like_splits(candidates)
    yield from _colliding(candidates)
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


def _named_like_splits(candidates: Sequence[Candidate]) -> Iterator[Finding]:
    """Splits that were taken for classes; one among others may be the class of trains."""
    named = sorted({one.answer for one in candidates if names_only_a_split(one.answer)})
    if not named:
        return
    labels = {one.answer for one in candidates if one.answer}
    surely = len({split_named(label) for label in named}) > 1 or 2 * len(named) >= len(labels)
    yield Finding(
        "split-like-classes",
        "error" if surely else "warning",
        f"{counted(len(named), 'class is', 'classes are')} called like a part of a data set: "
        f"{', '.join(map(repr, named[:8]))}.",
        "If they are the training and test parts, put a folder for each class into them, or send a table with the "
        "columns file, label and split. If they are classes, give them names that say what is on the pictures.",
        [Case(tuple(one.name for one in candidates if one.answer == label), label) for label in named],
    )


def _colliding(candidates: Sequence[Candidate]) -> Iterator[Finding]:
    """Names that people do not tell apart; letters as classes may differ in case."""
    alike: dict[str, set[str]] = defaultdict(set)
    for one in candidates:
        if len(one.answer) > 1:
            alike[" ".join(normalize("NFKC", one.answer).casefold().replace("_", " ").split())].add(one.answer)
    groups = [sorted(group) for group in alike.values() if len(group) > 1]
    if groups:
        yield Finding(
            "colliding-classes",
            "error",
            f"{counted(len(groups), 'class is', 'classes are')} written in more than one way: "
            + "; ".join(" and ".join(map(repr, group)) for group in groups[:8])
            + ". They differ in case, spaces or underscores alone.",
            "Give each class one name.",
            [Case(tuple(one.name for one in candidates if one.answer == label), label) for g in groups for label in g],
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
