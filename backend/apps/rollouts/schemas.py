"""The JSON of aliases and rollouts."""

from math import exp
from typing import Self
from uuid import UUID

from pydantic import Field

from apps.catalogue.models import AliasChange
from apps.catalogue.splits import Arm
from apps.core.schemas import Moment, Schema
from apps.rollouts.figures import ArmFigures, Doing, Figures, GuardFigures, figures_of
from apps.rollouts.models import Rollout, RolloutEvent, State
from apps.rollouts.plan import Guard, Mode, Signal
from apps.rollouts.signals import SignalFigures

# Nobody reads more, and JSON could not hold it.
LARGEST = 34.5


class AliasChangeSchema(Schema):
    """That an alias was moved."""

    alias: str
    was: int | None = Field(description="The version before; null where there was none")
    version: int
    how: AliasChange.How
    by: str | None = Field(description="null: Slipway itself, with a bundle that was installed")
    reason: str
    at: Moment

    @classmethod
    def of(cls, change: AliasChange) -> Self:
        copied = ("alias", "was", "version", "how", "reason")
        return cls(**{name: getattr(change, name) for name in copied}, by=change.by or None, at=change.created_at)


class AliasChangePageSchema(Schema):
    """What was moved, the newest first."""

    results: list[AliasChangeSchema]
    next: str | None
    back_to: int | None = Field(description="The version that a roll-back would bring back; null: there is none")


class StepSchema(Schema):
    """A share of the people, for so long at least, and until each arm has answered so often."""

    share: float
    bake_seconds: int
    least: int


class ArmSchema(Schema):
    """What an arm has answered in a step; files that nobody could read are not counted."""

    answered: int
    failed: int = Field(description="By the version's fault")
    slow: int = Field(description="Slower than production's p95 before the start")

    @classmethod
    def of(cls, figures: ArmFigures) -> Self:
        return cls(answered=figures.answered, failed=figures.failed, slow=figures.slow)


class GuardSchema(Schema):
    """What a guard knows. Each person counts once."""

    guard: Guard
    mode: Mode
    candidate_people: int
    production_people: int = Field(description="Of all of production, not of its slice alone")
    evidence: float | None = Field(
        description="The e-value, at most 1e15: so many to 1 against the candidate. null: no data"
    )
    line: float = Field(description="Where an armed guard aborts")
    crossed: bool
    events_to_abort: int = Field(description="So many bad answers of the candidate, one after the other, would abort")

    @classmethod
    def of(cls, figures: GuardFigures) -> Self:
        return cls(
            guard=figures.guard,
            mode=figures.mode,
            candidate_people=figures.worse,
            production_people=figures.others,
            evidence=None if figures.log_e is None else exp(min(figures.log_e, LARGEST)),
            line=round(exp(figures.log_line), 6),
            crossed=figures.has_crossed,
            events_to_abort=figures.events_to_abort,
        )


class SignalSchema(Schema):
    """What a signal knows. An armed one holds the rollout until somebody has looked."""

    signal: Signal
    mode: Mode
    crossed: bool
    candidate: float | None = Field(
        description="The mean of its answers, 0 to 1; of `ratio` the share of the people that it has. null: no data"
    )
    production: float | None = Field(description="The mean of the slice's; of `ratio` the share that was asked for")
    highest_difference: float | None = Field(
        description="Candidate's mean less the slice's is at most that, at all looks together; null for `ratio`"
    )
    evidence: float | None = Field(
        description="Of `ratio`: so many to 1 that it is not the share asked for, at most 1e15; at 1,000 it is broken"
    )

    @classmethod
    def of(cls, figures: SignalFigures) -> Self:
        return cls(
            signal=figures.signal,
            mode=figures.mode,
            crossed=figures.has_crossed,
            candidate=figures.candidate,
            production=figures.production,
            highest_difference=figures.highest,
            evidence=None if figures.log_e is None else exp(min(figures.log_e, LARGEST)),
        )


class FiguresSchema(Schema):
    """How a rollout stands, or stood when it ended."""

    doing: Doing = Field(
        description="no_data: nobody was answered yet in one of the arms; held: a signal wants "
        "somebody to look; baking: the time of the step is not over; "
        "gathering: too few answers; inconclusive: not known to be as good; ready: for the next step, or for promotion"
    )
    candidate: list[ArmSchema] = Field(description="By step")
    control: list[ArmSchema] = Field(description="By step: a slice of production that is as large")
    guards: list[GuardSchema]
    signals: list[SignalSchema]
    difference: float | None = Field(description="Of the rates of good answers, candidate's less the slice's")
    lowest_difference: float | None = Field(description="At least that, at all looks together, in 99 of 100 rollouts")
    step_until: Moment
    promotes_at: Moment = Field(description="When it may be promoted at the earliest")

    @classmethod
    def of(cls, figures: Figures) -> Self:
        copied = ("doing", "difference", "lowest_difference", "step_until", "promotes_at")
        return cls(
            candidate=[ArmSchema.of(step[Arm.CANDIDATE]) for step in figures.steps],
            control=[ArmSchema.of(step[Arm.CONTROL]) for step in figures.steps],
            guards=[GuardSchema.of(guard) for guard in figures.guards],
            signals=[SignalSchema.of(signal) for signal in figures.signals],
            **{name: getattr(figures, name) for name in copied},
        )


class RolloutEventSchema(Schema):
    """What happened."""

    what: RolloutEvent.What
    by: str | None = Field(description="null: Slipway itself")
    detail: str
    at: Moment

    @classmethod
    def of(cls, event: RolloutEvent) -> Self:
        return cls(what=RolloutEvent.What(event.what), by=event.by or None, detail=event.detail, at=event.at)


class RolloutSchema(Schema):
    """A rollout."""

    id: UUID
    model: str
    production: int = Field(description="The version that answered when it started")
    candidate: int
    state: State
    step: int = Field(description="From 0 on")
    steps: list[StepSchema]
    margin: float = Field(description="How much rarer good answers may be at most")
    revision: int = Field(description="Rises with each change; send the one that you saw")
    by: str
    reason: str
    created_at: Moment
    ended_at: Moment | None
    ended_by: str | None = Field(description="null: it runs, or a guard has ended it")
    end_reason: str
    figures: FiguresSchema = Field(description="Of now; of what has ended, of then")
    events: list[RolloutEventSchema]

    @classmethod
    def of(cls, row: Rollout) -> Self:
        plan = row.parsed
        copied = ("id", "state", "step", "revision", "by", "reason", "created_at", "ended_at", "end_reason")
        # What ended before there were signals has none.
        stored = FiguresSchema.model_validate({"signals": [], **row.evidence}) if row.evidence else None
        figures = stored or FiguresSchema.of(figures_of(row))
        return cls(
            model=row.model_id,
            production=row.production.number,
            candidate=row.candidate.number,
            steps=[StepSchema(**step.model_dump()) for step in plan.steps],
            margin=plan.margin,
            ended_by=row.ended_by or None,
            figures=figures,
            events=[RolloutEventSchema.of(event) for event in row.events.all()],
            **{name: getattr(row, name) for name in copied},
        )


class RolloutPageSchema(Schema):
    """Rollouts, the newest first."""

    results: list[RolloutSchema]
    next: str | None
