"""What owners send about webhooks."""

from rest_framework import serializers

from apps.core.forms import Form
from apps.webhooks.event_types import OF_STAFF


class WebhookForm(Form):
    """A webhook to be made."""

    name = serializers.CharField(max_length=100, help_text="What you will know it by")
    url = serializers.CharField(max_length=2000, help_text="https://…, to be sent POSTs")
    types = serializers.ListField(
        child=serializers.ChoiceField(choices=OF_STAFF),
        default=list,
        max_length=len(OF_STAFF),
        help_text="For staff: what else it is told of",
    )
    keys = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        default=list,
        max_length=100,
        help_text="Ids of your keys: it is told when a prediction that came with one of them has ended",
    )


class WebhookChangeForm(WebhookForm):
    """What is to be different; what is left out stays."""

    paused = serializers.BooleanField(help_text="Whether nothing is sent for now; what is to be told waits")
