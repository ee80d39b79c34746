"""A data set and a run, with their files."""

from pathlib import Path

import numpy as np
from django.conf import settings
from django.utils import timezone
from PIL import Image

from apps.predictions.tests.conftest import manifest
from apps.training.models import DataSet, DataSetVersion, Job, Run, Variant
from ml.bundle import Bundle, write_bundle
from ml.datasets.examine import examine
from ml.datasets.freeze import About, freeze
from ml.datasets.layouts.read import read_source
from ml.datasets.options import Options

RECIPE = {"kind": "image-classification"}


def data_set(slug: str = "pets") -> DataSetVersion:
    """Pictures of three classes: as they were sent, and frozen."""
    row = DataSet.objects.create(slug=slug, title="Pets", source="source")
    for seed, label in enumerate(["bird", "boat", "cat"] * 8):
        place = row.path / label
        place.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(place / f"{seed}.png")
    frozen = freeze(
        examine(read_source(row.path, row.folder / "unpacked"), Options()),
        row.folder / "versions" / "1",
        About(slug, "Pets", "MIT", "source"),
    )
    found = frozen.manifest.model_dump(mode="json", exclude_none=True)
    return DataSetVersion.objects.create(data_set=row, number=1, digest=frozen.digest, manifest=found)


def run(version: DataSetVersion) -> Run:
    """A run that has succeeded, with its checkpoint, and a variant of what it made."""
    job = _job("train", "succeeded")
    made = _bundle(job.folder / "bundle")
    for name in ("run.json", "history.json"):
        (job.folder / name).write_text("{}")
    checkpoint(job, 20)
    _variant()
    return Run.objects.create(
        job=job, slug="pets", data_set_version=version, recipe=RECIPE, digest=made.digest, created_at=timezone.now()
    )


def running(version: DataSetVersion) -> Run:
    """A run that is half-way."""
    job = _job("train", "running")
    checkpoint(job, 10)
    return Run.objects.create(job=job, slug="pets", data_set_version=version, recipe=RECIPE, created_at=timezone.now())


def checkpoint(job: Job, step: int) -> Path:
    """A checkpoint beside those that are there."""
    place = job.folder / "checkpoints" / f"step-{step:09d}"
    place.mkdir(parents=True)
    (place / "model.safetensors").write_bytes(b"weights after %d" % step)
    return place


def below(folder: str) -> set[str]:
    """Files below a folder of the data dir."""
    root = Path(settings.DATA_DIR) / folder
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def _variant() -> None:
    from apps.catalogue.models import Version

    job = _job("optimise", "succeeded")
    made = _bundle(job.folder / "int8")
    Variant.objects.create(
        job=job, parent=Version.objects.get(), name="int8", digest=made.digest, accepted=True, reason="Faster."
    )


def _job(work: str, status: str) -> Job:
    return Job.objects.create(work=work, status=status, created_at=timezone.now())


def _bundle(folder: Path) -> Bundle:
    folder.parent.mkdir(parents=True, exist_ok=True)
    weights = folder.with_suffix(".onnx")
    weights.write_bytes(b"weights of " + folder.name.encode())
    made = write_bundle(folder, {**manifest("image-classification"), "slug": "pets"}, {"model.onnx": weights})
    weights.unlink()
    return made
