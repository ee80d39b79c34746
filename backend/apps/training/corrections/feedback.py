"""What a model answered, and what a person said of it."""

from apps.predictions.models import Prediction
from ml.kinds import kind_of


def answered(row: Prediction) -> str:
    """What the model answered: the best label, or the text."""
    output = row.output or {}
    if kind_of(row.kind).answer == "label":
        return str(output["labels"][0]["label"]) if output.get("labels") else ""
    return str(output.get("text", ""))


def corrected(row: Prediction) -> str:
    """What the person said is right; empty where they only said that the answer was wrong."""
    feedback = row.feedback or {}
    if feedback.get("correct"):
        return answered(row)
    return str(feedback.get("label") or feedback.get("text") or "")
