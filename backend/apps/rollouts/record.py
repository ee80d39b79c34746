"""What became of predictions that have a part in a rollout: counted in the transaction that writes them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from apps.catalogue.splits import Arm
from apps.core.statements import insert_values
from apps.engines import workers
from apps.predictions.answers import said_by_model, said_by_person
from apps.predictions.models import Prediction, Status
from apps.rollouts.decide import decide
from apps.rollouts.models import BadEvent, Participant, Rollout, RolloutCount
from apps.rollouts.plan import Guard

# What is the version's fault. That a file cannot be read, or is gone, is not.
FAULTS = frozenset({"model_failed", "timeout", "quarantined", "worker_lost"})
COUNTED = (
    "answered", "failed", "slow", "scored", "confidence", "confidence_squares", "known", "familiarity",
    "familiarity_squares",
)  # fmt: skip
PERSON_FIELDS = ("rollout", "person", "step", "arm")
EVENT_FIELDS = ("rollout", "guard", "person", "step", "arm", "prediction")


def ended(rows: Sequence[Prediction]) -> None:
    """A worker has ended these rows, each with its part in a rollout."""
    slow_above = _slow_above(rows)
    counts: defaultdict[tuple[UUID, int, str], list[float]] = defaultdict(lambda: [0] * len(COUNTED))
    bad: list[Sequence[object]] = []
    people: dict[tuple[str, int], Sequence[object]] = {}
    for row in rows:
        trial = row.trial or {}
        rollout = UUID(trial["rollout"])
        if rollout not in slow_above or not _counts(row):
            continue
        failed, slow = row.status == Status.FAILED, _is_slow(row, slow_above[rollout])
        count = counts[rollout, trial["step"], trial["arm"]]
        for at, value in enumerate((1, failed, slow, *_figures(row))):
            count[at] += value
        people.setdefault((str(rollout), row.owner_id), (rollout, row.owner_id, trial["step"], trial["arm"]))
        guards = [guard for guard, is_bad in ((Guard.ERRORS, failed), (Guard.SLOW, slow)) if is_bad]
        bad += [_event(row, guard) for guard in guards]
    _add(counts)
    _meet(people)
    _note(bad)


def judged(row: Prediction) -> None:
    """A person says what is right, or took that back."""
    if row.cached:
        return
    said = said_by_person(row)
    wrong = said is not None and said != said_by_model(row)
    if wrong or (row.feedback or {}).get("correct") is False:
        if row.trial and Rollout.objects.filter(pk=row.trial["rollout"]).exists():
            _note([_event(row, Guard.CORRECTED)])
    else:
        BadEvent.objects.filter(prediction=row.pk, guard=Guard.CORRECTED).delete()


def _slow_above(rows: Sequence[Prediction]) -> Mapping[UUID, float | None]:
    """Of the rollouts of these rows that there are still."""
    keys = {row.trial["rollout"] for row in rows if row.trial}
    return dict(Rollout.objects.filter(pk__in=keys).order_by().values_list("pk", "slow_above"))


def _counts(row: Prediction) -> bool:
    return row.status == Status.SUCCEEDED or (row.status == Status.FAILED and row.error_code in FAULTS)


def _is_slow(row: Prediction, above: float | None) -> bool:
    return above is not None and (seconds_of(row) or 0.0) > above


def seconds_of(row: Prediction) -> float | None:
    """From the beginning of its computing to its answer; None where it has none."""
    parts = (row.preprocess_time, row.predict_time, row.postprocess_time)
    return None if None in parts else sum(part or 0.0 for part in parts)


def _figures(row: Prediction) -> Iterator[float]:
    """How many it has of a confidence and a familiarity, none or one, each with the value and its square."""
    output = row.output or {}
    best = output.get("labels") or [{}]
    for value in (output.get("confidence", best[0].get("score")), output.get("familiar")):
        yield from (0, 0.0, 0.0) if value is None else (1, value, value * value)


def _event(row: Prediction, guard: Guard) -> Sequence[object]:
    trial = row.trial or {}
    return (trial["rollout"], guard.value, row.owner_id, trial["step"], trial["arm"], row.pk)


def _meet(people: Mapping[tuple[str, int], Sequence[object]]) -> None:
    """In a fixed order; who was met before stays as they were then."""
    if people:
        rows = [people[key] for key in sorted(people)]
        insert_values(Participant, PERSON_FIELDS, rows, "ON CONFLICT (rollout_id, person) DO NOTHING")


def _add(counts: Mapping[tuple[UUID, int, str], Sequence[float]]) -> None:
    """To the rows of this process."""
    if counts:
        me, table = workers.here().name, connection.ops.quote_name(RolloutCount._meta.db_table)
        rows = [(*key, me, *values) for key, values in sorted(counts.items())]
        sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in COUNTED)
        added = f"ON CONFLICT (rollout_id, step, arm, writer) DO UPDATE SET {sums}"
        insert_values(RolloutCount, ("rollout", "step", "arm", "writer", *COUNTED), rows, added)


def _note(bad: Sequence[Sequence[object]]) -> None:
    """In a fixed order; a person's second bad answer of a sort is no evidence."""
    if bad:
        rows = sorted(bad, key=lambda values: [str(value) for value in values[:3]])
        insert_values(BadEvent, EVENT_FIELDS, rows, "ON CONFLICT (rollout_id, guard, person) DO NOTHING")
        rollouts = {UUID(str(values[0])) for values in bad if values[4] == Arm.CANDIDATE}
        transaction.on_commit(partial(decide, rollouts))
