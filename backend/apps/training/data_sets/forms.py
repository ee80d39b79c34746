"""What people send about data sets."""

from rest_framework import serializers

from apps.core.forms import Form
from apps.training.api import LARGEST, SlugField
from ml.datasets.options import EXCLUDABLE


class NewDataSetForm(Form):
    """A file (zip, tar or npz), or a folder below SLIPWAY_DATASETS_DIR."""

    slug = SlugField(help_text="Its name from now on")
    title = serializers.CharField(max_length=200)
    file = serializers.FileField(required=False, help_text="zip, tar or npz")
    folder = serializers.CharField(required=False, max_length=500, help_text="Below SLIPWAY_DATASETS_DIR")


class CheckForm(Form):
    """How to look at a data set. A share is of the whole; validation and test together are at most 0.8."""

    seed = serializers.IntegerField(min_value=0, max_value=LARGEST, default=1, help_text="Another seed, another split")
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
