"""Which item trains, which validates, which tests: by hashes of a seed, so that the order of files does not matter.

What belongs together stays together: copies, pictures that look the same, and all that one speaker says. Pictures are
drawn class by class, so that each class has its share everywhere.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ml.datasets.candidate import Candidate
from ml.datasets.frozen import SPLITS, Split
from ml.datasets.groups import Groups, Unions
from ml.datasets.options import Options

FEWEST_SPEAKERS = 3
Assignment = Mapping[str, Split]


@dataclass(frozen=True, slots=True)
class Unit:
    """Names that may not be parted; `size` is their number, or their seconds of speech."""

    names: tuple[str, ...]
    stratum: str
    size: float
    order: str


def assign(candidates: Sequence[Candidate], near: Groups, options: Options) -> Assignment:
    """The split of each readable candidate, by name.

    With `splitting` "source", what the source says is kept; a part that it lacks is drawn from its training part, and
    what it says nothing of trains, unless a copy of it lies elsewhere.
    """
    readable = [one for one in candidates if not one.problem]
    units = units_of(readable, near, options.seed)
    shares: dict[Split, float] = {"test": options.test, "validation": options.validation}
    given = {one.name: one.sample.split for one in readable if one.sample.split}
    if options.splitting == "new" or not given:
        return dict(_drawn(units, shares))
    kept = {name: _given(unit, name, given) for unit in units for name in unit.names}
    lacking = {split: share for split, share in shares.items() if split not in kept.values()}
    # Units anew: a speaker whom the source has in training and test alike may still validate with what trains.
    training = units_of([one for one in readable if kept[one.name] == "train"], near, options.seed)
    return kept | dict(_drawn(training, lacking))


def units_of(candidates: Sequence[Candidate], near: Groups, seed: int) -> list[Unit]:
    """Join copies, look-alikes and, with three speakers or more, the clips of each speaker."""
    unions = Unions()
    by_speaker = len(speakers_of(candidates)) >= FEWEST_SPEAKERS
    for one in candidates:
        unions.join(f"file {one.name}", f"content {one.content}")
        if one.name in near:
            unions.join(f"file {one.name}", f"near {near[one.name]}")
        if by_speaker and one.sample.speaker:
            unions.join(f"file {one.name}", f"speaker {one.sample.speaker}")
    members: dict[str, list[Candidate]] = defaultdict(list)
    for one in sorted(candidates, key=lambda one: one.name):
        members[unions.find(f"file {one.name}")].append(one)
    units = [_unit(members, seed) for members in members.values()]
    return sorted(units, key=lambda unit: unit.order)


def speakers_of(candidates: Sequence[Candidate]) -> set[str]:
    """The speakers that are known."""
    return {one.sample.speaker for one in candidates if one.sample.speaker}


def _unit(members: Sequence[Candidate], seed: int) -> Unit:
    names = tuple(one.name for one in members)
    first = members[0]
    size = sum(one.facts.amount for one in members if one.facts)
    order = hashlib.sha256(f"{seed} {names[0]}".encode()).hexdigest()
    return Unit(names, first.answer if first.text is None else "", size, order)


def _given(unit: Unit, name: str, given: Mapping[str, Split]) -> Split:
    """What the source says, else the split of a copy, test before validation before train."""
    if name in given:
        return given[name]
    around = {given[other] for other in unit.names if other in given}
    return next((split for split in reversed(SPLITS) if split in around), "train")


def _drawn(units: Sequence[Unit], shares: Mapping[Split, float]) -> Iterator[tuple[str, Split]]:
    """Draw the shares from the units, stratum by stratum; what is left trains."""
    strata: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        strata[unit.stratum].append(unit)
    for members in strata.values():
        left, total = members, sum(unit.size for unit in members)
        for split, share in shares.items():
            chosen, left = _chosen(left, total * share)
            yield from ((name, split) for unit in chosen for name in unit.names)
        yield from ((name, "train") for unit in left for name in unit.names)


def _chosen(units: list[Unit], wanted: float) -> tuple[list[Unit], list[Unit]]:
    """The first units that fit into `wanted`, at least the smallest one and never all; and the others."""
    if len(units) < 2:
        return [], units
    total = 0.0
    chosen: list[Unit] = []
    others: list[Unit] = []
    for unit in units[:-1]:
        fits = total + unit.size <= wanted + 0.5
        (chosen if fits else others).append(unit)
        total += unit.size if fits else 0.0
    others.append(units[-1])
    if chosen:
        return chosen, others
    smallest = min(units, key=lambda unit: unit.size)
    return [smallest], [unit for unit in units if unit is not smallest]
