"""Is what the database says true of the files, and of itself? Every finding says what to do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

from apps.backup.integrity import bundles, media, rows, training
from apps.backup.runs import Finding, Progress, Report


def check(progress: Progress, *, everything: bool = False) -> Report:
    """Check bundles, media and rows; of the media's content a sample, unless `everything`.

    Raises:
        StorageAway: a storage cannot be used.
    """
    begun = datetime.now(UTC)
    looked = media.Looked()
    parts: Iterator[Iterator[Finding]] = iter(
        (
            bundles.check(progress),
            media.check(progress, looked, everything=everything),
            training.check(progress, looked, everything=everything),
            rows.check(progress),
        )
    )
    findings = tuple(chain.from_iterable(parts))
    figures = {
        "problems": len(findings),
        "files": looked.files,
        "read": looked.read,
        "seconds": round((datetime.now(UTC) - begun).total_seconds(), 3),
    }
    words = f"{looked.files} files and all rows and models were looked at, {looked.read} of the files to the last byte"
    return Report(f"{words}. Findings: {len(findings) or 'none'}.", figures, findings)
