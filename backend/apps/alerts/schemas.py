"""What staff see of alerts."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from apps.alerts.models import Alert
from apps.core.schemas import Moment, Schema

AlertStatus = Literal["open", "acknowledged", "resolved"]
AlertSeverity = Literal["critical", "warning"]


class AlertSchema(Schema):
    """A rule that was broken."""

    id: UUID
    rule: str = Field(description="One of those of docs/alerts.md; later versions may know more")
    subject: str = Field(description="Of what: a kind, a folder; empty where there is one of it")
    severity: AlertSeverity
    status: AlertStatus
    value: float = Field(description="The figure when it was last beyond the threshold")
    threshold: float
    since: Moment = Field(description="Since when the figure was beyond the threshold")
    opened_at: Moment | None
    acknowledged_at: Moment | None
    acknowledged_by: str | None = Field(description="User name")
    snoozed_until: Moment | None = Field(description="Until then it is in no banner")
    resolved_at: Moment | None

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """Of a row."""
        by = alert.acknowledged_by
        names = set(cls.model_fields) - {"acknowledged_by"}
        return cls(acknowledged_by=by.username if by else None, **{name: getattr(alert, name) for name in names})


class AlertsSchema(Schema):
    """What is open, then what was, newest first."""

    looked_at: Moment | None = Field(description="When the rules were last looked at; null: never")
    is_watched: bool = Field(description="False where the scheduler has not looked for a minute")
    active: list[AlertSchema] = Field(description="Open and acknowledged ones")
    resolved: list[AlertSchema] = Field(description="The last ones that are over")

    @classmethod
    def of(cls, looked_at: datetime | None, is_watched: bool, active: list[Alert], resolved: list[Alert]) -> Self:
        """Of rows."""
        return cls(
            looked_at=looked_at,
            is_watched=is_watched,
            active=[AlertSchema.of(alert) for alert in active],
            resolved=[AlertSchema.of(alert) for alert in resolved],
        )
