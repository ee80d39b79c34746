"""The options of a request: declared once for each kind, checked where they come in, read where it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError
from pydantic_core import ErrorDetails

from ml.errors import BadInput, Explained
from ml.kinds import KindFile

UNKNOWN = "extra_forbidden"


class RequestOptions(BaseModel):
    """What somebody may ask of one answer; a kind that takes nothing has no fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class OptionsFile(Protocol):
    """The options of a request."""

    @property
    def OPTIONS(self) -> type[RequestOptions]:  # noqa: N802 - a constant of a module
        """Their type, with the defaults."""


OPTIONS: KindFile[OptionsFile] = KindFile("options")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an option: its name (or `name/0` for the first entry of a list), and a sentence."""

    name: str
    sentence: str


class OptionsError(Explained):
    """Options that the kind does not know, or values out of their bounds; the text is that of the first fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].sentence)
        self.faults = faults


def check(kind: str, chosen: Mapping[str, object]) -> RequestOptions:
    """The options with their defaults. Raises OptionsError, which names each wrong one; the unknown ones come first."""
    declared = OPTIONS.of(kind).OPTIONS
    try:
        return declared.model_validate(chosen)
    except ValidationError as error:
        errors = sorted(error.errors(), key=lambda one: one["type"] != UNKNOWN)
        raise OptionsError([_fault(kind, one) for one in errors]) from error


def read(kind: str, chosen: Mapping[str, object]) -> tuple[RequestOptions, list[str]]:
    """The options as far as this program knows them, and the names of those that a newer one let in.

    Raises:
        BadInput: `invalid_options`, a value is out of bounds.
    """
    unknown = sorted(set(chosen) - set(OPTIONS.of(kind).OPTIONS.model_fields))
    try:
        found = check(kind, {name: value for name, value in chosen.items() if name not in unknown})
    except OptionsError as error:
        raise BadInput("invalid_options", str(error)) from error
    return found, unknown


def json_schema(kind: str) -> dict[str, JsonValue]:
    """The options as JSON schema, from which a form can be made."""
    return OPTIONS.of(kind).OPTIONS.model_json_schema()


def _fault(kind: str, error: ErrorDetails) -> Fault:
    place = "/".join(map(str, error["loc"]))
    if error["type"] == UNKNOWN:
        return Fault(place, f"{kind} has no option {place!r}.")
    return Fault(place, f"{place}: {error['msg']}.")
