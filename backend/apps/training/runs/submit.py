"""A run is asked for: check that recipe, data set and parent fit together, write the rows, ring after the commit."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from pydantic import JsonValue

from apps.catalogue.models import Model, Version
from apps.training.data_sets.selectors import refuse_missing
from apps.training.jobs.notify import notify
from apps.training.jobs.payload import Payload
from apps.training.jobs.selectors import hold
from apps.training.jobs.submit import enqueue
from apps.training.models import DataSetVersion, Run
from apps.training.problems import misfit
from apps.training.states import Work
from apps.training.versions import trainable
from ml.bundle import WEIGHTS
from ml.progress import Frozen
from ml.training.recipe import BaseRecipe


class RunRequest(Frozen):
    """What is sent; `parent` is slug/versions/N."""

    data_set: str
    version: int
    recipe: dict[str, JsonValue] | None = None
    parent: str | None = None
    slug: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class NewRun:
    """What to train."""

    version: DataSetVersion
    recipe: BaseRecipe
    parent: Version | None
    slug: str
    title: str = ""


def train(owner: User | None, new: NewRun) -> Run:
    """Begin a run. Raises Problem 422 where recipe, data set and parent do not fit together, 409 without its files."""
    refuse_missing(new.version)
    _check_fit(new)
    slug = new.slug or new.version.data_set_id
    with transaction.atomic():
        hold(new.version.data_set_id)
        job = enqueue(Work.TRAIN, owner, Payload())
        run = Run.objects.create(
            job=job,
            slug=slug,
            number=_following(slug),
            title=new.title,
            data_set_version=new.version,
            recipe=new.recipe.model_dump(mode="json"),
            parent=new.parent,
            notes=_forgotten(new),
            created_at=job.created_at,
        )
        notify(job)
    return run


def _following(slug: str) -> int:
    """One more than the newest run of a name. Two that begin at once on different data sets may share a number."""
    last: int | None = Run.objects.filter(slug=slug).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _check_fit(new: NewRun) -> None:
    kind = new.version.manifest["kind"]
    known = Model.objects.filter(pk=new.slug).first()
    if known and known.kind != kind:
        raise misfit("/slug", f"{new.slug} does {known.kind}, the data set teaches {kind}; choose another name.")
    if new.recipe.kind != kind:
        raise misfit("/recipe/kind", f"The recipe is for {new.recipe.kind}, the data set for {kind}.")
    if new.parent is None:
        return
    manifest = new.parent.parsed
    if manifest.kind != kind:
        raise misfit("/parent", f"{new.parent} does {manifest.kind}, the data set teaches {kind}.")
    refuse_untrainable(new.parent)


def refuse_untrainable(version: Version) -> None:
    """Raises Problem 422 where a version cannot be trained further."""
    if not trainable(version):
        raise misfit("/parent", f"{version} cannot be trained further: its bundle has no {WEIGHTS}.")


def _forgotten(new: NewRun) -> list[str]:
    """A sentence where a model of pictures shall unlearn labels."""
    if new.parent is None or not new.recipe.drops_outputs:
        return []
    classes = new.version.manifest.get("classes") or ()
    lost = [label for label in new.parent.parsed.labels or () if label not in classes]
    if not lost:
        return []
    which = ", ".join(lost[:5]) + (", …" if len(lost) > 5 else "")
    return [f"The new model knows the labels of the data set alone; {len(lost)} of {new.parent} are lost: {which}."]
