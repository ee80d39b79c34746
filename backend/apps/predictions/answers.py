"""What counts as the answer of a prediction: a person's word, else the model's."""

from dataclasses import dataclass
from typing import Literal

from apps.predictions.models import Prediction


@dataclass(frozen=True, slots=True)
class Answer:
    """The best label or the text, and whose word it is."""

    words: str
    by: Literal["model", "person"]


def answer_of(row: Prediction) -> Answer | None:
    """None until it succeeded."""
    model = said_by_model(row)
    if model is None:
        return None
    person = said_by_person(row)
    return Answer(model, "model") if person is None else Answer(person, "person")


def said_by_model(row: Prediction) -> str | None:
    """The best label, or the text; None until it succeeded."""
    if row.output is None:
        return None
    if "labels" not in row.output:
        return str(row.output["text"])
    return str(row.output["labels"][0]["label"]) if row.output["labels"] else ""


def said_by_person(row: Prediction) -> str | None:
    """What the feedback says is right; None where nothing was said, or only that the model is wrong."""
    feedback = row.feedback or {}
    if feedback.get("correct"):
        return said_by_model(row)
    word = feedback.get("label", feedback.get("text"))
    return None if word is None else str(word)


def words_to_find(row: Prediction) -> str:
    """What a search finds it by, in lower case: the file's name, and the answer once there is one."""
    answer = answer_of(row)
    return f"{row.upload.name} {answer.words}".lower() if answer else row.upload.name.lower()
