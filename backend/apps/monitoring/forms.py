"""Which range of figures, and the filters of the operators' list."""

from typing import Any, get_args

from rest_framework import serializers

from apps.catalogue.models import kinds
from apps.catalogue.selectors import model_filter
from apps.core.forms import Form
from apps.monitoring.buckets import ALL, Subject
from apps.monitoring.reruns import AT_ONCE
from apps.monitoring.spans import RANGES
from apps.predictions.finish import FailureCode
from apps.predictions.models import Status
from ml.errors import BadInputCode

Field = serializers.Field[Any, Any, Any, Any]
# `worker_lost` is the contract's word; nothing ends so today.
FAILURES = [*get_args(BadInputCode), *get_args(FailureCode), "worker_lost"]


class OverviewQuerySerializer(Form):
    """Which range, and of which model or version."""

    range = serializers.ChoiceField(choices=list(RANGES), default="1h")
    model = serializers.CharField(required=False, allow_blank=True, help_text="slug or slug/versions/N")

    def validate_model(self, given: str) -> Subject:
        """What it was an alias of has changed with time, and figures are of versions."""
        named = model_filter(given)
        if named and named.alias:
            raise serializers.ValidationError("Figures are of a model or of a version: slug or slug/versions/N.")
        return Subject(named.slug, named.number or 0) if named else ALL


class PredictionsQuerySerializer(Form):
    """The filters of the operators' list; what is left out lets everything pass."""

    status = serializers.CharField(required=False, allow_blank=True, help_text="One or several, separated by commas")
    kind = serializers.ChoiceField(choices=kinds(), required=False)
    model = serializers.CharField(required=False, allow_blank=True, help_text="slug, slug@alias or slug/versions/N")
    code = serializers.CharField(required=False, allow_blank=True, help_text="Code of the failure")
    worker = serializers.CharField(
        required=False, allow_blank=True, help_text="Name of the worker that claimed it last"
    )
    owner = serializers.CharField(required=False, allow_blank=True, help_text="User name")
    q = serializers.CharField(
        required=False, allow_blank=True, help_text="Words in the file's name, the best label or the text"
    )
    to = serializers.DateTimeField(required=False, help_text="As `from`, but before")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200)
    cursor = serializers.CharField(required=False, allow_blank=True)

    def get_fields(self) -> dict[str, Field]:
        """`from` is no name that Python lets a class have."""
        text = "Ended since, or came since and has not ended"
        return {**super().get_fields(), "from": serializers.DateTimeField(required=False, help_text=text)}

    def validate_status(self, given: str) -> list[str]:
        """Every part is a status."""
        wanted = [part for part in given.split(",") if part]
        wrong = [part for part in wanted if part not in Status.values]
        if wrong:
            raise serializers.ValidationError(f"{wrong[0]!r} is no status; there are {', '.join(Status.values)}.")
        return wanted


class RerunForm(Form):
    """Which failed predictions are answered once more, and by whom."""

    ids = serializers.ListField(child=serializers.UUIDField(), required=False, min_length=1, max_length=AT_ONCE)
    code = serializers.CharField(
        required=False, help_text="All that failed so and were not run again yet, some at a time"
    )
    model = serializers.CharField(
        required=False, help_text="slug, slug@alias or slug/versions/N; without it what the first one's meant, now"
    )

    def validate_code(self, given: str) -> str:
        """What a prediction can end with."""
        if given not in FAILURES:
            raise serializers.ValidationError(f"No prediction fails with {given!r}; there are {', '.join(FAILURES)}.")
        return given

    def validate(self, given: dict[str, object]) -> dict[str, object]:
        """One of the two."""
        if ("ids" in given) == ("code" in given):
            raise serializers.ValidationError("Send either `ids` or `code`.")
        return given
