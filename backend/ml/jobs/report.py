"""What a check found, short enough to be shown: the first cases of each finding, and some examples."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import Finding, Severity
from ml.datasets.examine import Examination
from ml.datasets.report import Figures
from ml.datasets.sample import Source
from ml.progress import Frozen
from ml.sampling import spread

CASES, FILES, EXAMPLES, MOST_CLASSES = 12, 6, 24, 100


class ReportItem(Frozen):
    """A file as it came; `number` is its line in the index, None where it cannot be shown."""

    name: str
    number: int | None
    answer: str


class ReportCase(Frozen):
    """Files that belong together in a finding, and why."""

    files: tuple[ReportItem, ...]
    note: str


class ReportFinding(Frozen):
    """A finding with the first of its cases; `leaving` files leave the set when its code is excluded."""

    code: str
    severity: Severity
    sentence: str
    advice: str
    cases: tuple[ReportCase, ...]
    cases_total: int
    leaving: int


class ShortReport(Figures):
    """The figures, and what is shown of the findings and of the files."""

    findings: tuple[ReportFinding, ...]
    examples: tuple[ReportItem, ...]


def short_report(examination: Examination, source: Source, numbers: Mapping[str, int]) -> ShortReport:
    """The report of a check. `numbers` are the files' lines in the index, by their names."""
    answers = {sample.name: sample.label or sample.text or "" for sample in source.samples}

    def item(name: str) -> ReportItem:
        return ReportItem(name=name, number=numbers.get(name), answer=answers.get(name, ""))

    def finding(found: Finding) -> ReportFinding:
        cases = [ReportCase(files=tuple(map(item, case.files[:FILES])), note=case.note) for case in found.cases[:CASES]]
        return ReportFinding(
            code=found.code, severity=found.severity, sentence=found.sentence, advice=found.advice,
            cases=tuple(cases), cases_total=len(found.cases), leaving=len(found.leaving),
        )  # fmt: skip

    readable = [one for one in examination.candidates if not one.problem]
    report = examination.report
    return ShortReport(
        **report.model_dump(exclude={"findings"}),
        findings=tuple(map(finding, report.findings)),
        examples=tuple(item(one.name) for one in _examples(readable)),
    )


def _examples(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Some files, spread over the set; of labelled ones at least one of each class."""
    classes: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.text is None:
            classes[one.answer].append(one)
    each = max(1, -(-EXAMPLES // max(1, len(classes))))
    found = [one for name in sorted(classes)[:MOST_CLASSES] for one in spread(classes[name], each)]
    return found or spread(candidates, EXAMPLES)
