"""What a model answered, and what a person said of it."""

from collections.abc import Mapping
from typing import Any

from apps.catalogue.models import Kind
from apps.predictions.models import Prediction


def given(row: Prediction) -> str:
    """What the model answered: the best label, or the text."""
    output = row.output or {}
    if row.kind == Kind.IMAGE_CLASSIFICATION:
        return str(output["labels"][0]["label"]) if output.get("labels") else ""
    return str(output.get("text", ""))


def said(row: Prediction) -> str:
    """What the person said is right; empty where they only said that the answer was wrong."""
    feedback: Mapping[str, Any] = row.feedback or {}
    if feedback.get("correct"):
        return given(row)
    return str(feedback.get("label") or feedback.get("text") or "")
