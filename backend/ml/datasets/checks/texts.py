"""Do the transcripts say something, in characters that the network writes?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import LEAVE, Finding, counted, singles
from ml.datasets.options import Options


def check_texts(candidates: Sequence[Candidate], options: Options) -> Iterator[Finding]:
    """Empty texts, characters that are not in the vocabulary, and what the text rules changed."""
    empty = [(one.name, one.sample.text or "") for one in candidates if not one.text]
    if empty:
        yield Finding(
            "empty-text",
            "note" if options.wordless else "error",
            f"{counted(len(empty), 'clip has', 'clips have')} no text that says anything.",
            "A network learns from them to write nothing."
            if options.wordless
            else f"Write down what is said, or {LEAVE}.",
            singles(empty),
            [name for name, _ in empty],
        )
    yield from _unknown(candidates, options)
    changed = [(one, one.sample.text or "") for one in candidates if one.text and one.text != one.sample.text]
    if changed:
        yield Finding(
            "rewritten",
            "note",
            f"{counted(len(changed), 'text is', 'texts are')} rewritten by the rules: case {options.text.case}, "
            f"punctuation {options.text.punctuation}, digits {options.text.digits}.",
            "Look at a few; the rules can be chosen.",
            singles((one.name, f"{before} → {one.text}") for one, before in changed),
        )


def _unknown(candidates: Sequence[Candidate], options: Options) -> Iterator[Finding]:
    unknown = Counter(sign for one in candidates for sign in one.text or "" if sign not in options.characters)
    if not unknown:
        return
    files = [(one.name, one.text or "") for one in candidates if set(one.text or "") - options.characters]
    signs = ", ".join(f"{sign!r} ({count:,})" for sign, count in sorted(unknown.items())[:40])
    proposal = "".join(sorted(options.characters | set(unknown)))
    spell = "" if not any(sign.isdigit() for sign in unknown) else "have digits spelled as words, "
    yield Finding(
        "unknown-characters",
        "warning",
        f"{counted(len(files), 'text has', 'texts have')} characters that the vocabulary lacks: {signs}.",
        f"Correct the texts, {spell}train with the vocabulary {proposal!r}, or {LEAVE}.",
        singles(files),
        [name for name, _ in files],
    )
