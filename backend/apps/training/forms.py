"""What people and programs send."""

from typing import Any

from rest_framework import serializers

from ml.datasets.frozen import SLUG
from ml.datasets.options import EXCLUDABLE
from ml.optimise.techniques import TECHNIQUES

WHOLE = 2**31 - 1


def slug(**more: Any) -> serializers.RegexField:
    """Lower case letters, digits and '-', at most 63."""
    return serializers.RegexField(SLUG, max_length=63, **more)


class NewDataSetForm(serializers.Serializer[Any]):
    """A file (zip, tar or npz), or a folder below SLIPWAY_DATASETS_DIR."""

    slug = slug(help_text="Its name from now on")
    title = serializers.CharField(max_length=200)
    file = serializers.FileField(required=False, help_text="zip, tar or npz")
    folder = serializers.CharField(required=False, max_length=500, help_text="Below SLIPWAY_DATASETS_DIR")


class CheckForm(serializers.Serializer[Any]):
    """How to look at a data set. A share is of the whole; validation and test together are at most 0.8."""

    seed = serializers.IntegerField(min_value=0, max_value=WHOLE, default=1, help_text="Another seed, another split")
    splitting = serializers.ChoiceField(
        choices=["source", "new"], default="source", help_text="`source` keeps the split that the files came with"
    )
    validation = serializers.FloatField(min_value=0.01, max_value=0.5, default=0.1)
    test = serializers.FloatField(min_value=0.01, max_value=0.5, default=0.1)
    exclude = serializers.ListField(
        child=serializers.ChoiceField(choices=EXCLUDABLE),
        default=list,
        max_length=50,
        help_text="Leave out the files of these findings of the report",
    )
    case = serializers.ChoiceField(
        choices=["upper", "lower", "kept"], required=False, help_text="Speech: how the texts are written"
    )
    punctuation = serializers.ChoiceField(
        choices=["removed", "kept"], required=False, help_text="Speech: whether signs stay in the texts"
    )
    digits = serializers.ChoiceField(
        choices=["kept", "spelled"], required=False, help_text="Speech: 42 stays 42, or becomes FOUR TWO"
    )
    model = serializers.CharField(
        required=False, max_length=100, help_text="Speech: compare with the vocabulary of slug/versions/N"
    )


class FreezeForm(CheckForm):
    """A check that ends with a version."""

    title = serializers.CharField(max_length=200)
    licence = serializers.CharField(max_length=1000, help_text="Under which terms the files may be used")


class NewRunForm(serializers.Serializer[Any]):
    """What to train."""

    data_set = serializers.CharField(max_length=63)
    version = serializers.IntegerField(min_value=1, max_value=WHOLE, help_text="Of the data set")
    recipe = serializers.DictField(
        required=False, help_text="As `GET recipes/schema` describes it; without it the one that fits best"
    )
    parent = serializers.CharField(  # type: ignore[assignment]  # a field
        required=False, allow_null=True, max_length=100, help_text="slug/versions/N to fine-tune; without it, scratch"
    )
    slug = slug(required=False, help_text="Name of the model; without it the data set's")
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)


class RegisterForm(serializers.Serializer[Any]):
    """Under which name."""

    slug = slug(required=False, help_text="Without it the one that it was trained under")


class NewVariantsForm(serializers.Serializer[Any]):
    """Variants, each made from the one before. What is not said is chosen for you."""

    data_set = serializers.CharField(max_length=63, help_text="Calibrates, teaches and measures")
    version = serializers.IntegerField(min_value=1, max_value=WHOLE, help_text="Of the data set")
    steps = serializers.ListField(
        child=serializers.ChoiceField(choices=TECHNIQUES), min_length=1, max_length=4,
        help_text="In their order; int8 and fp16 are both made of what the steps before them left",
    )  # fmt: skip
    mode = serializers.ChoiceField(
        choices=["static", "dynamic"], required=False, help_text="int8: ranges by calibration, or in each run"
    )
    calibration_items = serializers.IntegerField(min_value=8, max_value=100_000, required=False, help_text="int8")
    keep = serializers.FloatField(min_value=0.05, max_value=0.95, required=False, help_text="prune: share of weights")
    allowed_loss = serializers.FloatField(
        min_value=0, max_value=1, required=False, help_text="Absolute rise of the error rate; 0.005 is half a point"
    )
    student = serializers.CharField(
        required=False, max_length=100, help_text="distil: one of `ways`; without it the usual one, the first"
    )
    recipe = serializers.DictField(
        required=False, help_text="prune, distil: fields of the recipe that shall be other than usual, such as epochs"
    )


