"""Are all files there, and can they be read?"""

from collections.abc import Iterator, Sequence

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import LEAVE, Finding, counted, singles
from ml.datasets.sample import Source


def check_files(source: Source, candidates: Sequence[Candidate]) -> Iterator[Finding]:
    """Unreadable files, names without files, and files that are no part of the set."""
    broken = [(one.name, one.problem) for one in candidates if one.problem]
    if broken:
        yield Finding(
            "unreadable",
            "error",
            f"{counted(len(broken), 'file')} cannot be read.",
            f"Replace them, or {LEAVE}.",
            singles(broken),
            [name for name, _ in broken],
        )
    yield from _missing(source)
    yield from _ignored(source)


def _missing(source: Source) -> Iterator[Finding]:
    if source.missing:
        yield Finding(
            "missing",
            "error",
            f"{counted(len(source.missing), 'listed file is', 'listed files are')} not there.",
            f"Add them, take their lines out of the list, or {LEAVE}.",
            singles((name, "no such file") for name in source.missing),
            source.missing,
        )


def _ignored(source: Source) -> Iterator[Finding]:
    if source.ignored:
        yield Finding(
            "ignored",
            "note",
            f"{counted(len(source.ignored), 'file is', 'files are')} not part of the data set.",
            "Nothing to do, if that is as it should be.",
            singles((exclusion.file, exclusion.reason) for exclusion in source.ignored),
        )
