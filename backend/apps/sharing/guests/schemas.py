"""The JSON that guests see: what they sent and its answer, nothing of where it is kept."""

from typing import Self
from uuid import UUID

from pydantic import Field

from apps.catalogue.models import Model, Version
from apps.catalogue.schemas import GrammarSchema, Kind
from apps.core.schemas import Moment, ProblemSchema, Schema
from apps.predictions.models import Prediction, Status
from apps.predictions.output_schemas import ClassificationSchema, TranscriptSchema
from apps.predictions.schemas import shape_of
from apps.sharing.guests.spoken import is_heard
from apps.sharing.models import Link


class SpokenSchema(Schema):
    """What a guest may say beforehand that will be said: a grammar, or words of their own."""

    grammars: list[GrammarSchema] = Field(description="What the option `grammar` may name")
    default_grammar: str | None = Field(description="The one that is heard where a request says nothing")

    @classmethod
    def of(cls, model: Model) -> Self | None:
        """As production offers it; None where it hears nothing, or nobody answers."""
        if not is_heard(model.kind):
            return None
        version = Version.objects.filter(aliases__model=model, aliases__name=Version.PRODUCTION).first()
        if version is None:
            return None
        return cls(grammars=GrammarSchema.all_of(version), default_grammar=version.default_grammar or None)


class GuestSchema(Schema):
    """What a link opens."""

    name: str
    title: str = Field(description="Of the model")
    summary: str
    kind: Kind
    expires_at: Moment
    left_today: int = Field(description="Files that it still takes before 0:00 UTC")
    unserved: bool = Field(description="Whether nobody is there to answer just now: what is sent waits")
    spoken: SpokenSchema | None = Field(description="null where the model hears nothing")

    @classmethod
    def of(cls, link: Link, *, unserved: bool) -> Self:
        model = link.model
        return cls(
            name=link.name,
            title=model.title,
            summary=model.summary,
            kind=model.kind,
            expires_at=link.expires_at,
            left_today=max(0, link.most_a_day - link.uses_today),
            unserved=unserved,
            spoken=SpokenSchema.of(model),
        )


class GuestPredictionSchema(Schema):
    """A prediction, as far as it concerns a guest."""

    id: UUID
    status: Status
    kind: Kind
    output: ClassificationSchema | TranscriptSchema | None
    error: ProblemSchema | None
    position: int | None = Field(description="1 = next; null unless queued")
    eta_seconds: float | None = Field(description="null where it is not known, as while no worker serves the kind")
    created_at: Moment
    completed_at: Moment | None

    @classmethod
    def of(cls, row: Prediction) -> Self:
        """`row` has its `upload` and `version`."""
        whole = shape_of(row)
        return cls(**{name: getattr(whole, name) for name in cls.model_fields})
