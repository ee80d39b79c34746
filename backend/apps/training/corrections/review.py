"""An operator looks over what people said the right answer was."""

from django.contrib.auth.models import User
from django.utils import timezone

from apps.predictions.answers import said_by_person
from apps.predictions.models import Prediction
from apps.training.models import Correction
from apps.training.problems import misfit
from ml.progress import Frozen


class Review(Frozen):
    """`answer` replaces what was said, where it is not empty."""

    state: str
    answer: str = ""


def review(operator: User, row: Prediction, decision: Review) -> None:
    """Accept or reject a correction. Raises Problem 422 for an empty label."""
    answer = decision.answer or said_by_person(row) or ""
    if decision.state == Correction.State.ACCEPTED and not answer.strip():
        raise misfit("/answer", "It was only said that the answer is wrong; say what is right, or reject it.")
    Correction.objects.update_or_create(
        prediction=row,
        defaults={"state": decision.state, "answer": answer, "reviewed_by": operator, "reviewed_at": timezone.now()},
    )
