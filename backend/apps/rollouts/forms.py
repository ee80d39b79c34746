"""What releasers send."""

from itertools import pairwise

from rest_framework import serializers

from apps.catalogue.splits import MOST
from apps.core.forms import Form
from apps.rollouts.plan import Plan, modes

PLANNED = ("steps", "guards", "signals", "margin")


class _Why(Form):
    reason = serializers.CharField(required=False, max_length=1000, help_text="Why, for whoever asks later")


class AliasForm(_Why):
    """Where an alias shall point."""

    version = serializers.IntegerField(min_value=1, max_value=999_999_999)
    expected = serializers.IntegerField(
        required=False, min_value=0, max_value=999_999_999,
        help_text="The version that it means now, as far as you know; 0: none. 409 where it is another one by now",
    )  # fmt: skip


class RollBackForm(_Why):
    """From where to go back."""

    expected = serializers.IntegerField(
        min_value=1, max_value=999_999_999,
        help_text="The version in production now: of two who press at once one goes back, and one is told",
    )  # fmt: skip


class StepForm(Form):
    """A share of the people, for so long at least, and until each arm has answered so often."""

    share = serializers.FloatField(help_text="Of the people: above 0, at most 0.5, and more than the step before")
    bake_seconds = serializers.IntegerField(min_value=0, max_value=30 * 86400)
    least = serializers.IntegerField(min_value=1, max_value=1_000_000)

    def validate_share(self, share: float) -> float:
        """Raises ValidationError; NaN is no share either."""
        if not 0 < share <= MOST:
            raise serializers.ValidationError("A share is above 0 and at most 0.5: as many people are compared with.")
        return share


def _mode(usual: str) -> serializers.ChoiceField:
    return serializers.ChoiceField(modes(), default=usual)


class GuardsForm(Form):
    """An armed guard aborts, one in a dry run only tells."""

    errors = _mode("armed")  # type: ignore[assignment]  # a field
    slow = _mode("dry_run")
    corrected = _mode("armed")


class SignalsForm(Form):
    """An armed signal holds and asks, one in a dry run only tells."""

    confidence = _mode("dry_run")
    familiarity = _mode("dry_run")
    ratio = _mode("armed")


class RolloutForm(_Why):
    """A rollout that is to start; what is left out is as usual: 5 %, 20 % and 50 % of the people within 40 min."""

    version = serializers.IntegerField(min_value=1, max_value=999_999_999)
    steps = serializers.ListField(child=StepForm(), required=False, min_length=1, max_length=10)
    guards = GuardsForm(required=False)
    signals = SignalsForm(required=False)
    margin = serializers.FloatField(
        required=False,
        min_value=0.001,
        max_value=0.5,
        help_text="How much rarer good answers, or lower means, may be at most",
    )

    def validate_steps(self, steps: list[dict[str, float]]) -> list[dict[str, float]]:
        """Raises ValidationError where a step has no more people than the one before."""
        shares = [step["share"] for step in steps]
        if any(later <= share for share, later in pairwise(shares)):
            raise serializers.ValidationError("Each step has a larger share than the one before.")
        return steps

    def plan(self) -> Plan:
        """What was checked, with what is usual."""
        return Plan.model_validate({name: self.validated_data[name] for name in PLANNED if name in self.validated_data})


class EndForm(Form):
    """Why it ends, and what was seen of it."""

    reason = serializers.CharField(max_length=1000)
    revision = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, help_text="As you saw it: 409 where it has changed since"
    )


class PromoteForm(EndForm):
    """The same, to promote."""

    anyway = serializers.BooleanField(default=False, help_text="Also where it was not proved to be as good")
