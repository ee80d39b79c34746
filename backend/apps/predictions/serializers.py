"""The one JSON shape of a prediction, for GET and for the socket."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from apps.catalogue.models import Kind
from apps.core.errors import CODES
from apps.core.openapi import ProblemSerializer
from apps.predictions.models import Prediction, Status
from apps.predictions.selectors import Place, places

# What fails after it was accepted, and the HTTP status that would have said it.
LATE_FAILURES = {"decode_failed": 422, "timeout": 504, "worker_lost": 500, "model_failed": 500, "quarantined": 500}


class ModelReferenceSerializer(serializers.Serializer[Any]):
    """The version that serves, or served, the prediction."""

    slug = serializers.CharField()
    version = serializers.IntegerField()
    alias = serializers.CharField(allow_null=True)


class InputSerializer(serializers.Serializer[Any]):
    """The file. Pictures have width and height; sound has duration (seconds), sample_rate and peaks."""

    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    url = serializers.CharField(help_text="The original bytes")
    thumbnail_url = serializers.CharField(allow_null=True)
    width = serializers.IntegerField(required=False)
    height = serializers.IntegerField(required=False)
    duration = serializers.FloatField(required=False)
    sample_rate = serializers.IntegerField(required=False)
    peaks = serializers.ListField(child=serializers.FloatField(), allow_null=True)


class LabelSerializer(serializers.Serializer[Any]):
    """One class with its probability."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field
    index = serializers.IntegerField()
    score = serializers.FloatField()


class WordSerializer(serializers.Serializer[Any]):
    """One word, seconds from the start."""

    word = serializers.CharField()
    start = serializers.FloatField()
    end = serializers.FloatField()
    confidence = serializers.FloatField()


class OutputSerializer(serializers.Serializer[Any]):
    """Labels for a picture; text, words and confidence for speech."""

    labels = LabelSerializer(many=True, required=False)
    text = serializers.CharField(required=False)
    words = WordSerializer(many=True, required=False)
    confidence = serializers.FloatField(required=False)


class FeedbackSerializer(serializers.Serializer[Any]):
    """What the right answer was, and since when we know."""

    label = serializers.CharField(required=False)  # type: ignore[assignment]  # a field
    text = serializers.CharField(required=False)
    correct = serializers.BooleanField(required=False)
    at = serializers.DateTimeField()


class MetricsSerializer(serializers.Serializer[Any]):
    """Seconds per stage; `batch_size` is how many were run together."""

    queue_time = serializers.FloatField(allow_null=True)
    preprocess_time = serializers.FloatField(allow_null=True)
    predict_time = serializers.FloatField(allow_null=True)
    postprocess_time = serializers.FloatField(allow_null=True)
    total_time = serializers.FloatField(allow_null=True)
    batch_size = serializers.IntegerField(allow_null=True)


class PredictionSerializer(serializers.Serializer[Prediction]):
    """One file, one model version, one answer."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Status.choices)
    kind = serializers.ChoiceField(choices=Kind.choices)
    model = ModelReferenceSerializer()
    input = InputSerializer()
    options = serializers.DictField()
    output = OutputSerializer(allow_null=True)
    error = ProblemSerializer(allow_null=True)
    position = serializers.IntegerField(allow_null=True, help_text="1 = next; null unless queued")
    eta_seconds = serializers.FloatField(allow_null=True)
    attempt = serializers.IntegerField()
    cached = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)
    metrics = MetricsSerializer()
    feedback = FeedbackSerializer(allow_null=True)

    def to_representation(self, instance: Prediction) -> dict[str, Any]:
        """The fields above, written out: the framework's own walk over nested fields is slow for lists of hundreds."""
        row = instance
        place: Place | None = self.context.get("places", {}).get(row.pk)
        return {
            "id": str(row.pk),
            "status": row.status,
            "kind": row.kind,
            "model": {"slug": row.version.model_id, "version": row.version.number, "alias": row.alias or None},
            "input": _input(row),
            "options": row.options,
            "output": row.output,
            "error": _error(row),
            "position": place.position if place else None,
            "eta_seconds": place.eta_seconds if place else None,
            "attempt": row.attempt,
            "cached": False,
            "created_at": time_text(row.created_at),
            "started_at": time_text(row.started_at),
            "completed_at": time_text(row.completed_at),
            "metrics": _metrics(row),
            "feedback": {**row.feedback, "at": time_text(row.feedback_at)} if row.feedback else None,
        }


