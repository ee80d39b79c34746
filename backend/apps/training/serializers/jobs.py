"""Jobs, who does them, and what became of them. `apps.training.shown` fills them, for GET and for the socket alike."""

from typing import Any

from rest_framework import serializers

from apps.training.models import Status, Wish, Work


class ProgressSerializer(serializers.Serializer[Any]):
    """`done` of `total` pieces of a stage (`total` 0: not known), and a sentence about it."""

    stage = serializers.CharField(allow_blank=True)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)


class TrainingJobSerializer(serializers.Serializer[Any]):
    """Work that takes long, and how it stands."""

    id = serializers.UUIDField()
    work = serializers.ChoiceField(choices=Work.choices)
    status = serializers.ChoiceField(choices=Status.choices)
    wish = serializers.ChoiceField(choices=Wish.choices, allow_null=True, help_text="What it was asked to do")
    owner = serializers.CharField(allow_null=True)
    data_set = serializers.CharField(allow_null=True, help_text="Slug of the data set that it is about")
    model = serializers.CharField(allow_null=True, help_text="slug/versions/N of the version that it is about")
    run = serializers.UUIDField(allow_null=True, help_text="The run that it trains")
    source = serializers.CharField(  # type: ignore[assignment]  # a field
        allow_null=True, help_text="The file or the name of the model that it brings"
    )
    progress = ProgressSerializer()
    error = serializers.CharField(allow_null=True, help_text="Why it failed, a sentence")
    attempt = serializers.IntegerField(help_text="How often a trainer began it or went on with it")
    gone = serializers.BooleanField(help_text="What it made was not in the backup that it was restored from")
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)


class TrainingJobListSerializer(serializers.Serializer[Any]):
    """Jobs, newest first."""

    results = TrainingJobSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class TrainerSerializer(serializers.Serializer[Any]):
    """Whether anybody is there to do the work."""

    trainers = serializers.IntegerField(help_text="How many answered within the last 60 s")
    device = serializers.CharField(allow_null=True, help_text="What they compute on")
    waiting = serializers.IntegerField(help_text="Jobs that wait")
    advice = serializers.CharField(allow_null=True, help_text="What to do where there is none")


class RegisteredSerializer(serializers.Serializer[Any]):
    """The version that it became."""

    model = serializers.CharField()
    number = serializers.IntegerField()
    reference = serializers.CharField(help_text="slug/versions/N, for `POST predictions`")
