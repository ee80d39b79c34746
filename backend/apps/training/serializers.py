"""The JSON of jobs, data sets, runs and variants: the same for GET and for the socket. `shown` fills it."""

from typing import Any

from rest_framework import serializers

from apps.catalogue.models import Kind
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
    progress = ProgressSerializer()
    error = serializers.CharField(allow_null=True, help_text="Why it failed, a sentence")
    attempt = serializers.IntegerField(help_text="How often a trainer began it or went on with it")
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    completed_at = serializers.DateTimeField(allow_null=True)


class TrainingJobListSerializer(serializers.Serializer[Any]):
    """Jobs, newest first."""

    results = TrainingJobSerializer(many=True)


class TrainerSerializer(serializers.Serializer[Any]):
    """Whether anybody is there to do the work."""

    trainers = serializers.IntegerField(help_text="How many answered within the last 60 s")
    device = serializers.CharField(allow_null=True, help_text="What they compute on")
    waiting = serializers.IntegerField(help_text="Jobs that wait")
    advice = serializers.CharField(allow_null=True, help_text="What to do where there is none")


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
    created_at = serializers.DateTimeField()


class DataSetSerializer(serializers.Serializer[Any]):
    """Files with their answers, and what was frozen of them."""

    slug = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices, allow_null=True, help_text="Null until it was checked")
    owner = serializers.CharField(allow_null=True)
    source = serializers.CharField(help_text="Name of the file or folder as it came")  # type: ignore[assignment]  # a field
    size = serializers.IntegerField(allow_null=True, help_text="Bytes of the file that was sent")
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
    labels = serializers.ListField(child=serializers.CharField(), required=False)
    top1 = serializers.FloatField(required=False)
    top1_interval = serializers.ListField(child=serializers.FloatField(), required=False)
    top5 = serializers.FloatField(required=False)
    per_class = serializers.DictField(child=serializers.FloatField(), required=False)
    confusion = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        required=False,
        help_text="Counts, a row for each right class, in the order of `labels`",
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


class PresetSerializer(serializers.Serializer[Any]):
    """A recipe to begin with."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    fine_tunes = serializers.BooleanField(help_text="For a run that starts from a model")
    recipe = serializers.DictField()


class PresetListSerializer(serializers.Serializer[Any]):
    """Recipes to begin with; the first one fits best."""

    results = PresetSerializer(many=True)


class RegisteredSerializer(serializers.Serializer[Any]):
    """The version that it became."""

    model = serializers.CharField()
    number = serializers.IntegerField()
    reference = serializers.CharField(help_text="slug/versions/N, for `POST predictions`")


class TrainingUpdateSerializer(serializers.Serializer[Any]):
    """`training.updated` on the socket: the job, and its run where it trains. At most one a second for each job."""

    job = TrainingJobSerializer()
    run = TrainingRunSerializer(allow_null=True)


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