class WaysForm(serializers.Serializer[Any]):
    """On what the variants would be made, and how much of the model pruning would leave before a student is taught."""

    data_set = serializers.CharField(max_length=63)
    version = serializers.IntegerField(min_value=1, max_value=WHOLE, help_text="Of the data set")
    keep = serializers.FloatField(min_value=0.05, max_value=1, default=1, help_text="1: it is not pruned before")


class ReviewForm(serializers.Serializer[Any]):
    """An operator's word."""

    state = serializers.ChoiceField(choices=["accepted", "rejected"])
    answer = serializers.CharField(
        required=False, allow_blank=True, max_length=20_000, help_text="Without it what the person said"
    )


class CorrectionsRunForm(serializers.Serializer[Any]):
    """What shall learn."""

    slug = slug(help_text="Of the data set that is made")
    parent = serializers.CharField(  # type: ignore[assignment]  # a field
        max_length=100, help_text="slug/versions/N; corrections of this model's answers are taken"
    )
    data_set = serializers.CharField(
        max_length=63, required=False, help_text="Of this set too some are taken, so that the model does not forget"
    )
    version = serializers.IntegerField(min_value=1, max_value=WHOLE, required=False, help_text="Of that data set")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A data set is named with its version."""
        if ("data_set" in attrs) != ("version" in attrs):
            raise serializers.ValidationError({"version": "Name a data set and its version, or neither."})
        return attrs


class MeasureForm(serializers.Serializer[Any]):
    """On which frozen data set a model that others made is measured, where one fits."""

    data_set = serializers.CharField(required=False, max_length=63, help_text="Without it only time and size")
    version = serializers.IntegerField(required=False, min_value=1, max_value=WHOLE, help_text="Of the data set")


class ImportForm(MeasureForm):
    """A model that others made: a zip (a bundle; config.json with model.safetensors; an ONNX file) or an ONNX file."""

    file = serializers.FileField()
    slug = slug(help_text="Name of the model; a known one gets a further version")
    title = serializers.CharField(max_length=200)
    licence = serializers.CharField(max_length=1000, help_text="Under which terms it may be used")
    labels = serializers.CharField(
        required=False, max_length=200_000, help_text="Of a model of pictures: one a line, in the outputs' order"
    )
    vocabulary = serializers.CharField(
        required=False, max_length=200_000, trim_whitespace=False,
        help_text="Of a model of speech: one character a line in the outputs' order, <pad> for CTC's blank and | "
        "between words; or the content of vocab.json",
    )  # fmt: skip
    preprocess = serializers.CharField(
        required=False, max_length=1000,
        help_text="JSON, for ONNX. Pictures: size, resize (squash, center-crop), mean, std. Speech: sample_rate, "
        "normalize; without it 16000 and true",
    )  # fmt: skip


class InstallForm(MeasureForm):
    """A model of a hub (HF_ENDPOINT, or huggingface.co) by its name."""

    name = serializers.RegexField(
        r"^[\w.-]+/[\w.:-]+$",
        max_length=200,
        help_text="torchvision/resnet18, 34, 50 or 101, or the repository of a Wav2Vec2ForCTC",
        error_messages={"invalid": "Write the name as facebook/wav2vec2-base-960h or torchvision/resnet50."},
    )
    slug = slug(required=False, help_text="Without it, made from the name")
    licence = serializers.CharField(
        required=False, allow_blank=True, max_length=1000, help_text="Without it, what its card on the hub says"
    )
