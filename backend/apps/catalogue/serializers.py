"""The catalogue's JSON."""

from typing import Any

from rest_framework import serializers

from apps.catalogue.models import Kind


class ServedBySerializer(serializers.Serializer[Any]):
    """A worker that serves the version's kind now; `loaded` tells whether it holds this version in memory."""

    worker = serializers.CharField()
    device = serializers.CharField()
    loaded = serializers.BooleanField()


class VersionSerializer(serializers.Serializer[Any]):
    """One immutable version."""

    number = serializers.IntegerField()
    metrics = serializers.DictField()
    labels = serializers.ListField(child=serializers.CharField(), allow_null=True)
    vocabulary = serializers.ListField(child=serializers.CharField(), allow_null=True)
    preprocess = serializers.DictField()
    lineage = serializers.DictField()
    parameters = serializers.IntegerField()
    size = serializers.IntegerField(help_text="Bytes of all files")
    sha256 = serializers.CharField(help_text="Of bundle.json, which names the sha256 of every other file")
    licence = serializers.CharField()
    created_at = serializers.DateTimeField()
    seconds_per_item = serializers.FloatField(allow_null=True, help_text="What one item takes here, a moving average")
    served_by = ServedBySerializer(many=True)


class ModelSerializer(serializers.Serializer[Any]):
    """A model with its versions, newest first."""

    slug = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    summary = serializers.CharField()
    licence = serializers.CharField()
    is_default = serializers.BooleanField()
    aliases = serializers.DictField(child=serializers.IntegerField())
    latest = VersionSerializer()
    versions = VersionSerializer(many=True)


class ModelListSerializer(serializers.Serializer[Any]):
    """All models."""

    results = ModelSerializer(many=True)
