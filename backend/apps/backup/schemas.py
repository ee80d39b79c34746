"""The JSON of runs. Their figures are built, stored and shown from one declaration."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from apps.backup.manifest import Manifest
from apps.backup.models import BackupRun, Operation, Startable, Status
from apps.core.schemas import Moment, Schema, optional


class FindingSchema(Schema):
    """Something that is wrong, and what to do about it."""

    subject: str
    detail: str
    advice: str


class RunFiguresSchema(Schema):
    """Counts, sizes in bytes and times in seconds; which ones, depends on the job and how far it got."""

    size: int | None = optional(description="Bytes of the backup")
    rows: int | None = optional()
    predictions: int | None = optional()
    media: int | None = optional(description="Files that people sent")
    versions: int | None = optional(description="Versions of models")
    training: int | None = optional(description="Files of data sets and training runs")
    missing: int | None = optional(description="Files that were gone when they were to be copied")
    damaged: int | None = optional(description="Files that are not what was sent")
    removed: int | None = optional(description="Old backups that made room")
    tables: dict[str, int] | None = optional(description="Rows of each table")
    made_at: Moment | None = optional(description="When the backup was made")
    files: int | None = optional(description="Files that were looked at")
    read: int | None = optional(description="Files that were read to the last byte")
    problems: int | None = optional()
    seconds: float | None = optional()

    @classmethod
    def of(cls, manifest: Manifest, begun: datetime) -> Self:
        """What a backup holds, and how long the work on it has taken."""
        return cls(
            made_at=manifest.created_at,
            rows=sum(table.rows for table in manifest.tables.values()),
            predictions=manifest.tables["predictions.prediction"].rows,
            media=manifest.media,
            versions=manifest.tables["catalogue.version"].rows,
            training=manifest.training_files,
            missing=len(manifest.missing),
            damaged=len(manifest.damaged),
            seconds=seconds_since(begun),
        )


def seconds_since(begun: datetime) -> float:
    """To the millisecond."""
    return round((datetime.now(UTC) - begun).total_seconds(), 3)


class RunSchema(Schema):
    """One backup, restore, drill or integrity check."""

    id: UUID
    job: Operation
    state: Status
    asked_by: str | None
    asked_at: Moment
    started_at: Moment | None
    ended_at: Moment | None
    step: str = Field(description="What it is doing")
    detail: str = Field(description="How it ended, in a sentence")
    file: str = Field(description="Name of the backup")
    encrypted: bool = Field(description="By the name of its file.")
    figures: RunFiguresSchema
    findings: list[FindingSchema]

    @classmethod
    def of(cls, row: BackupRun) -> Self:
        return cls(
            id=row.pk,
            job=Operation(row.operation),
            state=Status(row.status),
            asked_by=row.requested_by.username if row.requested_by else None,
            asked_at=row.requested_at,
            started_at=row.started_at,
            ended_at=row.ended_at,
            step=row.step,
            detail=row.detail,
            file=row.file,
            encrypted=row.file.endswith(".age.tar"),
            figures=RunFiguresSchema.model_validate(row.figures),
            findings=[FindingSchema.model_validate(one) for one in row.findings],
        )

    @classmethod
    def maybe(cls, row: BackupRun | None) -> Self | None:
        return cls.of(row) if row else None


class JobStateSchema(Schema):
    """How one job stands."""

    job: Startable
    under_way: RunSchema | None
    last: RunSchema | None = Field(description="The last one that is over, however it went")
    last_success: Moment | None


class BackupsSchema(Schema):
    """Where backups go, how they are encrypted, when they are made, and what was done."""

    place: str = Field(description="A folder, or s3://bucket/prefix")
    can_encrypt: bool = Field(description="Without a key no backup is made")
    every_hours: float = Field(description="0: none by itself")
    keep: int = Field(description="How many are kept, the newest")
    jobs: Sequence[JobStateSchema]
    recent: Sequence[RunSchema]
