"""Variants and the table that they are compared in. `apps.training.shown` fills them, for GET and the socket alike."""

from typing import Any

from rest_framework import serializers

from apps.catalogue.models import Kind
from apps.training.serializers.jobs import TrainingJobSerializer
from ml.optimise.techniques import TECHNIQUES


class VariantSerializer(serializers.Serializer[Any]):
    """A smaller or faster form of a version. Only an accepted one can be registered."""

    id = serializers.UUIDField()
    job = serializers.UUIDField()
    name = serializers.CharField(help_text="The step that made it")
    digest = serializers.CharField()
    metrics = serializers.DictField()
    accepted = serializers.BooleanField()
    reason = serializers.CharField(help_text="Why it was accepted or refused")
    registered = serializers.CharField(allow_null=True, help_text="slug/versions/N that it became")
    created_at = serializers.DateTimeField()


class RateSerializer(serializers.Serializer[Any]):
    """An error rate with its 95 % interval: 1 - top-1, or the word error rate."""

    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class LossSerializer(RateSerializer):
    """By how much the error rate is above the parent's; items that got better and worse; whether that is chance."""

    better = serializers.IntegerField()
    worse = serializers.IntegerField()
    p = serializers.FloatField()


class SpeedSerializer(serializers.Serializer[Any]):
    """Seconds of a batch, items a second, and the time over the parent's with its 95 % interval."""

    batch = serializers.IntegerField()
    p50 = serializers.FloatField()
    p95 = serializers.FloatField()
    per_second = serializers.FloatField()
    ratio = serializers.FloatField()
    ratio_low = serializers.FloatField()
    ratio_high = serializers.FloatField()


class VerdictSerializer(serializers.Serializer[Any]):
    """Whether a variant is worth having, and why."""

    accepted = serializers.BooleanField()
    reason = serializers.CharField()


class ComparedSerializer(serializers.Serializer[Any]):
    """A model of the table. Sizes and memory are bytes; a variant for GPUs has no speeds here."""

    name = serializers.CharField()
    digest = serializers.CharField()
    variant = serializers.CharField(allow_null=True)
    parameters = serializers.IntegerField()
    size = serializers.IntegerField()
    memory = serializers.IntegerField(allow_null=True)
    error = RateSerializer()
    loss = LossSerializer(allow_null=True)
    speeds = SpeedSerializer(many=True)
    verdict = VerdictSerializer(allow_null=True, help_text="Null for the parent")
    pareto = serializers.BooleanField(help_text="No other is better in both error rate and time")


class MachineSerializer(serializers.Serializer[Any]):
    """What measured."""

    processor = serializers.CharField()
    cores = serializers.IntegerField()
    threads = serializers.IntegerField()
    runtime = serializers.CharField()


class TableSerializer(serializers.Serializer[Any]):
    """A model and its variants on the same items and the same machine, the parent first."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    split = serializers.CharField()
    items = serializers.IntegerField()
    item = serializers.CharField(help_text="What one item of the timed batches is")
    machine = MachineSerializer()
    rows = ComparedSerializer(many=True)


class ComparisonSerializer(serializers.Serializer[Any]):
    """A job that makes variants, its table and what it made."""

    job = TrainingJobSerializer()
    steps = serializers.ListField(child=serializers.CharField())
    data_set = serializers.CharField()
    data_set_version = serializers.IntegerField()
    table = TableSerializer(allow_null=True, help_text="Null until the job has succeeded")
    variants = VariantSerializer(many=True)


class ComparisonListSerializer(serializers.Serializer[Any]):
    """Comparisons of one version, newest first."""

    results = ComparisonSerializer(many=True)


class StudentSerializer(serializers.Serializer[Any]):
    """A smaller network that the model can teach. Of a model that gives up layers the size is nearly right."""

    name = serializers.CharField()
    parameters = serializers.IntegerField()
    share = serializers.FloatField(help_text="Of the version's own weights")


class WaySerializer(serializers.Serializer[Any]):
    """A way to make a variant. The first student is the usual one."""

    way = serializers.ChoiceField(choices=TECHNIQUES)
    obstacle = serializers.CharField(allow_blank=True, help_text="Why it is not possible; empty where it is")
    recipe = serializers.DictField(allow_null=True, help_text="How a student usually learns; null where nothing does")
    students = StudentSerializer(many=True, help_text="Of distil")


class WayListSerializer(serializers.Serializer[Any]):
    """All ways."""

    results = WaySerializer(many=True)
