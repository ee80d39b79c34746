"""The scheduler looks at what was answered since it last looked, and judges it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.drift.answers import Answer, between, reference_of
from apps.drift.models import Cursor, FullWindow, Watch
from ml.drift.evidence import WINDOW, carried, drifting, evidence, grown
from ml.drift.reference import Reference
from ml.drift.window import Window

# Of more answers in one look a part is looked at: what is asked is what they are like, and not how many there are.
MOST = 2000
# An answer is written some moments after it was given.
LATE = timedelta(seconds=5)
# Full windows that are kept of each version.
KEPT = 200


@transaction.atomic
def look() -> None:
    """One look. Of two schedulers, as in a roll-out, one waits for the other."""
    until = timezone.now() - LATE
    Cursor.objects.get_or_create(pk=Cursor.ONLY, defaults={"at": until})
    cursor = Cursor.objects.select_for_update().get(pk=Cursor.ONLY)
    if until <= cursor.at:
        return
    by_version: defaultdict[int, list[Answer]] = defaultdict(list)
    for answer in between(cursor.at, until, MOST):
        by_version[answer.version].append(answer)
    for version, answers in sorted(by_version.items()):
        if reference := reference_of(version):
            judge(version, answers, reference)
    cursor.at = until
    cursor.save()


def judge(version: int, answers: Sequence[Answer], reference: Reference) -> Watch:
    """Add answers to what was seen of their version; after each of them the alarm may go on or end."""
    first = answers[0].at
    new = Watch(version_id=version, window=Window().model_dump(), began_at=first, seen_at=first)
    watch = Watch.objects.filter(pk=version).first() or new
    window = Window.model_validate(watch.window)
    for answer in answers:
        if not window.count:
            watch.began_at = answer.at
        window.add(answer.seen, reference)
        watch.seen_at, watch.answers = answer.at, watch.answers + 1
        watch.evidence = grown(watch.before, evidence(window, reference))
        if not drifting(watch.drifting_since is not None, watch.evidence):
            watch.drifting_since = None
        elif watch.drifting_since is None:
            watch.drifting_since = answer.at
        if window.count >= WINDOW:
            _keep(watch, window)
            watch.before, window = carried(watch.evidence), Window()
    watch.window = window.model_dump()
    watch.save()
    return watch


def _keep(watch: Watch, window: Window) -> None:
    FullWindow.objects.create(
        version_id=watch.version_id, window=window.model_dump(), began_at=watch.began_at, ended_at=watch.seen_at,
        evidence=watch.evidence, drifting=watch.drifting_since is not None,
    )  # fmt: skip
    of_version = FullWindow.objects.filter(version_id=watch.version_id)
    if oldest := of_version.values_list("pk", flat=True)[KEPT - 1 : KEPT]:
        of_version.filter(pk__lt=oldest[0]).delete()
