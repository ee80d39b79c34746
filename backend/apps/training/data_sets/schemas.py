"""The JSON of data sets, their reports and their versions, for GET and for the socket."""

from typing import Literal, Self

from pydantic import Field

from apps.catalogue.schemas import Kind
from apps.core.schemas import JsonObject, Moment, Schema
from apps.training.data_sets.files import deleted_since
from apps.training.jobs.schemas import TrainingJobSchema
from apps.training.models import DataSet, DataSetVersion
from ml.jobs.report import ReportCase, ReportFinding, ReportItem, ShortReport

BASE = "/api/v1"


class ItemSchema(Schema):
    """A file of a data set as it came."""

    name: str
    answer: str = Field(description="Its label, or what is said")
    url: str | None = Field(description="The file; null where it cannot be shown")

    @classmethod
    def of(cls, item: ReportItem, slug: str) -> Self:
        url = None if item.number is None else f"{BASE}/data-sets/{slug}/items/{item.number}/file"
        return cls(name=item.name, answer=item.answer, url=url)


class CaseSchema(Schema):
    """Files that belong together in a finding, and why."""

    files: list[ItemSchema]
    note: str

    @classmethod
    def of(cls, case: ReportCase, slug: str) -> Self:
        return cls(files=[ItemSchema.of(item, slug) for item in case.files], note=case.note)


class DataFindingSchema(Schema):
    """Something that a check found, with the first of its cases."""

    code: str = Field(description="By which its files can be excluded where `leaving` is over 0")
    severity: Literal["error", "warning", "note"]
    sentence: str
    advice: str
    cases: list[CaseSchema]
    cases_total: int
    leaving: int = Field(description="Files that leave when this code is excluded; 0: no way out")

    @classmethod
    def of(cls, finding: ReportFinding, slug: str) -> Self:
        cases = [CaseSchema.of(case, slug) for case in finding.cases]
        return cls(**{**dict(finding), "cases": cases})


class BarSchema(Schema):
    """One bar of a histogram, from `least` to under `below` (null: no end)."""

    least: float
    below: float | None
    count: int


class SplitCountSchema(Schema):
    """How much one split holds."""

    items: int
    seconds: float | None = None
    speakers: int | None = None
    per_class: dict[str, int] | None = None


class SplitCountsSchema(Schema):
    """How much each split holds."""

    train: SplitCountSchema
    validation: SplitCountSchema
    test: SplitCountSchema


class ReportSchema(Schema):
    """A checked set in figures; sides are pixels, lengths seconds, rates Hz."""

    kind: Kind
    layout: str
    ready: bool = Field(description="Whether it can be frozen as it is")
    items: int
    findings: list[DataFindingSchema]
    counts: SplitCountsSchema
    classes: dict[str, int]
    sides: list[BarSchema]
    seconds: float
    speakers: int
    lengths: list[BarSchema]
    sample_rates: dict[str, int]
    silence_share: float
    characters: dict[str, int]
    proposed_characters: str
    examples: list[ItemSchema] = Field(description="Some files, spread over the set")

    @classmethod
    def of(cls, row: DataSet) -> Self:
        report = ShortReport.model_validate(row.report)
        return cls(
            **report.model_dump(mode="json", exclude={"findings", "examples"}),
            findings=[DataFindingSchema.of(finding, row.slug) for finding in report.findings],
            examples=[ItemSchema.of(item, row.slug) for item in report.examples],
        )


class DataSetVersionSchema(Schema):
    """A frozen data set: it never changes."""

    data_set: str
    number: int
    digest: str = Field(description="sha256 of its manifest, which covers every file")
    kind: Kind
    title: str
    licence: str
    seed: int
    classes: list[str] | None
    characters: str | None
    counts: SplitCountsSchema
    excluded: int = Field(description="Files that came with it and are not in it")
    runs: int = Field(description="Runs that saw it")
    gone: bool = Field(description="Its files were not in the backup that it was restored from")
    created_at: Moment

    @classmethod
    def of(cls, row: DataSetVersion) -> Self:
        manifest = row.manifest
        return cls(
            data_set=row.data_set_id,
            number=row.number,
            digest=row.digest,
            **{name: manifest[name] for name in ("kind", "title", "licence", "seed", "counts")},
            classes=manifest.get("classes"),
            characters=manifest.get("characters"),
            excluded=len(manifest.get("excluded", ())),
            runs=row.run_count,
            gone=row.files_missing,
            created_at=row.created_at,
        )


class DataSetSchema(Schema):
    """Files with their answers, and what was frozen of them."""

    slug: str
    title: str
    kind: Kind | None = Field(description="Null until it was checked")
    owner: str | None
    source: str = Field(description="Name of the file or folder as it came")
    size: int | None = Field(description="Bytes of the file that was sent")
    gone: bool = Field(description="What was sent was not in the backup that it was restored from")
    checked_at: Moment | None
    ready: bool | None = Field(description="What the last check said; null: none yet")
    items: int | None
    versions: list[DataSetVersionSchema] = Field(description="Newest first")
    job: TrainingJobSchema | None = Field(description="The last check or freeze")
    created_at: Moment

    @classmethod
    def of(cls, row: DataSet) -> Self:
        latest = next(iter(row.latest_jobs), None)
        return cls(
            slug=row.slug,
            title=row.title,
            kind=row.kind or None,
            owner=row.owner.username if row.owner else None,
            source=row.source,
            size=row.size,
            gone=row.files_missing,
            checked_at=row.checked_at,
            ready=row.report["ready"] if row.report else None,
            items=row.report["items"] if row.report else None,
            versions=[DataSetVersionSchema.of(version) for version in row.versions.all()],
            job=TrainingJobSchema.of(latest) if latest else None,
            created_at=row.created_at,
        )


class DataSetDetailSchema(DataSetSchema):
    """A data set with the report of its last check."""

    options: JsonObject = Field(description="Of the last check")
    report: ReportSchema | None
    deleted_since: int | None = Field(
        description="Of corrections: files whose predictions were deleted since; null for any other set"
    )

    @classmethod
    def of(cls, row: DataSet) -> Self:
        report = ReportSchema.of(row) if row.report else None
        shape = dict(DataSetSchema.of(row))
        return cls(**shape, options=row.options, report=report, deleted_since=deleted_since(row))


class DataSetListSchema(Schema):
    """Data sets, newest first."""

    results: list[DataSetSchema]
    next: str | None = Field(json_schema_extra={"format": "uri"})
