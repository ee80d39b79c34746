"""What the control room and `/metrics` ask of the runs."""

from datetime import datetime

from apps.backup.models import Job, Run, State


def last_success(job: Job) -> datetime | None:
    """When the last good run of a job ended."""
    return (
        Run.objects.filter(job=job, state=State.SUCCEEDED)
        .order_by("-ended_at")
        .values_list("ended_at", flat=True)
        .first()
    )


def last_ended(job: Job) -> Run | None:
    """The last run of a job that is over, however it went."""
    return Run.objects.filter(job=job, ended_at__isnull=False).order_by("-ended_at").first()


def under_way(job: Job) -> Run | None:
    """The run of a job that waits or goes on just now."""
    return Run.objects.filter(job=job, ended_at__isnull=True).first()


def integrity_problems() -> int | None:
    """How many findings the last integrity check had that got to its end; None where there was none."""
    runs = Run.objects.filter(job=Job.INTEGRITY, ended_at__isnull=False, figures__has_key="problems")
    figures = runs.order_by("-ended_at").values_list("figures", flat=True).first()
    return None if figures is None else int(figures["problems"])


def recent(count: int) -> list[Run]:
    """The newest runs of all jobs."""
    return list(Run.objects.select_related("asked_by")[:count])
