"""Labels as people and other programs write them down."""

import ast
import json
from collections.abc import Sequence

from ml.errors import AdoptError


def labels_of(text: str) -> tuple[str, ...]:
    """One a line, or the list or numbered object of JSON or Python that label files hold, told apart.

    Raises:
        AdoptError: the numbers have gaps, or a list holds something else than texts.
    """
    content = text.removeprefix("\ufeff").strip()
    if content[:1] in {"[", "{"}:
        return told_apart(_of_literal(content))
    lines = [line.strip() for line in content.splitlines() if line.strip()]
    if len(lines) == 1 and "," in lines[0]:
        lines = [label.strip() for label in lines[0].split(",") if label.strip()]
    return told_apart(lines)


def told_apart(labels: Sequence[str]) -> tuple[str, ...]:
    """Some classes of ImageNet share a name ("crane", "maillot"): the second gets a number."""
    seen: dict[str, int] = {}
    found = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return tuple(found)


def _of_literal(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        try:
            found = ast.literal_eval(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
            raise AdoptError("The labels begin as JSON, but are none: write one a line.") from error
    if isinstance(found, dict):
        found = _in_order({str(place): label for place, label in found.items()})
    if not isinstance(found, list) or not all(isinstance(label, str) for label in found):
        raise AdoptError(
            'The labels are no list of texts: write one a line, ["cat", "dog"] or {"0": "cat", "1": "dog"}.'
        )
    return found


def _in_order(places: dict[str, object]) -> list[object]:
    """Of numbers with their labels, or of labels with their numbers. Raises AdoptError."""
    if not all(place.isdigit() for place in places):
        places = {str(place): label for label, place in places.items()}
    if sorted(places, key=lambda place: (len(place), place)) != [str(place) for place in range(len(places))]:
        raise AdoptError("The labels are not numbered from 0 without gaps.")
    return [places[str(place)] for place in range(len(places))]
