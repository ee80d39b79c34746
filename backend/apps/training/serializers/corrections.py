"""What people said of answers. `apps.training.shown` fills them, for GET and for the socket alike."""

from typing import Any

from rest_framework import serializers

from apps.catalogue.models import Kind


class CorrectionSerializer(serializers.Serializer[Any]):
    """What a person said of an answer, and what an operator thinks of that."""

    prediction = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    model = serializers.CharField(help_text="slug/versions/N that answered")
    name = serializers.CharField(help_text="Of the file")
    by = serializers.CharField()
    at = serializers.DateTimeField()
    given = serializers.CharField(allow_blank=True, help_text="What the model answered")
    said = serializers.CharField(allow_blank=True, help_text="What the person said; empty: only that it is wrong")
    state = serializers.ChoiceField(choices=["pending", "accepted", "rejected"])
    answer = serializers.CharField(allow_null=True, help_text="What it is taken for, once it was reviewed")
    reviewed_by = serializers.CharField(allow_null=True)
    url = serializers.CharField(help_text="The picture or the sound")


class CorrectionCountsSerializer(serializers.Serializer[Any]):
    """How many there are."""

    pending = serializers.IntegerField()
    accepted = serializers.IntegerField()
    rejected = serializers.IntegerField()


class CorrectionListSerializer(serializers.Serializer[Any]):
    """The latest, and how many there are in all."""

    results = CorrectionSerializer(many=True)
    counts = CorrectionCountsSerializer()


class MixableSerializer(serializers.Serializer[Any]):
    """A frozen set of which some can be taken beside corrections."""

    data_set = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()


class LearnerSerializer(serializers.Serializer[Any]):
    """A model of which corrections were accepted."""

    model = serializers.CharField()
    parent = serializers.CharField(  # type: ignore[assignment]  # a field
        help_text="slug/versions/N that a run would start from"
    )
    kind = serializers.ChoiceField(choices=Kind.choices)
    count = serializers.IntegerField(help_text="Accepted corrections, of each file the latest")
    lacking = serializers.CharField(allow_blank=True, help_text="Why they alone are too few; empty: they are enough")
    mixable = MixableSerializer(many=True, help_text="First the set that the version was trained on")


class LearnerListSerializer(serializers.Serializer[Any]):
    """Models that can learn from what was accepted."""

    results = LearnerSerializer(many=True)
