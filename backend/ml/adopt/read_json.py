"""JSON files that came with a model."""

import json
from pathlib import Path

from pydantic import JsonValue

from ml.errors import AdoptError


def read_json(file: Path) -> dict[str, JsonValue]:
    """An object. Raises AdoptError."""
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise AdoptError(f"{file.name} is missing.") from error
    except (ValueError, RecursionError) as error:
        raise AdoptError(f"{file.name} is no JSON: {error}.") from error
    if not isinstance(content, dict):
        raise AdoptError(f"{file.name} is no JSON object.")
    return content


def texts_in(value: JsonValue) -> tuple[str, ...]:
    """The texts of a list; none where it is something else."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
