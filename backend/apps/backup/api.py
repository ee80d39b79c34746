"""Backups, drills and integrity checks over HTTP. Staff only; nothing is restored from here."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.permissions import IsStaff
from apps.backup import keys, selectors, tasks
from apps.backup import serializers as shapes
from apps.backup.errors import BackupError
from apps.backup.models import Job
from apps.backup.runs import ask, close_lost
from apps.core.errors import Problem
from apps.queueing.broker import require_broker

SHOWN = 10


class BackupsView(APIView):
    """How backups stand."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="operations_backups", responses=shapes.BackupsSerializer)
    def get(self, _request: Request) -> Response:
        """Where backups go, what was done last, and what is under way. For staff."""
        close_lost()
        body = {
            "place": settings.SLIPWAY.backup_location,
            "can_encrypt": bool(keys.lock()),
            "every_hours": settings.SLIPWAY.backup_every_hours,
            "keep": settings.SLIPWAY.backup_keep,
            "jobs": [_state_of(Job(job)) for job, _ in shapes.ASKABLE],
            "recent": selectors.recent(SHOWN),
        }
        return Response(shapes.BackupsSerializer(body).data)


class BackupRunsView(APIView):
    """Runs that people ask for."""

    permission_classes = [IsStaff]

    @extend_schema(
        operation_id="operations_backup_run", request=shapes.NewRunSerializer, responses={202: shapes.RunSerializer}
    )
    def post(self, request: Request) -> Response:
        """Back up, try the latest backup out, or check the integrity now. 409 while one is under way. For staff."""
        asked = shapes.NewRunSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        job = Job(asked.validated_data["job"])
        require_broker()
        try:
            if job == Job.BACKUP:
                keys.lock_unless(plain=False)
            run = ask(job, user_of(request))
        except BackupError as error:
            raise Problem(409, str(error)) from error
        try:
            tasks.begin.delay(str(run.pk))
        except (RedisError, OperationalError) as error:
            run.delete()
            raise Problem(503, "The broker is away; nothing was begun. Try again shortly.", retry_after=5) from error
        return Response(shapes.RunSerializer(run).data, status=202)


def _state_of(job: Job) -> dict[str, object]:
    return {
        "job": job,
        "under_way": selectors.under_way(job),
        "last": selectors.last_ended(job),
        "last_success": selectors.last_success(job),
    }
