"""The same content twice: wasted, wrong if the answers differ, and a leak if it is in two splits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ml.datasets.candidate import Candidate
from ml.datasets.checks.finding import LEAVE, Case, Finding, counted
from ml.datasets.groups import Groups

Group = Sequence[Candidate]


def check_duplicates(candidates: Sequence[Candidate], near: Groups, *, splits_kept: bool) -> Iterator[Finding]:
    """Look at groups of the same bytes or samples, then at groups of pictures that look the same.

    Args:
        near: which names look the same, see ``ml.datasets.groups``.
        splits_kept: the source's own splits are followed, so that copies may lie in two of them.
    """
    exact = _same_content(candidates)
    like = [group for group in _grouped(candidates, near) if len({one.content for one in group}) > 1]
    yield from _contradictions(exact)
    if splits_kept:
        yield from _leaks(exact, "leaks", "The same content", "error")
        yield from _leaks(like, "near-leaks", "Pictures that look the same", "warning")
    yield from _duplicates(exact)
    yield from _near(like)


def _same_content(candidates: Iterable[Candidate]) -> list[Group]:
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if not one.problem:
            groups[one.content].append(one)
    return [group for group in groups.values() if len(group) > 1]


def _grouped(candidates: Iterable[Candidate], near: Groups) -> list[Group]:
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.name in near:
            groups[near[one.name]].append(one)
    return [group for group in groups.values() if len(group) > 1]


def _contradictions(groups: Iterable[Group]) -> Iterator[Finding]:
    wrong = [group for group in groups if _answers(group) > 1]
    if wrong:
        yield Finding(
            "contradictions",
            "error",
            f"{counted(len(wrong), 'file comes', 'files come')} more than once with different answers: "
            "at least one of them is wrong.",
            f"Keep the right one, or {LEAVE} (all copies).",
            _cases(wrong),
            [one.name for group in wrong for one in group],
        )


def _duplicates(groups: Iterable[Group]) -> Iterator[Finding]:
    agreeing = [group for group in groups if _answers(group) == 1]
    copies = [one.name for group in agreeing for one in _for_training_last(group)[1:]]
    if copies:
        yield Finding(
            "duplicates",
            "warning",
            f"{counted(len(copies), 'file is a copy', 'files are copies')} of another one with the same answer.",
            f"They count double in training; {LEAVE} (one of each stays). A new split never parts them.",
            _cases(agreeing),
            copies,
        )


def _near(groups: Sequence[Group]) -> Iterator[Finding]:
    if not groups:
        return
    wrong = [group for group in groups if _answers(group) > 1]
    copies = [one.name for group in groups for one in _for_training_last(group)[1:]]
    yield Finding(
        "near-duplicates",
        "warning",
        f"{counted(len(groups), 'group')} of pictures that look the same, {len(copies):,} more than needed.",
        f"Look at a few; {LEAVE} (one of each stays). A new split never parts them.",
        _cases(groups),
        copies,
    )
    if wrong:
        yield Finding(
            "near-contradictions",
            "warning",
            f"{counted(len(wrong), 'group')} of pictures that look the same have different labels.",
            f"Look which label is right, or {LEAVE} (all of each).",
            _cases(wrong),
            [one.name for group in wrong for one in group],
        )


def _leaks(groups: Iterable[Group], code: str, what: str, severity: str) -> Iterator[Finding]:
    across = [group for group in groups if len({one.sample.split for one in group}) > 1]
    if not across:
        return
    kept = {group[0].name: _for_training_last(group)[0].sample.split for group in across}
    leaving = [one.name for group in across for one in group if one.sample.split != kept[group[0].name]]
    yield Finding(
        code,
        "error" if severity == "error" else "warning",
        f"{what}, in two splits of the source: {counted(len(across), 'time')}. Results will look better than they are.",
        f"Split the set anew, or {LEAVE} (the test's copy stays).",
        _cases(across),
        leaving,
    )


def _for_training_last(group: Group) -> Group:
    """Test first, so that an official test set stays whole where only one copy may stay."""
    order = {"test": 0, "validation": 1}
    return sorted(group, key=lambda one: (order.get(one.sample.split or "", 2), one.name))


def _answers(group: Group) -> int:
    return len({one.answer for one in group})


def _cases(groups: Iterable[Group]) -> tuple[Case, ...]:
    return tuple(
        Case(tuple(one.name for one in group), " / ".join(sorted({one.answer or "(nothing)" for one in group})))
        for group in groups
    )
