"""What a sender says of a model's outputs and inputs, as text: read, and refused at once where it cannot be meant."""

from pydantic import JsonValue

from apps.core.parsing import strict_json
from apps.training.problems import misfit
from ml.adopt.details import Details
from ml.adopt.labels import labels_of
from ml.adopt.numbers import picture_numbers, sound_numbers
from ml.adopt.vocabulary import alphabet_of
from ml.errors import AdoptError


def refuse_impossible(details: Details, *, graph: bool) -> None:
    """Refuse at once what a trainer would refuse minutes later. Raises Problem 422."""
    labels, vocabulary, preprocess = details.labels, details.vocabulary, details.preprocess
    if labels and vocabulary:
        raise misfit("/vocabulary", "A model of pictures has labels, one of speech a vocabulary; send one of the two.")
    if graph and not (labels or vocabulary):
        raise misfit("/labels", "An ONNX file does not say what its outputs mean: send the labels, or a vocabulary.")
    if graph and labels and preprocess is None:
        detail = "An ONNX file does not say how a picture is prepared: send size, resize, mean, std."
        raise misfit("/preprocess", detail)
    try:
        pointer = "/vocabulary"
        if vocabulary:
            alphabet_of(vocabulary)
        pointer = "/preprocess"
        if vocabulary and preprocess is not None:
            sound_numbers(preprocess, 1)
        elif preprocess is not None and labels:
            picture_numbers(preprocess)
    except AdoptError as error:
        raise misfit(pointer, str(error)) from error


def labels_in(text: str) -> tuple[str, ...]:
    """The labels, one a line or as JSON. Raises Problem 422."""
    try:
        return labels_of(text)
    except AdoptError as error:
        raise misfit("/labels", str(error)) from error


def preprocess_in(text: str) -> dict[str, JsonValue] | None:
    """The numbers of the preprocessing, as JSON; none where nothing is said. Raises Problem 422."""
    try:
        found = strict_json(text) if text else None
    except ValueError:
        found = text
    if found is None or isinstance(found, dict):
        return found
    raise misfit("/preprocess", "preprocess is no JSON object.")


def characters_in(text: str) -> tuple[str, ...]:
    """The characters of a vocabulary, in their order; a line may be one space. Raises Problem 422."""
    text = text.removeprefix("\ufeff")
    if text.lstrip().startswith("{"):
        return _in_order(text)
    lines = [line.removesuffix("\r") for line in text.rstrip("\r\n").split("\n")] if text.strip() else []
    if "" in lines:
        detail = f"Line {lines.index('') + 1} of the vocabulary is empty; write | between words."
        raise misfit("/vocabulary", detail)
    return tuple(lines)


def _in_order(text: str) -> tuple[str, ...]:
    """The characters of a vocab.json, which numbers them."""
    try:
        places = strict_json(text)
        if not isinstance(places, dict):
            raise TypeError("it is no object")
        ordered = tuple(sorted(places, key=places.__getitem__))
    except (ValueError, TypeError) as error:
        detail = f"The vocabulary begins as JSON, but does not number characters: {error}."
        raise misfit("/vocabulary", detail) from error
    if [places[sign] for sign in ordered] != list(range(len(ordered))):
        raise misfit("/vocabulary", "The vocabulary does not number its characters from 0 without gaps.")
    return ordered
