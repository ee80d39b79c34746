"""What waits for one version is pointed at another."""

from django.db import transaction

from apps.catalogue.models import Version
from apps.predictions.models import Prediction, Status
from apps.predictions.notify import notify
from apps.predictions.selectors import with_parts


@transaction.atomic
def recall(version: Version, to: Version, *, alias: str) -> int:
    """Have what waits for `version`, and was sent to `alias` of its model, answered by `to`. Returns how many.

    Who named the version itself gets it. What a worker claims at this moment is left alone.
    """
    waiting = Prediction.objects.filter(status=Status.QUEUED, kind=to.model.kind, version=version, alias=alias)
    locked = waiting.order_by("pk").select_for_update(skip_locked=True, of=("self",))
    keys = list(locked.values_list("pk", flat=True))
    Prediction.objects.filter(pk__in=keys).update(version=to)
    notify(list(with_parts(Prediction.objects.filter(pk__in=keys)).order_by("pk")))
    return len(keys)
