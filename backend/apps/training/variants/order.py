"""What a child is told to make."""

from pathlib import Path

from django.conf import settings

from apps.catalogue.bundles import local_folder
from apps.training.data_sets.selectors import frozen_set
from apps.training.models import Job
from apps.training.variants.payload import OptimisePayload
from ml.jobs.orders import STEPS, OptimiseOrder, Step
from ml.optimise.techniques import Technique

# What of the payload each way takes.
CHOICES: dict[Technique, tuple[str, ...]] = {
    "int8": ("mode", "calibration_items"),
    "fp16": (),
    "prune": ("keep", "recipe"),
    "distil": ("student", "recipe"),
}


def optimise(job: Job) -> OptimiseOrder:
    """Make and compare. Raises DataSetError where the set is gone, BundleError, StorageAway."""
    assert job.version  # noqa: S101 - for the types: submit gives each one
    payload = OptimisePayload.model_validate(job.payload)
    return OptimiseOrder(
        parent=local_folder(job.version),
        parent_name=str(job.version),
        data_set=frozen_set(payload).folder,
        steps=tuple(_step(way, job.folder / way, payload) for way in payload.steps),
        split="validation",
        allowed_loss=payload.allowed_loss,
        threads=settings.SLIPWAY.threads,
        training_threads=settings.SLIPWAY.threads,
    )


def _step(way: Technique, folder: Path, payload: OptimisePayload) -> Step:
    chosen = {name: value for name in CHOICES[way] if (value := getattr(payload, name)) is not None}
    return STEPS.validate_python({"way": way, "folder": folder, **chosen})
