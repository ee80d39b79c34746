"""Variants are asked for: check that they can be made, write the row, ring after the commit."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from apps.catalogue.models import Version
from apps.training.data_sets.selectors import refuse_missing
from apps.training.jobs.notify import notify
from apps.training.jobs.selectors import hold
from apps.training.jobs.submit import enqueue
from apps.training.models import DataSetVersion, Job
from apps.training.problems import misfit
from apps.training.runs.recipes import refused_recipe
from apps.training.states import Work
from apps.training.variants.payload import OptimisePayload
from apps.training.variants.ways import items_in
from ml.bundle import Manifest
from ml.errors import OptimiseError, RecipeError
from ml.optimise.student_recipes import distillation_recipe, recipe_for
from ml.optimise.techniques import KEEP, LEARNING, Technique, disorder, obstacle


def optimise(owner: User, version: Version, data: DataSetVersion, payload: OptimisePayload) -> Job:
    """Begin to make variants. Raises Problem 409 without the data set's files, 422 where something does not fit."""
    refuse_missing(data)
    if version.model.kind != data.manifest["kind"]:
        raise misfit("/data_set", f"{version} does {version.model.kind}, the data set is for {data.manifest['kind']}.")
    manifest = version.parsed
    _check_steps(payload.steps, manifest, _kept(payload))
    _check_data(payload.steps, manifest, data)
    _check_teaching(payload, manifest, items_in(data, "train"))
    with transaction.atomic():
        hold(data.data_set_id)
        job = enqueue(Work.OPTIMISE, owner, payload, version=version)
        notify(job)
    return job


def _kept(payload: OptimisePayload) -> float:
    """The share of the weights that is there when a student is taught."""
    steps = payload.steps
    prunes_first = "prune" in steps and "distil" in steps and steps.index("prune") < steps.index("distil")
    return (payload.keep or KEEP) if prunes_first else 1.0


def _check_steps(steps: Sequence[Technique], manifest: Manifest, keep: float) -> None:
    reason = disorder(steps) or next(filter(None, (obstacle(step, manifest, keep) for step in steps)), "")
    if reason:
        raise misfit("/steps", reason)


def _check_data(steps: Sequence[Technique], manifest: Manifest, data: DataSetVersion) -> None:
    learns = any(step in LEARNING for step in steps)
    if not items_in(data, "validation"):
        raise misfit("/data_set", f"{data} has nothing in its validation split, on which variants are compared.")
    if not items_in(data, "train"):
        raise misfit("/data_set", f"{data} has nothing in its training split, from which variants are made.")
    unknown = sorted(set(data.manifest.get("classes") or ()) - set(manifest.labels or ()))
    if manifest.labels and unknown:
        raise misfit("/data_set", f"{manifest.slug} has no label {unknown[0]!r}, which {data} has.")
    foreign = sorted(set(data.manifest.get("characters") or "") - {" "} - set(manifest.vocabulary or ()))
    if learns and manifest.vocabulary and foreign:
        raise misfit("/data_set", f"{manifest.slug} cannot write {foreign[0]!r}, which {data} has.")


def _check_teaching(payload: OptimisePayload, manifest: Manifest, items: int) -> None:
    steps, name, changes = payload.steps, payload.student, payload.recipe or {}
    if name and "distil" not in steps:
        raise misfit("/student", "A student is for the step distil; take it too, or leave the student out.")
    if any(step in LEARNING for step in steps) and changes.get("kind", manifest.kind) != manifest.kind:
        raise misfit("/recipe/kind", f"The recipe is for {changes['kind']}, {manifest.slug} does {manifest.kind}.")
    try:
        if "distil" in steps:
            distillation_recipe(manifest, items, name, changes, _kept(payload))
        if "prune" in steps:
            recipe_for("prune", manifest, items, changes)
    except OptimiseError as error:
        raise misfit("/student", str(error)) from error
    except RecipeError as error:
        raise refused_recipe(error) from error
