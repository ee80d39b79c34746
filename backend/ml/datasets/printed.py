"""A report as lines for a terminal."""

from collections.abc import Iterator

from ml.datasets.checks.finding import Finding
from ml.datasets.frozen import SplitCount
from ml.datasets.report import Bar, Report

SHOWN = 5


def printed(report: Report) -> str:
    """The report in short; every finding with a few of its cases."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.items:,} files: {report.layout}"
    for split, count in report.counts.items():
        yield f"  {split:<11}{_count(count)}"
    if report.classes:
        yield "  classes    " + ", ".join(f"{name} {count:,}" for name, count in report.classes.items())
        yield "  sides      " + _bars(report.sides, "px")
    if report.lengths:
        yield "  lengths    " + _bars(report.lengths, "s")
        yield "  rates      " + ", ".join(f"{rate:,} Hz {count:,}" for rate, count in report.sample_rates.items())
        yield f"  silence    {report.silence_share:.0%} before and after the speech"
        yield "  characters " + " ".join(f"{sign!r}:{count:,}" for sign, count in report.characters.items())
    for finding in report.findings:
        yield from _finding(finding)
    yield "Ready." if report.ready else "Not ready: put the errors right."


def _count(count: SplitCount) -> str:
    if count.seconds is None:
        return f"{count.items:,} pictures"
    return f"{count.items:,} clips, {count.seconds / 3600:.2f} h, {count.speakers} speakers"


def _bars(bars: tuple[Bar, ...], unit: str) -> str:
    return ", ".join(
        f"{bar.least:g}{f' to {bar.below:g}' if bar.below else ' and more'} {unit}: {bar.count:,}"
        for bar in bars
        if bar.count
    )


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity} [{finding.code}] {finding.sentence}"
    yield f"  {finding.advice}"
    if finding.leaving:
        yield f"  {len(finding.leaving):,} leave with --exclude {finding.code}"
    for case in finding.cases[:SHOWN]:
        yield f"    {', '.join(case.files[:4])}{', …' if len(case.files) > 4 else ''}  {case.note}"[:160]
    if len(finding.cases) > SHOWN:
        yield f"    … and {len(finding.cases) - SHOWN:,} more"
