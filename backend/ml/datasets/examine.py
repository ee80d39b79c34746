"""Check a data set before anything is trained: look at every file once, then judge what was seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from ml.datasets.candidate import Candidate, look_at
from ml.datasets.checks.duplicates import check_duplicates
from ml.datasets.checks.files import check_files
from ml.datasets.checks.finding import Case, Finding
from ml.datasets.checks.splits import check_empty_splits
from ml.datasets.frozen import Exclusion
from ml.datasets.groups import Groups, looking_the_same
from ml.datasets.options import EXCLUDABLE, Options
from ml.datasets.progress import Watch
from ml.datasets.report import Report, make_report
from ml.datasets.sample import Source
from ml.datasets.split import Assignment, assign
from ml.errors import DataSetError
from ml.kinds import KindFile


class ChecksFile(Protocol):
    """What may be wrong with a data set."""

    def check(self, candidates: Sequence[Candidate], options: Options, /) -> Iterable[Finding]:
        """What is wrong with the files and their answers."""

    def check_splits(self, candidates: Sequence[Candidate], splits: Assignment) -> Iterable[Finding]:
        """What is wrong with the splits, beside that one is empty."""


CHECKS: KindFile[ChecksFile] = KindFile("checks")


@dataclass(frozen=True)
class Examination:
    """A source whose files were looked at. `excluded` are those that a person left out, with the reason."""

    source: Source
    options: Options
    candidates: Sequence[Candidate]
    near: Groups
    excluded: Sequence[Exclusion] = ()

    @cached_property
    def splits(self) -> Assignment:
        """The split of each readable file, by name."""
        return assign(self.candidates, self.near, self.options)

    @cached_property
    def findings(self) -> list[Finding]:
        """All that the checks found, in the order of the checks."""
        kept, checks = self.options.splitting == "source", CHECKS.of(self.source.kind)
        return [
            *self.source.findings,
            *check_files(self.source, self.candidates),
            *check_duplicates(self.candidates, self.near, splits_kept=kept),
            *checks.check(self.candidates, self.options),
            *check_empty_splits(self.candidates, self.splits),
            *checks.check_splits(self.candidates, self.splits),
        ]

    @cached_property
    def report(self) -> Report:
        """The findings with the figures of the set."""
        return make_report(self.source, self.candidates, self.splits, self.findings, self.options)

    def without(self, codes: Iterable[str]) -> "Examination":
        """Leave out the files of these findings, and judge the rest anew.

        Raises:
            DataSetError: a code is none that files can be left out by.
        """
        wanted = list(dict.fromkeys(codes))
        unknown = [code for code in wanted if code not in EXCLUDABLE]
        if unknown:
            raise DataSetError(f"{unknown[0]!r} is nothing to exclude by; there are {', '.join(EXCLUDABLE)}.")
        examination = self
        for code in wanted:
            examination = examination._without(code)
        return examination

    def _without(self, code: str) -> "Examination":
        findings = [finding for finding in self.findings if finding.code == code]
        leaving = {name for finding in findings for name in finding.leaving}
        excluded = [
            Exclusion(file=name, reason=f"{code}: {_reason(name, case)}")
            for finding in findings
            for case in finding.cases
            for name in case.files
            if name in leaving
        ]
        return replace(
            self,
            source=replace(self.source, missing=[name for name in self.source.missing if name not in leaving]),
            candidates=[one for one in self.candidates if one.name not in leaving],
            excluded=[*self.excluded, *excluded],
        )


def _reason(name: str, case: Case) -> str:
    others = [other for other in case.files if other != name]
    return f"{case.note}, as {', '.join(others[:3])}" if others else case.note


def examine(source: Source, options: Options | None = None, watch: Watch | None = None) -> Examination:
    """Read every file of a source once, in bounded memory, and compare them.

    Raises:
        Cancelled: the caller wants no more of it.
    """
    options, watch = options or Options(), watch or Watch()
    candidates = look_at(source, options, watch)
    watch.step("compare", 0, 1)
    near = looking_the_same(source.kind, candidates)
    watch.step("compare", 1, 1)
    return Examination(source, options, candidates, near)
