"""What staff see of alerts."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from apps.alerts.models import Alert
from apps.alerts.rules import BOUNDS, Unit
from apps.alerts.tuning import Tuned
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


class AlertMailSchema(Schema):
    """Alerts by mail."""

    to: list[str] = Field(description="Who gets them; empty: SLIPWAY_SMTP_URL or SLIPWAY_ALERT_MAIL_TO is")
    sent_at: Moment | None = Field(description="When the last one was taken")
    error: str | None = Field(description="Why the newest one was not taken, where it was not")


class AlertsSchema(Schema):
    """What is open, then what was, newest first."""

    looked_at: Moment | None = Field(description="When the rules were last looked at; null: never")
    is_watched: bool = Field(description="False where the scheduler has not looked for a minute")
    active: list[AlertSchema] = Field(description="Open and acknowledged ones")
    resolved: list[AlertSchema] = Field(description="The last ones that are over")
    mail: AlertMailSchema

    @classmethod
    def of(
        cls,
        looked_at: datetime | None,
        is_watched: bool,
        active: list[Alert],
        resolved: list[Alert],
        mail: AlertMailSchema,
    ) -> Self:
        """Of rows."""
        return cls(
            looked_at=looked_at,
            is_watched=is_watched,
            active=[AlertSchema.of(alert) for alert in active],
            resolved=[AlertSchema.of(alert) for alert in resolved],
            mail=mail,
        )


class AlertRuleSchema(Schema):
    """A rule in force."""

    key: str = Field(description="Its name, and what it is for where there are several of that name")
    rule: str
    subject: str = Field(description="The one kind that it is for; empty: all")
    severity: AlertSeverity
    is_floor: bool = Field(description="Whether it is broken below the threshold; else above it")
    unit: Unit | None = Field(description="Of the threshold; null where there is none to move")
    least: float | None = Field(description="The least threshold that may be set")
    most: float | None
    threshold: float
    seconds: float = Field(description="How long the figure has to be beyond the threshold")
    is_on: bool
    default_threshold: float
    default_seconds: float
    changed_at: Moment | None = Field(description="null: it is as it is shipped")
    changed_by: str | None = Field(description="User name")

    @classmethod
    def of(cls, tuned: Tuned) -> Self:
        """Of a rule."""
        rule, default = tuned.rule, tuned.default
        least, most = BOUNDS[rule.unit] if rule.unit else (None, None)
        return cls(
            key=rule.key, rule=rule.name, subject=rule.of, severity=rule.severity.value, is_floor=rule.is_floor,
            unit=rule.unit, least=least, most=most, threshold=rule.threshold, seconds=rule.seconds, is_on=tuned.is_on,
            default_threshold=default.threshold, default_seconds=default.seconds, changed_at=tuned.changed_at,
            changed_by=tuned.changed_by or None,
        )  # fmt: skip


class AlertRulesSchema(Schema):
    """All rules, the worst first."""

    results: list[AlertRuleSchema]
