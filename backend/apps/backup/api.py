"""Backups, drills and integrity checks over HTTP. Staff only; nothing is restored from here."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import user_of
from apps.accounts.permissions import IsStaff
from apps.backup import selectors, tasks
from apps.backup.encryption import require_key
from apps.backup.errors import BackupError
from apps.backup.models import Operation, Startable
from apps.backup.runs import close_lost, request_run
from apps.backup.schemas import BackupsSchema, JobStateSchema, RunSchema
from apps.core.broker import require_broker
from apps.core.errors import Problem
from apps.core.forms import Form
from apps.core.schemas import answer

SHOWN = 10


class NewRunSerializer(Form):
    """What to do now."""

    job = serializers.ChoiceField(choices=Startable.choices)


class BackupsView(APIView):
    """How backups stand."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="operations_backups", responses=BackupsSchema)
    def get(self, _request: Request) -> Response:
        """Where backups go, what was done last, and what is under way. For staff."""
        close_lost()
        slipway = settings.SLIPWAY
        return answer(
            BackupsSchema(
                place=slipway.backup_location,
                can_encrypt=bool(slipway.backup_recipients),
                every_hours=slipway.backup_every_hours,
                keep=slipway.backup_keep,
                jobs=[_state_of(Startable(value)) for value in Startable.values],
                recent=[RunSchema.of(run) for run in selectors.recent(SHOWN)],
            )
        )


class BackupRunsView(APIView):
    """Runs that people ask for."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="operations_backup_run", request=NewRunSerializer, responses={202: RunSchema})
    def post(self, request: Request) -> Response:
        """Back up, try the latest backup out, or check the integrity now. 409 while one is under way. For staff."""
        form = NewRunSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        operation = Operation(form.validated_data["job"])
        require_broker()
        try:
            if operation == Operation.BACKUP:
                require_key()
            run = request_run(operation, user_of(request))
        except BackupError as error:
            raise Problem(409, str(error)) from error
        try:
            tasks.begin.delay(str(run.pk))
        except (RedisError, OperationalError) as error:
            run.delete()
            raise Problem(503, "The broker is away; nothing was begun. Try again shortly.", retry_after=5) from error
        return answer(RunSchema.of(run), status=202)


def _state_of(startable: Startable) -> JobStateSchema:
    operation = Operation(startable)
    return JobStateSchema(
        job=startable,
        under_way=RunSchema.maybe(selectors.under_way(operation)),
        last=RunSchema.maybe(selectors.last_ended(operation)),
        last_success=selectors.last_success(operation),
    )
