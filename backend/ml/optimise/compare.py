"""The table: a model and its variants on the same items and the same machine, and which of them are worth having."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ml.bundle import MODEL, Bundle
from ml.datasets.frozen import DataSet, Split
from ml.errors import OptimiseError
from ml.intervals import Counts
from ml.optimise.comparison import Comparison, Row
from ml.optimise.examples import CHUNK, LIMITS, Example, answers, read
from ml.optimise.gate import judge, pareto
from ml.optimise.loss import loss_of
from ml.optimise.machine import this_machine
from ml.optimise.memory import peak_memory
from ml.optimise.rates import ERROR_RATE, Speed
from ml.optimise.timing import BATCHES, speeds
from ml.optimise.variant import allowed_loss, named
from ml.progress import Note
from ml.serving.predictor import predictor_of
from ml.serving.session import Session, open_session
from ml.training.events import Callback

FOR_GPU = "fp16"
SAME = ("kind", "preprocess", "labels", "vocabulary")


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """`allowed_loss` none takes what is agreed for each way; `threads` 0 is one per core, as workers do."""

    split: Split = "test"
    items: int | None = None
    allowed_loss: float | None = None
    threads: int = 0
    rounds: int = 30


def compare(bundles: Sequence[Bundle], data_set: DataSet, options: CompareOptions, callback: Callback) -> Comparison:
    """Measure bundles, the first of which is the parent of the others.

    Raises:
        OptimiseError: a bundle cannot be compared with the first one, or the data set does not fit.
    """
    by_name = named_bundles(bundles)
    sessions = {name: open_session(b.file(MODEL), "cpu", options.threads) for name, b in by_name.items()}
    callback(Note(text=f"{len(sessions)} models answer the {options.split} items of {data_set.manifest.slug}."))
    found = answered(bundles[0], sessions, read(bundles[0], data_set, options.split, options.items))
    item = typical(bundles[0], data_set, options.split)
    callback(Note(text=f"They are timed in turn, {options.rounds} rounds at each of {', '.join(map(str, BATCHES))}."))
    timed = {name: session for name, session in sessions.items() if name == found.parent or not for_gpu(by_name[name])}
    times = speeds(timed, found.parent, item, options.rounds)
    rows = [row(name, bundle, found, times.get(name, []), options) for name, bundle in by_name.items()]
    return Comparison(
        found.kind, named(data_set), options.split, len(found.units), predictor_of(bundles[0]).describe(item),
        this_machine(options.threads), with_pareto(rows),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Errors of every model by item, and what they count against."""

    kind: str
    parent: str
    errors: Mapping[str, Counts]
    units: Counts


def answered(parent: Bundle, sessions: Mapping[str, Session], examples: Iterator[Example]) -> Found:
    """Let every model answer every item; each is read once, and not kept."""
    kind, predictor = parent.manifest.kind, predictor_of(parent, LIMITS)
    counting = ERROR_RATE.of(kind)
    errors: dict[str, list[Counts]] = {name: [] for name in sessions}
    units: list[Counts] = []
    while part := list(islice(examples, CHUNK)):
        truths = [example.truth for example in part]
        units.append(counting.units(truths))
        for name, session in sessions.items():
            errors[name].append(counting.errors(truths, answers(session, predictor, part)))
    counted = {name: np.concatenate(parts) for name, parts in errors.items()}
    return Found(kind, next(iter(sessions)), counted, np.concatenate(units))


def row(name: str, bundle: Bundle, found: Found, times: Sequence[Speed], options: CompareOptions) -> Row:
    """The figures of one model; all but the parent are judged."""
    manifest, loss, verdict = bundle.manifest, None, None
    if name != found.parent:
        loss = loss_of(found.errors[found.parent], found.errors[name], found.units)
        variant = manifest.variant or "other"
        allowed = allowed_loss(variant, found.kind) if options.allowed_loss is None else options.allowed_loss
        verdict = judge(loss, allowed, times, for_gpu=for_gpu(bundle))
    error = ERROR_RATE.of(found.kind).rate(found.errors[name], found.units)
    size, memory = bundle.file(MODEL).stat().st_size, peak_memory(bundle, BATCHES[-1]) if times else None
    return Row(
        name,
        manifest.slug,
        bundle.digest,
        manifest.variant,
        manifest.parameters,
        size,
        memory,
        error,
        loss,
        times,
        verdict,
    )


def for_gpu(bundle: Bundle) -> bool:
    """Whether a bundle is a variant that only a GPU can show the worth of."""
    return (bundle.manifest.variant or "").endswith(FOR_GPU)


def with_pareto(rows: Sequence[Row]) -> list[Row]:
    """The rows with those marked that no other beats in both accuracy and the time of one item."""
    costs = {row.name: (row.error.value, row.speeds[0].p50) for row in rows if row.speeds}
    best = dict(zip(costs, pareto(list(costs.values())), strict=True))
    return [replace(row, pareto=best.get(row.name, False)) for row in rows]


def typical(bundle: Bundle, data_set: DataSet, split: Split) -> NDArray[np.float32]:
    """One input of the size that most of the first items of a split have."""
    pieces = [piece.array for example in islice(read(bundle, data_set, split, 100), 100) for piece in example.pieces]
    size, _ = Counter(piece.shape for piece in pieces).most_common(1)[0]
    return next(piece for piece in pieces if piece.shape == size)


def named_bundles(bundles: Sequence[Bundle]) -> dict[str, Bundle]:
    """The bundles by the name of their folder. Raises OptimiseError where one cannot be compared with the first."""
    first = bundles[0].manifest
    for bundle in bundles[1:]:
        other = bundle.manifest
        if any(getattr(other, field) != getattr(first, field) for field in SAME):
            raise OptimiseError(f"{bundle.folder.name} takes other inputs or gives other labels than {first.slug}.")
    names = {bundle.folder.resolve().name: bundle for bundle in bundles}
    if len(names) < len(bundles):
        raise OptimiseError("Two of the folders have the same name, by which the table tells models apart.")
    return names
