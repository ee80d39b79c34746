"""What people send about runs."""

from rest_framework import serializers

from apps.core.forms import Form
from apps.training.api import LARGEST, SlugField


class NewRunForm(Form):
    """What to train."""

    data_set = serializers.CharField(max_length=63)
    version = serializers.IntegerField(min_value=1, max_value=LARGEST, help_text="Of the data set")
    recipe = serializers.DictField(
        required=False, help_text="As `GET recipes/schema` describes it; without it the one that fits best"
    )
    parent = serializers.CharField(  # type: ignore[assignment]  # a field
        required=False, allow_null=True, max_length=100, help_text="slug/versions/N to fine-tune; without it, scratch"
    )
    slug = SlugField(required=False, help_text="Name of the model; without it the data set's")
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
