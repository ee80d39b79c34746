"""Celery's doors. What takes minutes happens in a process of its own."""

import logging
from contextlib import suppress
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from apps.backup.errors import BackupError
from apps.backup.models import Run, State
from apps.backup.runs import ask
from apps.backup.schedule import due
from apps.backup.start import start

logger = logging.getLogger(__name__)


@shared_task(name="backup.begin")
def begin(run: str) -> None:
    """Begin a run that was asked for in the page."""
    found = Run.objects.filter(pk=UUID(run), state=State.WAITING).first()
    if found:
        start(found)


@shared_task(name="backup.look")
def look() -> None:
    """Every few minutes: begin what is due."""
    for job in due(timezone.now()):
        with suppress(BackupError):  # one is under way
            start(ask(job, None))
