"""Data sets, their reports and their versions. `apps.training.shown` fills them, for GET and for the socket alike."""

from typing import Any

from rest_framework import serializers

from apps.catalogue.models import Kind
from apps.training.serializers.jobs import TrainingJobSerializer


class ItemSerializer(serializers.Serializer[Any]):
    """A file of a data set as it came."""

    name = serializers.CharField()
    answer = serializers.CharField(help_text="Its label, or what is said", allow_blank=True)
    url = serializers.CharField(allow_null=True, help_text="The file; null where it cannot be shown")


class CaseSerializer(serializers.Serializer[Any]):
    """Files that belong together in a finding, and why."""

    files = ItemSerializer(many=True)
    note = serializers.CharField(allow_blank=True)


class DataFindingSerializer(serializers.Serializer[Any]):
    """Something that a check found, with the first of its cases."""

    code = serializers.CharField(help_text="By which its files can be excluded where `leaving` is over 0")
    severity = serializers.ChoiceField(choices=["error", "warning", "note"])
    sentence = serializers.CharField()
    advice = serializers.CharField(allow_blank=True)
    cases = CaseSerializer(many=True)
    cases_total = serializers.IntegerField()
    leaving = serializers.IntegerField(help_text="Files that leave when this code is excluded; 0: no way out")


class BarSerializer(serializers.Serializer[Any]):
    """One bar of a histogram, from `least` to under `below` (null: no end)."""

    least = serializers.FloatField()
    below = serializers.FloatField(allow_null=True)
    count = serializers.IntegerField()


class SplitCountSerializer(serializers.Serializer[Any]):
    """How much one split holds."""

    items = serializers.IntegerField()
    seconds = serializers.FloatField(required=False, allow_null=True)
    speakers = serializers.IntegerField(required=False, allow_null=True)
    per_class = serializers.DictField(child=serializers.IntegerField(), required=False, allow_null=True)


class SplitCountsSerializer(serializers.Serializer[Any]):
    """How much each split holds."""

    train = SplitCountSerializer()
    validation = SplitCountSerializer()
    test = SplitCountSerializer()


class ReportSerializer(serializers.Serializer[Any]):
    """A checked set in figures; sides are pixels, lengths seconds, rates Hz."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    layout = serializers.CharField()
    ready = serializers.BooleanField(help_text="Whether it can be frozen as it is")
    items = serializers.IntegerField()
    findings = DataFindingSerializer(many=True)
    counts = SplitCountsSerializer()
    classes = serializers.DictField(child=serializers.IntegerField())
    sides = BarSerializer(many=True)
    seconds = serializers.FloatField()
    speakers = serializers.IntegerField()
    lengths = BarSerializer(many=True)
    sample_rates = serializers.DictField(child=serializers.IntegerField())
    silence_share = serializers.FloatField()
    characters = serializers.DictField(child=serializers.IntegerField())
    proposed_characters = serializers.CharField(allow_blank=True)
    examples = ItemSerializer(many=True, help_text="Some files, spread over the set")


class DataSetVersionSerializer(serializers.Serializer[Any]):
    """A frozen data set: it never changes."""

    data_set = serializers.CharField()
    number = serializers.IntegerField()
    digest = serializers.CharField(help_text="sha256 of its manifest, which covers every file")
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    licence = serializers.CharField()
    seed = serializers.IntegerField()
    classes = serializers.ListField(child=serializers.CharField(), allow_null=True)
    characters = serializers.CharField(allow_null=True)
    counts = SplitCountsSerializer()
    excluded = serializers.IntegerField(help_text="Files that came with it and are not in it")
    runs = serializers.IntegerField(help_text="Runs that saw it")
    gone = serializers.BooleanField(help_text="Its files were not in the backup that it was restored from")
    created_at = serializers.DateTimeField()


class DataSetSerializer(serializers.Serializer[Any]):
    """Files with their answers, and what was frozen of them."""

    slug = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices, allow_null=True, help_text="Null until it was checked")
    owner = serializers.CharField(allow_null=True)
    source = serializers.CharField(help_text="Name of the file or folder as it came")  # type: ignore[assignment]  # a field
    size = serializers.IntegerField(allow_null=True, help_text="Bytes of the file that was sent")
    gone = serializers.BooleanField(help_text="What was sent was not in the backup that it was restored from")
    checked_at = serializers.DateTimeField(allow_null=True)
    ready = serializers.BooleanField(allow_null=True, help_text="What the last check said; null: none yet")
    items = serializers.IntegerField(allow_null=True)
    versions = DataSetVersionSerializer(many=True, help_text="Newest first")
    job = TrainingJobSerializer(allow_null=True, help_text="The last check or freeze")
    created_at = serializers.DateTimeField()


class DataSetDetailSerializer(DataSetSerializer):
    """A data set with the report of its last check."""

    options = serializers.DictField(help_text="Of the last check")
    report = ReportSerializer(allow_null=True)


class DataSetListSerializer(serializers.Serializer[Any]):
    """Data sets, newest first."""

    results = DataSetSerializer(many=True)
    next = serializers.URLField(allow_null=True)
