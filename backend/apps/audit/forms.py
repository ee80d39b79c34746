"""The filters of the audit."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from apps.audit.export import Format
from apps.core.audit import events
from apps.core.forms import Form

Field = serializers.Field[Any, Any, Any, Any]


class AuditQuerySerializer(Form):
    """What is left out lets everything pass."""

    event = serializers.CharField(required=False, allow_blank=True, help_text="One or several, separated by commas")
    by = serializers.CharField(required=False, allow_blank=True, help_text="User name")
    address = serializers.CharField(required=False, allow_blank=True, help_text="From where, as it is written there")
    q = serializers.CharField(required=False, allow_blank=True, help_text="Words in what it was done to")
    to = serializers.DateTimeField(required=False, help_text="As `from`, but before")

    def get_fields(self) -> dict[str, Field]:
        """`from` is no name that Python lets a class have."""
        return {**super().get_fields(), "from": serializers.DateTimeField(required=False, help_text="Since when")}

    def validate_event(self, given: str) -> list[str]:
        """Every part is an event."""
        wanted = [part for part in given.split(",") if part]
        wrong = [part for part in wanted if part not in events()]
        if wrong:
            raise serializers.ValidationError(f"{wrong[0][:80]!r} is no event; there are {', '.join(events())}.")
        return wanted

    @staticmethod
    def filters(given: Mapping[str, Any]) -> dict[str, Any]:
        """As `selectors.entries` takes them."""
        return {
            "events": given.get("event", ()),
            "by": given.get("by", ""),
            "address": given.get("address", ""),
            "text": given.get("q", ""),
            "since": given.get("from"),
            "until": given.get("to"),
        }


class AuditPageQuerySerializer(AuditQuerySerializer):
    """And which page."""

    limit = serializers.IntegerField(required=False, min_value=1, max_value=200)
    cursor = serializers.CharField(required=False, allow_blank=True)


class AuditExportQuerySerializer(AuditQuerySerializer):
    """And which kind of file."""

    format = serializers.ChoiceField(choices=list(Format.__args__), default="jsonl")  # type: ignore[attr-defined]
