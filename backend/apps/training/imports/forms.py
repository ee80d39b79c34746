"""What people send about models that others made."""

from rest_framework import serializers

from apps.core.forms import Form
from apps.training.api import LARGEST, SlugField

MOST_OWN_FILES = 3


class MeasureForm(Form):
    """On which frozen data set a model that others made is measured, where one fits."""

    data_set = serializers.CharField(required=False, max_length=63, help_text="Without it only time and size")
    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST, help_text="Of the data set")
    register_later = serializers.BooleanField(
        required=False,
        help_text="Without it the model is a version when the job has succeeded; with it, after `POST imports/{job_id}/"
        "register`, so that `POST imports/{job_id}/again` can show its answers to your own files before that",
    )


class DescriptionForm(Form):
    """What a file does not say of itself."""

    labels = serializers.CharField(
        required=False,
        max_length=200_000,
        help_text="Of a model of pictures, in the outputs' order, one a line or JSON",
    )
    vocabulary = serializers.CharField(
        required=False, max_length=200_000, trim_whitespace=False,
        help_text="Of a model of speech: one character a line in the outputs' order, <pad> for CTC's blank and | "
        "between words; or the content of vocab.json",
    )  # fmt: skip
    preprocess = serializers.CharField(
        required=False, max_length=1000,
        help_text="JSON, for ONNX. Pictures: size, resize (squash, center-crop with resize_to, letterbox with fill), "
        "mean, std; interpolation (lanczos, bicubic, bilinear, nearest), channels (RGB, BGR), range of the "
        "values that mean and std are of (1, 255). Speech: sample_rate, normalize; without it 16000 and true",
    )  # fmt: skip


class ImportForm(MeasureForm, DescriptionForm):
    """A model that others made: a zip (a bundle; config.json with model.safetensors; an ONNX file) or an ONNX file."""

    file = serializers.FileField()
    slug = SlugField(help_text="Name of the model; a known one gets a further version")
    title = serializers.CharField(max_length=200)
    licence = serializers.CharField(max_length=1000, help_text="Under which terms it may be used")


class InstallForm(MeasureForm):
    """A model of a hub (HF_ENDPOINT, or huggingface.co) by its name."""

    name = serializers.RegexField(
        r"^[\w.-]+/[\w.:-]+$",
        max_length=200,
        help_text="torchvision/resnet18, 34, 50 or 101, or the repository of a Wav2Vec2ForCTC",
        error_messages={"invalid": "Write the name as facebook/wav2vec2-base-960h or torchvision/resnet50."},
    )
    slug = SlugField(required=False, help_text="Without it, made from the name")
    licence = serializers.CharField(
        required=False, allow_blank=True, max_length=1000, help_text="Without it, what its card on the hub says"
    )


class AgainForm(DescriptionForm):
    """Own files to answer, and other numbers; what is left out stays as it was."""

    file = serializers.ListField(
        child=serializers.FileField(), required=False, max_length=MOST_OWN_FILES,
        help_text="Up to three, which take the place of those that were sent before",
    )  # fmt: skip
    expected = serializers.ListField(
        child=serializers.CharField(allow_blank=True, max_length=10_000), required=False, max_length=MOST_OWN_FILES,
        help_text="What the answer to each file should be, in their order; kept beside the answers",
    )  # fmt: skip
