"""The JSON of runs."""

from typing import Any

from rest_framework import serializers

from apps.backup.models import Job, Run, State

ASKABLE = [(job.value, job.label) for job in (Job.BACKUP, Job.DRILL, Job.INTEGRITY)]


class FindingSerializer(serializers.Serializer[Any]):
    """Something that is wrong, and what to do about it."""

    subject = serializers.CharField()
    detail = serializers.CharField()
    advice = serializers.CharField()


class RunFiguresSerializer(serializers.Serializer[Any]):
    """Counts, sizes in bytes and times in seconds; which ones, depends on the job and how far it got."""

    size = serializers.IntegerField(required=False, help_text="Bytes of the backup")
    rows = serializers.IntegerField(required=False)
    predictions = serializers.IntegerField(required=False)
    media = serializers.IntegerField(required=False, help_text="Files that people sent")
    versions = serializers.IntegerField(required=False, help_text="Versions of models")
    training = serializers.IntegerField(required=False, help_text="Files of data sets and training runs")
    missing = serializers.IntegerField(required=False, help_text="Files that were gone when they were to be copied")
    damaged = serializers.IntegerField(required=False, help_text="Files that are not what was sent")
    removed = serializers.IntegerField(required=False, help_text="Old backups that made room")
    tables = serializers.DictField(child=serializers.IntegerField(), required=False, help_text="Rows of each table")
    made_at = serializers.DateTimeField(required=False, help_text="When the backup was made")
    files = serializers.IntegerField(required=False, help_text="Files that were looked at")
    read = serializers.IntegerField(required=False, help_text="Files that were read to the last byte")
    problems = serializers.IntegerField(required=False)
    seconds = serializers.FloatField(required=False)


class RunSerializer(serializers.ModelSerializer[Run]):
    """One backup, restore, drill or integrity check."""

    job = serializers.ChoiceField(choices=Job.choices)
    state = serializers.ChoiceField(choices=State.choices)
    asked_by = serializers.CharField(source="asked_by.username", default=None, allow_null=True)
    encrypted = serializers.SerializerMethodField()
    figures = RunFiguresSerializer()
    findings = FindingSerializer(many=True)

    class Meta:
        model = Run
        fields = [
            "id", "job", "state", "asked_by", "asked_at", "started_at", "ended_at", "step", "detail", "file",
            "encrypted", "figures", "findings",
        ]  # fmt: skip

    def get_encrypted(self, run: Run) -> bool:
        """By the name of its file."""
        return run.file.endswith(".age.tar")


class JobStateSerializer(serializers.Serializer[Any]):
    """How one job stands."""

    job = serializers.ChoiceField(choices=ASKABLE)
    under_way = RunSerializer(allow_null=True)
    last = RunSerializer(allow_null=True, help_text="The last one that is over, however it went")
    last_success = serializers.DateTimeField(allow_null=True)


class BackupsSerializer(serializers.Serializer[Any]):
    """Where backups go, how they are closed, when they are made, and what was done."""

    place = serializers.CharField(help_text="A folder, or s3://bucket/prefix")
    can_encrypt = serializers.BooleanField(help_text="Without a key no backup is made")
    every_hours = serializers.FloatField(help_text="0: none by itself")
    keep = serializers.IntegerField(help_text="How many are kept, the newest")
    jobs = JobStateSerializer(many=True)
    recent = RunSerializer(many=True)


class NewRunSerializer(serializers.Serializer[Any]):
    """What to do now."""

    job = serializers.ChoiceField(choices=ASKABLE)
