"""The JSON of jobs, for GET and for the socket."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from pydantic import Field

from apps.catalogue.models import Worker
from apps.core.schemas import Moment, Schema
from apps.training.models import Job
from apps.training.states import Requested, Status, Work
from apps.training.versions import reference

ADVICE = "Nobody is there to do the work: start `make trainer` beside `make run`."


class ProgressSchema(Schema):
    """`done` of `total` pieces of a stage (`total` 0: not known), and a sentence about it."""

    stage: str
    done: int
    total: int
    note: str


class TrainingJobSchema(Schema):
    """Work that takes long, and how it stands."""

    id: UUID
    work: Work
    status: Status
    wish: Requested | None = Field(description="What it was asked to do")
    owner: str | None
    data_set: str | None = Field(description="Slug of the data set that it is about")
    model: str | None = Field(description="slug/versions/N of the version that it is about")
    run: UUID | None = Field(description="The run that it trains")
    source: str | None = Field(description="The file or the name of the model that it brings")
    unregistered: bool = Field(description="It took a model in, which waits for `POST imports/{id}/register`")
    progress: ProgressSchema
    error: str | None = Field(description="Why it failed, a sentence")
    attempt: int = Field(description="How often a trainer began it or went on with it")
    gone: bool = Field(description="What it made was not in the backup that it was restored from")
    created_at: Moment
    started_at: Moment | None
    completed_at: Moment | None

    @classmethod
    def of(cls, row: Job) -> Self:
        return cls(
            id=row.pk,
            work=Work(row.work),
            status=Status(row.status),
            wish=Requested(row.wish) if row.wish else None,
            owner=row.owner.username if row.owner else None,
            data_set=row.data_set_id,
            model=reference(row.version) if row.version else None,
            run=row.run.pk if row.work == Work.TRAIN else None,
            source=row.payload["said"]["source"] if "said" in row.payload else None,
            unregistered=row.is_unregistered,
            progress=ProgressSchema(**{"stage": "", "done": 0, "total": 0, "note": "", **row.progress}),
            error=row.error or None,
            attempt=row.attempt,
            gone=row.files_missing,
            created_at=row.created_at,
            started_at=row.started_at,
            completed_at=row.completed_at,
        )


class TrainingJobListSchema(Schema):
    """Jobs, newest first."""

    results: list[TrainingJobSchema]
    next: str | None = Field(json_schema_extra={"format": "uri"})


class TrainerSchema(Schema):
    """Whether anybody is there to do the work."""

    trainers: int = Field(description="How many answered within the last 60 s")
    device: str | None = Field(description="What they compute on")
    waiting: int = Field(description="Jobs that wait")
    advice: str | None = Field(description="What to do where there is none")

    @classmethod
    def of(cls, trainers: Sequence[Worker], waiting: int) -> Self:
        return cls(
            trainers=len(trainers),
            device=trainers[0].device if trainers else None,
            waiting=waiting,
            advice=None if trainers else ADVICE,
        )
