"""The options of a request: declared once for each kind, checked where they come in, read where it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError
from pydantic_core import ErrorDetails

from ml.bundle import Manifest
from ml.errors import BadInput, Explained
from ml.kinds import KindFile

UNKNOWN = "extra_forbidden"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an option: its name (or `name/0` for the first entry of a list), and a sentence."""

    name: str
    sentence: str


class RequestOptions(BaseModel):
    """What somebody may ask of one answer; a kind that takes nothing has no fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @property
    def needs_version(self) -> bool:
        """Whether it depends on the version what they mean, so that its manifest has to be looked at."""
        return False

    def usual(self, grammar: str) -> Self:  # noqa: ARG002
        """With what the version usually does, where the request left it open."""
        return self

    def faults(self) -> list[Fault]:
        """What is wrong with options each of which is right."""
        return []

    def faults_for(self, manifest: Manifest) -> list[Fault]:  # noqa: ARG002
        """What the version cannot do."""
        return []

    def to_json(self) -> dict[str, object]:
        """What was chosen, and the defaults of the rest; what may be left out is left out."""
        return self.model_dump(mode="json", exclude_none=True)


class OptionsFile(Protocol):
    """The options of a request."""

    @property
    def OPTIONS(self) -> type[RequestOptions]:  # noqa: N802 - a constant of a module
        """Their type, with the defaults."""


OPTIONS: KindFile[OptionsFile] = KindFile("options")


class OptionsError(Explained):
    """Options that the kind does not know, or values out of their bounds; the text is that of the first fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].sentence)
        self.faults = faults


def check(kind: str, chosen: Mapping[str, object]) -> RequestOptions:
    """The options with their defaults. Raises OptionsError, which names each wrong one; the unknown ones come first."""
    declared = OPTIONS.of(kind).OPTIONS
    try:
        found = declared.model_validate(chosen)
    except ValidationError as error:
        errors = sorted(error.errors(), key=lambda one: one["type"] != UNKNOWN)
        raise OptionsError([_fault(kind, one) for one in errors]) from error
    _refuse(found.faults())
    return found


def check_for(options: RequestOptions, manifest: Manifest) -> None:
    """Raises OptionsError, which names each that the version cannot do."""
    _refuse(options.faults_for(manifest))


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise OptionsError(faults)


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
