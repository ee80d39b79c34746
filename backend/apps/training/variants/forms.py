"""What people send about variants."""

from rest_framework import serializers

from apps.core.forms import Form
from apps.training.api import LARGEST
from ml.optimise.techniques import TECHNIQUES


class NewVariantsForm(Form):
    """Variants, each made from the one before. What is not said is chosen for you."""

    data_set = serializers.CharField(max_length=63, help_text="Calibrates, teaches and measures")
    version = serializers.IntegerField(min_value=1, max_value=LARGEST, help_text="Of the data set")
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


class WaysForm(Form):
    """On what the variants would be made, and how much of the model pruning would leave before a student is taught."""

    data_set = serializers.CharField(max_length=63)
    version = serializers.IntegerField(min_value=1, max_value=LARGEST, help_text="Of the data set")
    keep = serializers.FloatField(min_value=0.05, max_value=1, default=1, help_text="1: it is not pruned before")
