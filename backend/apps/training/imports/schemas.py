"""The JSON of a model that is taken in, before it is a version."""

from typing import Self

from pydantic import Field, JsonValue

from apps.core.schemas import JsonObject, Schema
from apps.predictions.output_schemas import ClassificationSchema, TranscriptSchema, output_of
from apps.training.imports.payload import OwnFile, payload_of
from apps.training.jobs.schemas import TrainingJobSchema
from apps.training.models import Job
from ml.adopt.details import ASSUMED
from ml.bundle import Manifest, read_manifest
from ml.errors import BundleError


class OwnFileSchema(Schema):
    """A file of the owner's, and what the model answers; neither output nor error before it has been asked."""

    name: str
    url: str
    expected: str = Field(description="What the answer should be, empty where nobody said so")
    output: ClassificationSchema | TranscriptSchema | None
    error: str | None = Field(description="Why it cannot be answered, a sentence")

    @classmethod
    def of(cls, own: OwnFile, url: str, told: dict[str, JsonValue]) -> Self:
        output = told.get("output")
        return cls(
            name=own.name,
            url=url,
            expected=own.expected,
            output=output_of(output if isinstance(output, dict) else None),
            error=str(told.get("error") or "") or None,
        )


class ImportSchema(Schema):
    """A model that others made, what was said of it, and how it answers its owner's files."""

    job: TrainingJobSchema
    slug: str
    labels: list[str] = Field(description="What it knows, or what was said that it does")
    vocabulary: list[str]
    preprocess: JsonObject | None = Field(description="As it was said, or as the model's own files say")
    assumed: bool = Field(description="Nothing says how pictures are prepared: ImageNet's numbers were taken")
    own_files: list[OwnFileSchema]

    @classmethod
    def of(cls, job: Job) -> Self:
        payload = payload_of(job)
        told = (job.result or {}).get("answers", [])
        manifest = _manifest_of(job)
        answers = [*told, *[{}] * (len(payload.own_files) - len(told))]
        return cls(
            job=TrainingJobSchema.of(job),
            slug=payload.details.slug,
            labels=list(payload.details.labels or (manifest.labels if manifest else None) or ()),
            vocabulary=list(payload.details.vocabulary or (manifest.vocabulary if manifest else None) or ()),
            preprocess=payload.details.preprocess or (_numbers(manifest) if manifest else None),
            assumed=bool(manifest and manifest.lineage.get(ASSUMED)),
            own_files=[
                OwnFileSchema.of(own, f"/api/v1/imports/{job.pk}/files/{number}", answers[number])
                for number, own in enumerate(payload.own_files)
            ],
        )


def _manifest_of(job: Job) -> Manifest | None:
    """What the model says of itself, once it is a bundle."""
    if not job.is_unregistered:
        return None
    try:
        return read_manifest(job.folder / "bundle")
    except BundleError:
        return None


def _numbers(manifest: Manifest) -> dict[str, JsonValue]:
    return manifest.preprocess.model_dump(mode="json", exclude_none=True)
