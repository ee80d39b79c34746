"""The JSON of the operators' figures, and the filters of their list."""

from typing import Any

from rest_framework import serializers

from apps.catalogue.models import Kind, Worker
from apps.monitoring.figures import GONE
from apps.monitoring.latency import STAGES
from apps.monitoring.spans import RANGES
from apps.predictions.models import Status

Field = serializers.Field[Any, Any, Any, Any]


class SecondsField(serializers.FloatField):
    """Seconds, null where nothing was measured."""

    def __init__(self) -> None:
        super().__init__(allow_null=True)


class ByKindSerializer(serializers.Serializer[Any]):
    """A number for each kind."""

    def get_fields(self) -> dict[str, Field]:
        """Kinds have dashes in their names, which attributes cannot have."""
        return {kind: serializers.IntegerField() for kind in Kind.values}


class TotalsSerializer(serializers.Serializer[Any]):
    """Over the whole range."""

    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    canceled = serializers.IntegerField()
    per_minute = serializers.FloatField(help_text="Succeeded and failed ones")
    p95 = SecondsField()
    failing_ratio = serializers.FloatField(help_text="Of the succeeded and failed ones; 0 where there are none")


class StageMeansSerializer(serializers.Serializer[Any]):
    """Mean seconds of each stage; they add up to nearly the mean total."""

    queue = serializers.FloatField()
    preprocess = serializers.FloatField()
    predict = serializers.FloatField()
    postprocess = serializers.FloatField()


class BucketSerializer(serializers.Serializer[Any]):
    """One bucket of time; p50, p95 and p99 are seconds from arrival to answer."""

    at = serializers.DateTimeField(help_text="Where it begins")
    succeeded = serializers.IntegerField()
    failed = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="At its end")
    p50 = SecondsField()
    p95 = SecondsField()
    p99 = SecondsField()
    stages = StageMeansSerializer(allow_null=True)


class StageSerializer(serializers.Serializer[Any]):
    """How long one stage took, seconds."""

    stage = serializers.ChoiceField(choices=STAGES)
    p50 = SecondsField()
    p95 = SecondsField()
    p99 = SecondsField()


class FailureSerializer(serializers.Serializer[Any]):
    """How many failed with one code."""

    code = serializers.CharField()
    count = serializers.IntegerField()


class LoadedSerializer(serializers.Serializer[Any]):
    """A version in a worker's memory."""

    slug = serializers.CharField()
    version = serializers.IntegerField()


class WorkerSerializer(serializers.Serializer[Any]):
    """A process that computes. `gone` means silent for more than 60 s."""

    name = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=[*Kind.choices, ("training", "Training")]))
    device = serializers.CharField()
    pid = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[*Worker.State.values, GONE])
    last_seen = serializers.DateTimeField()
    loaded = LoadedSerializer(many=True)
    batches = serializers.IntegerField()
    items = serializers.IntegerField()


class TrainingFiguresSerializer(serializers.Serializer[Any]):
    """Jobs of training now, and who is there for them."""

    trainers = serializers.IntegerField(help_text="That answered in the last 60 s")
    waiting = serializers.IntegerField()
    running = serializers.IntegerField()


class OperationsOverviewSerializer(serializers.Serializer[Any]):
    """All figures of a range."""

    range = serializers.ChoiceField(choices=list(RANGES))
    to = serializers.DateTimeField()
    bucket_seconds = serializers.IntegerField()
    waiting = ByKindSerializer(help_text="Now")
    processing = ByKindSerializer(help_text="Now")
    totals = TotalsSerializer()
    series = BucketSerializer(many=True)
    stages = StageSerializer(many=True)
    failures = FailureSerializer(many=True)
    workers = WorkerSerializer(many=True)
    training = TrainingFiguresSerializer()

    def get_fields(self) -> dict[str, Field]:
        """`from` is no name that Python lets a class have."""
        return {"from": serializers.DateTimeField(), **super().get_fields()}


class OverviewQuerySerializer(serializers.Serializer[Any]):
    """Which range."""

    range = serializers.ChoiceField(choices=list(RANGES), default="1h")


class PredictionsQuerySerializer(serializers.Serializer[Any]):
    """The filters of the operators' list; what is left out lets everything pass."""

    status = serializers.CharField(required=False, allow_blank=True, help_text="One or several, separated by commas")
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    model = serializers.CharField(required=False, allow_blank=True, help_text="slug or slug/versions/N")
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
