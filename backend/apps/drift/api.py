"""Quality without labels over HTTP. Staff only: it tells what everybody's files are like."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import IsStaff
from apps.core.schemas import answer
from apps.drift import selectors
from apps.drift.report import report
from apps.drift.schemas import DriftSchema


class DriftView(APIView):
    """One version."""

    permission_classes = [IsStaff]

    @extend_schema(operation_id="versions_drift", responses=DriftSchema)
    def get(self, _request: Request, slug: str, number: int) -> Response:
        """Whether what the version is sent, and what it answers, has changed, and how often it may be right. For staff.

        The share of right answers is an estimate where nobody has judged them; the true one is that of the answers
        that somebody did judge, who may have judged the bad ones sooner.
        """
        return answer(report(selectors.version_of(slug, number)))