def to_json(row: Prediction) -> dict[str, Any]:
    """One prediction as GET and the socket show it."""
    return many_to_json([row])[0]


def many_to_json(rows: Sequence[Prediction]) -> list[dict[str, Any]]:
    """Several, with one look at the queue for all."""
    shape = PredictionSerializer(context={"places": places(rows)})
    return [shape.to_representation(row) for row in rows]


def url_of(prediction_id: UUID | str) -> str:
    """The path of a prediction; written out since workers know no URL configuration."""
    return f"/api/v1/predictions/{prediction_id}"


def _input(row: Prediction) -> dict[str, Any]:
    upload = row.upload
    measured = {name: getattr(upload, name) for name in ("width", "height", "duration", "sample_rate")}
    return {
        "name": upload.name,
        "content_type": upload.content_type,
        "size": upload.size,
        "sha256": upload.sha256,
        "url": f"{url_of(row.pk)}/input",
        "thumbnail_url": f"{url_of(row.pk)}/thumbnail" if upload.width else None,
        "peaks": upload.peaks,
        **{name: value for name, value in measured.items() if value is not None},
    }


def _error(row: Prediction) -> Mapping[str, Any] | None:
    if not row.error_code:
        return None
    status = LATE_FAILURES.get(row.error_code) or next(
        (number for number, code in CODES.items() if code == row.error_code), 422
    )
    return {
        "type": f"urn:slipway:problem:{row.error_code}",
        "title": row.error_code.replace("_", " ").capitalize(),
        "status": status,
        "detail": row.error_detail,
        "instance": url_of(row.pk),
        "code": row.error_code,
        "request_id": str(row.pk),
    }


def _metrics(row: Prediction) -> dict[str, float | int | None]:
    names = ("queue_time", "preprocess_time", "predict_time", "postprocess_time", "total_time")
    seconds = {name: getattr(row, name) for name in names}
    return {name: value if value is None else round(value, 6) for name, value in seconds.items()} | {
        "batch_size": row.batch_size
    }


def time_text(moment: datetime | None) -> str | None:
    """UTC with microseconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment else None


class SubmitSerializer(serializers.Serializer[Any]):
    """The form of `POST predictions`."""

    file = serializers.ListField(child=serializers.FileField(), help_text="1 to 64 pictures or sounds", max_length=64)
    model = serializers.CharField(required=False, help_text="slug, slug@alias or slug/versions/N")
    options = serializers.CharField(required=False, help_text="A JSON object, as text; top_k for pictures")


class PredictionPageSerializer(serializers.Serializer[Any]):
    """A page of predictions."""

    results = PredictionSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class PredictionListSerializer(serializers.Serializer[Any]):
    """The answer to several files."""

    predictions = PredictionSerializer(many=True)


CreatedSerializer = PolymorphicProxySerializer(
    component_name="Created",
    serializers=[PredictionSerializer, PredictionListSerializer],
    resource_type_field_name=None,
)


class EventSerializer(serializers.Serializer[Any]):
    """What happened to a prediction, `data` as on the socket."""

    seq = serializers.IntegerField()
    type = serializers.ChoiceField(choices=["prediction.updated"])
    at = serializers.DateTimeField()
    data = PredictionSerializer()  # type: ignore[assignment]  # a field


class EventListSerializer(serializers.Serializer[Any]):
    """Events in order."""

    results = EventSerializer(many=True)


class FeedbackInputSerializer(serializers.Serializer[Any]):
    """Exactly one of the three."""

    label = serializers.CharField(required=False, max_length=200)  # type: ignore[assignment]  # a field
    text = serializers.CharField(required=False, max_length=20_000, allow_blank=True)
    correct = serializers.BooleanField(required=False)


class SummarySerializer(serializers.Serializer[Any]):
    """How many of mine wait and run."""

    waiting = serializers.IntegerField()
    processing = serializers.IntegerField()


class LimitsSerializer(serializers.Serializer[Any]):
    """What may be sent."""

    max_bytes = serializers.IntegerField()
    max_pixels = serializers.IntegerField()
    max_seconds = serializers.FloatField()
    max_files = serializers.IntegerField()
    max_waiting_per_user = serializers.IntegerField()
    max_waiting = serializers.IntegerField()
    image_types = serializers.ListField(child=serializers.CharField())
    sound_types = serializers.ListField(child=serializers.CharField())
