"""Runs with what they measured, and recipes. `apps.training.shown` fills them, for GET and for the socket alike."""

from typing import Any

from rest_framework import serializers

from apps.catalogue.models import Kind
from apps.training.serializers.jobs import TrainingJobSerializer


class EpochSampleSerializer(serializers.Serializer[Any]):
    """A validation item with the right and the given answer."""

    name = serializers.CharField()
    truth = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)


class EpochSerializer(serializers.Serializer[Any]):
    """What was measured after an epoch."""

    number = serializers.IntegerField()
    step = serializers.IntegerField()
    train_loss = serializers.FloatField(allow_null=True)
    validation_loss = serializers.FloatField(allow_null=True)
    metric_name = serializers.CharField(help_text="top1 or wer")
    metric = serializers.FloatField(allow_null=True)
    best = serializers.BooleanField()
    learning_rate = serializers.FloatField()
    seconds = serializers.FloatField()
    samples = EpochSampleSerializer(many=True)


class PointSerializer(serializers.Serializer[Any]):
    """A point of the curve."""

    step = serializers.IntegerField()
    epoch = serializers.IntegerField()
    loss = serializers.FloatField(allow_null=True)
    learning_rate = serializers.FloatField()
    examples_per_second = serializers.FloatField()


class CurveSerializer(serializers.Serializer[Any]):
    """Points in order, thinned where there are many."""

    results = PointSerializer(many=True)


class StartedSerializer(serializers.Serializer[Any]):
    """What a run told when it began."""

    steps = serializers.IntegerField()
    epochs = serializers.IntegerField()
    parameters = serializers.IntegerField()
    train_items = serializers.IntegerField()
    validation_items = serializers.IntegerField()
    processes = serializers.IntegerField()
    device = serializers.CharField()


class WorstSerializer(serializers.Serializer[Any]):
    """An item of the test split that was answered wrong."""

    name = serializers.CharField()
    truth = serializers.CharField(allow_null=True, allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    score = serializers.FloatField(required=False)
    wer = serializers.FloatField(required=False)
    speaker = serializers.CharField(required=False, allow_null=True)
    seconds = serializers.FloatField(required=False, allow_null=True)
    url = serializers.CharField(help_text="The picture or the sound")


class EvaluationSerializer(serializers.Serializer[Any]):
    """Figures of the test split. Pictures: top1 to calibration_error; speech: wer to deletions. Intervals are 95 %."""

    split = serializers.CharField()
    items = serializers.IntegerField()
    failed = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))
    labels = serializers.ListField(child=serializers.CharField(), required=False, help_text="That the model knows")
    top1 = serializers.FloatField(required=False)
    top1_interval = serializers.ListField(child=serializers.FloatField(), required=False)
    top5 = serializers.FloatField(required=False)
    per_class = serializers.DictField(child=serializers.FloatField(), required=False)
    confusion_labels = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="That occur, as the right one or as an answer"
    )
    confusion = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        required=False,
        help_text="Counts, a row for each right label, a column for each answer, in the order of `confusion_labels`",
    )
    calibration_error = serializers.FloatField(required=False)
    wer = serializers.FloatField(required=False)
    wer_interval = serializers.ListField(child=serializers.FloatField(), required=False)
    cer = serializers.FloatField(required=False)
    cer_interval = serializers.ListField(child=serializers.FloatField(), required=False)
    words = serializers.IntegerField(required=False)
    substitutions = serializers.IntegerField(required=False)
    insertions = serializers.IntegerField(required=False)
    deletions = serializers.IntegerField(required=False)
    worst = WorstSerializer(many=True)


class TrainingRunSerializer(serializers.Serializer[Any]):
    """A training and how it stands."""

    id = serializers.UUIDField()
    slug = serializers.CharField(help_text="Name of the model that it makes")
    title = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=Kind.choices)
    data_set = serializers.CharField()
    data_set_version = serializers.IntegerField()
    parent = serializers.CharField(  # type: ignore[assignment]  # a field
        allow_null=True, help_text="slug/versions/N of the model that it started from"
    )
    recipe = serializers.DictField(help_text="As `GET recipes/schema` describes it")
    job = TrainingJobSerializer()
    started = StartedSerializer(allow_null=True)
    step = serializers.IntegerField()
    eta_seconds = serializers.FloatField(allow_null=True)
    notes = serializers.ListField(child=serializers.CharField())
    last_point = PointSerializer(allow_null=True)
    last_epoch = EpochSerializer(allow_null=True)
    best_metric = serializers.FloatField(allow_null=True, help_text="Of the validation split")
    metrics = serializers.DictField(allow_null=True, help_text="Of the finished model")
    registered = serializers.CharField(allow_null=True, help_text="slug/versions/N that it became")
    created_at = serializers.DateTimeField()


class TrainingRunDetailSerializer(TrainingRunSerializer):
    """A run with what it measured."""

    epochs = EpochSerializer(many=True)
    evaluation = EvaluationSerializer(allow_null=True, help_text="Null until it has finished, or without a test split")


class TrainingRunListSerializer(serializers.Serializer[Any]):
    """Runs, newest first."""

    results = TrainingRunSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class PresetSerializer(serializers.Serializer[Any]):
    """A recipe to begin with."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    fine_tunes = serializers.BooleanField(help_text="For a run that starts from a model")
    recipe = serializers.DictField()


class PresetListSerializer(serializers.Serializer[Any]):
    """Recipes to begin with; the first one fits best."""

    results = PresetSerializer(many=True)
