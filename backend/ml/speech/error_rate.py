"""Word error rate: edit distance over words, divided by the words of the reference."""

from collections.abc import Sequence


def edits(reference: Sequence[str], hypothesis: Sequence[str]) -> int:
    """Fewest substitutions, insertions and deletions between two sequences (Levenshtein)."""
    row = list(range(len(hypothesis) + 1))
    for index, expected in enumerate(reference, 1):
        diagonal, row[0] = row[0], index
        for column, given in enumerate(hypothesis, 1):
            diagonal, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, diagonal + (expected != given)),
            )
    return row[-1]


def word_error_rate(references: Sequence[str], hypotheses: Sequence[str]) -> float:
    """Errors over all clips divided by the words of all references; 0.12 is 12 %."""
    errors = sum(edits(r.split(), h.split()) for r, h in zip(references, hypotheses, strict=True))
    return errors / max(1, sum(len(r.split()) for r in references))
