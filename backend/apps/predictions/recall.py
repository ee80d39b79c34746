"""What waits for one version is pointed at another."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection, transaction

from apps.catalogue.models import Alias, Split, Version
from apps.catalogue.splits import Arm
from apps.live import events
from apps.predictions.models import Prediction, Status
from apps.predictions.notify import notify
from apps.predictions.selectors import with_parts


@transaction.atomic
def recall(version: Version, to: Version, *, alias: str, also_told: Collection[int] = ()) -> int:
    """Have what waits for `version`, and was sent to `alias` of its model, answered by `to`. Returns how many.

    Who named the version itself gets it. What a worker claims at this moment is left to that worker.

    Args:
        also_told: whom the caller tells something in the same transaction: streams are locked in one order.
    """
    waiting = Prediction.objects.filter(status=Status.QUEUED, kind=to.model.kind, version=version, alias=alias)
    locked = waiting.order_by("pk").select_for_update(skip_locked=True, of=("self",))
    owners = dict(locked.values_list("pk", "owner"))
    if told := {*owners.values(), *also_told}:
        events.reserve(dict.fromkeys(told, 0))
    keys = list(owners)
    Prediction.objects.filter(pk__in=keys).update(version=to, trial=None)
    notify(list(with_parts(Prediction.objects.filter(pk__in=keys)).order_by("pk")))
    return len(keys)


def recall_withdrawn(rows: Sequence[Prediction]) -> int:
    """Of rows that are about to be claimed, and all others like them: what a candidate was to answer that is out.

    That is asked behind the lock of whoever ends a rollout, so that nothing which waited then is claimed afterwards; it
    came with a request that had begun before, or was put back by a worker. Returns how many are answered by another.
    """
    rollouts = {UUID(row.trial["rollout"]) for row in rows if row.trial and row.trial["arm"] == Arm.CANDIDATE}
    if not rollouts or all(_runs(rollout) for rollout in rollouts):
        return 0
    version = rows[0].version
    answers = Alias.objects.filter(model=version.model_id, name=Version.PRODUCTION).select_related("version__model")
    now = answers.get().version
    return recall(version, now, alias=Version.PRODUCTION) if now.pk != version.pk else 0


def _runs(rollout: UUID) -> bool:
    """Whether it does, until this transaction ends: who would end it waits."""
    if not connection.features.has_select_for_update:
        return Split.objects.filter(rollout=rollout).exists()
    with connection.cursor() as cursor:
        table = Split._meta.db_table
        cursor.execute(f"SELECT 1 FROM {table} WHERE rollout = %s FOR KEY SHARE", [rollout])  # noqa: S608 - no value
        return cursor.fetchone() is not None
