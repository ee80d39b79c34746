"""What was accepted becomes a data set, and a run begins from the model that was wrong."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from apps.catalogue.models import Version
from apps.core import audit
from apps.core.errors import Problem
from apps.training.corrections import files, rehearsal
from apps.training.corrections.selectors import corrections
from apps.training.corrections.trainable import lacking, once_each
from apps.training.data_sets.payload import FollowingRun, FreezePayload
from apps.training.data_sets.record import write_version
from apps.training.data_sets.selectors import CORRECTIONS, refuse_missing
from apps.training.jobs.handlers import Write
from apps.training.jobs.notify import notify
from apps.training.jobs.submit import enqueue
from apps.training.models import Correction, DataSet, DataSetVersion, Job
from apps.training.problems import taken
from apps.training.runs import submit
from apps.training.runs.recipes import recipe_of
from apps.training.states import Work
from apps.training.versions import reference
from ml.jobs.messages import FreezeResult
from ml.kinds import kind_of
from ml.progress import Frozen
from ml.training.presets import FEW

LICENCE = "As agreed with those who sent the files"


class TrainRequest(Frozen):
    """The name of the data set, the model that was wrong (slug/versions/N), and the set that is mixed in, if any."""

    slug: str
    parent: str
    data_set: str = ""
    version: int | None = None


def begin(operator: User, slug: str, parent: Version, beside: DataSetVersion | None) -> DataSet:
    """Make a data set of what was accepted of a model's answers, freeze it, and fine-tune the model on it.

    Args:
        beside: items of this set are mixed in, so that the model does not forget them.

    Raises:
        Problem: 409 where too little was accepted, or the slug is taken; 422 where the model cannot be trained
            further, or `beside` is for another kind.
        StorageAway: a file cannot be read or written.
    """
    submit.refuse_untrainable(parent)
    if beside:
        refuse_missing(beside)
    kind = parent.model.kind
    rows = once_each(corrections(kind, Correction.State.ACCEPTED).filter(version__model=parent.model))
    if not rows:
        raise Problem(409, f"No correction of {parent.model_id} was accepted yet; look them over first.")
    mixed = rehearsal.items_of(beside, kind, rows) if beside else []
    if reason := lacking(kind, [row.correction.answer for row in rows] + [item.answer for item in mixed]):
        raise Problem(409, reason)
    title = f"Corrections of {parent.model_id}"
    data_set = DataSet(slug=slug, owner=operator, title=title, source=CORRECTIONS)
    try:
        with transaction.atomic():
            data_set.save(force_insert=True)
            files.write(files.lines(rows, split=bool(mixed)), mixed, data_set.path)
            notify(enqueue(Work.FREEZE, operator, _payload(data_set, parent, beside), data_set=data_set))
            audit.note("data_set_made", by=operator, data_set=slug, corrections=len(rows))
    except IntegrityError as error:
        raise taken(slug) from error
    return data_set


def _payload(data_set: DataSet, parent: Version, beside: DataSetVersion | None) -> FreezePayload:
    kind = parent.model.kind
    mixed_in = f"; mixed in: {beside.manifest['title']}, {beside.manifest['licence']}" if beside else ""
    # People write as they like; the model has letters of its own.
    vocabulary = {} if kind_of(kind).answer == "label" else {"model": reference(parent)}
    return FreezePayload(
        title=data_set.title,
        licence=f"{LICENCE}{mixed_in}",
        train=FollowingRun(parent=parent.pk, slug=parent.model_id, recipe=FEW[kind].model_dump(mode="json")),
        **vocabulary,
    )


def frozen(job: Job, result: FreezeResult) -> Write:
    """The next version of a data set; and where that was made of corrections, the run that was to follow begins."""

    def write() -> None:
        version = write_version(job, result)
        if follow := FreezePayload.model_validate(job.payload).train:
            parent = Version.objects.select_related("model").filter(pk=follow.parent).first()
            submit.train(job.owner, submit.NewRun(version, recipe_of(follow.recipe), parent, follow.slug))

    return write
