"""The catalogue's JSON."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from apps.catalogue.models import Calibration, Model, Version, Worker, kinds
from apps.catalogue.thresholds import thresholds_of
from apps.core.schemas import JsonObject, Moment, Schema, optional
from ml import options
from ml.kinds import KindName


class _KindsOfTheTable:
    """Lists in OpenAPI the kinds that there are when the document is written."""

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        from apps.core.openapi import one_of  # noqa: PLC0415 - a worker describes nothing

        return one_of(dict(kinds()))


Kind = Annotated[KindName, _KindsOfTheTable()]


class ServedBySchema(Schema):
    """A worker that serves the version's kind now; `loaded` tells whether it holds this version in memory."""

    worker: str
    device: str
    loaded: bool

    @classmethod
    def of(cls, worker: Worker, version: Version) -> Self:
        loaded = [version.model_id, version.number] in worker.loaded
        return cls(worker=worker.name, device=worker.device, loaded=loaded)


class MeasuredSizeSchema(Schema):
    """Items with so many `values` each, as the network is given them: `items` of them in one inference."""

    values: int
    items: int
    per_second: float = Field(description="Items that were computed, without reading their files")


class CalibrationSchema(Schema):
    """How the version computes on a device, by what was measured there."""

    device: str = Field(description="The processor with its cores, or the card")
    threads: int
    lanes: int = Field(description="Inferences side by side, which share the threads")
    sizes: list[MeasuredSizeSchema]
    measured_at: Moment

    @classmethod
    def of(cls, kept: Calibration) -> Self:
        sizes = zip(kept.setup["most"], kept.per_second, strict=False)
        return cls(
            device=kept.device,
            threads=kept.setup["threads"],
            lanes=kept.setup["lanes"],
            sizes=[MeasuredSizeSchema(**most, per_second=rate) for most, rate in sizes],
            measured_at=kept.measured_at,
        )


class GrammarSchema(Schema):
    """What may be said to a version, by the name that a request may choose."""

    name: str
    titles: dict[str, str] = Field(description='As people read it, by language: "en", "zh"')

    @classmethod
    def all_of(cls, version: Version) -> list[Self]:
        """Those that the version offers."""
        offered = version.manifest.get("grammars", {})
        return [cls(name=name, titles=grammar["titles"]) for name, grammar in offered.items()]


class ThresholdsSchema(Schema):
    """From which confidence on an answer counts as sure."""

    threshold: float = Field(description="The least confidence of a sure answer, 0 to 1")
    labels: dict[str, float] = Field(description="That of some labels instead")

    @classmethod
    def of(cls, version: Version) -> Self:
        return cls(**thresholds_of(version).model_dump())


class VersionSchema(Schema):
    """One immutable version."""

    number: int
    metrics: JsonObject
    labels: list[str] | None
    vocabulary: list[str] | None
    grammars: list[GrammarSchema] = Field(description="What the option `grammar` of a request may name")
    default_grammar: str | None = Field(description="The one that is heard where a request says nothing")
    preprocess: JsonObject
    lineage: JsonObject
    parameters: int
    size: int = Field(description="Bytes of all files")
    sha256: str = Field(description="Of bundle.json, which names the sha256 of every other file")
    licence: str
    created_at: Moment
    hidden: bool = Field(description="Left out of the list of models; who names it is answered")
    thresholds: ThresholdsSchema | None = Field(description="null where its kind answers no labels")
    seconds_per_item: float | None = Field(description="What one item takes here, a moving average")
    served_by: list[ServedBySchema]
    calibrations: list[CalibrationSchema] = Field(description="By device, where `manage.py calibrate` has measured it")

    @classmethod
    def of(cls, version: Version, kind: str, workers: Sequence[Worker]) -> Self:
        copied = ("metrics", "labels", "vocabulary", "preprocess", "lineage", "parameters", "licence")
        return cls(
            number=version.number,
            **{name: version.manifest.get(name) for name in copied},
            grammars=GrammarSchema.all_of(version),
            default_grammar=version.default_grammar or None,
            size=version.size,
            sha256=version.digest,
            created_at=version.created_at,
            hidden=version.hidden,
            thresholds=ThresholdsSchema.of(version) if version.manifest.get("labels") else None,
            seconds_per_item=version.seconds_per_item,
            served_by=[ServedBySchema.of(worker, version) for worker in workers if kind in worker.kinds],
            calibrations=[CalibrationSchema.of(kept) for kept in version.calibrations.all()],
        )


class ModelSchema(Schema):
    """A model with its versions, newest first."""

    slug: str
    kind: Kind
    title: str
    summary: str
    licence: str
    is_default: bool
    owner: str | None = optional(
        "Who made it for themselves: nobody else sees it but staff; left out: it is everybody's"
    )
    aliases: dict[str, int]
    options_schema: JsonObject = Field(description="JSON schema of the options that a request may choose")
    latest: VersionSchema
    versions: list[VersionSchema]

    @classmethod
    def of(cls, model: Model, workers: Sequence[Worker]) -> Self:
        versions = [VersionSchema.of(version, model.kind, workers) for version in model.versions.all()]
        return cls(
            slug=model.slug,
            kind=model.kind,
            title=model.title,
            summary=model.summary,
            licence=versions[0].licence,
            is_default=model.is_default,
            owner=model.owner.username if model.owner else None,
            aliases={alias.name: alias.version.number for alias in model.aliases.all()},
            options_schema=options.json_schema(model.kind),
            latest=next((version for version in versions if not version.hidden), versions[0]),
            versions=versions,
        )


class ModelListSchema(Schema):
    """All models."""

    results: list[ModelSchema]
