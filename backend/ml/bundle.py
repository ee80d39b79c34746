"""A bundle: one model version as a folder of weights and `bundle.json`.

The manifest carries the preprocessing numbers and the labels, so that the weights cannot be used with others' numbers,
and the sha256 of every file, so that a changed file is refused. No pickle is read anywhere.

Only `model.onnx` is served. The other files are for those who go on from here: weights to train further, a
`torch.export` program to compile for another runtime, the evaluation report. A bundle without them is whole, and so
is one without `reference.npz`: its version cannot tell what it does not know.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Protocol, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from ml.errors import BundleError
from ml.kinds import KindFile, KindName, kind_of
from ml.types import JsonObject, Spec

MANIFEST = "bundle.json"
MODEL = "model.onnx"  # what is served
WEIGHTS = "model.safetensors"  # the network's state, large weights as float16, without what the served graph adds to it
PROGRAM = "model.pt2"  # the served graph for `torch.export.load`
EVALUATION = "evaluation.json"
REFERENCE = "reference.npz"  # what it learned from, in numbers: by these a version tells what is unlike all of it
# PostgreSQL keeps no text with it: the version could not be installed, nor a backup of it restored there.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class SpecFile(Protocol):
    """The numbers of the preprocessing."""

    @property
    def SPEC(self) -> type[Spec]:  # noqa: N802 - a constant of a module
        """Their type, which reads them from a manifest."""


SPEC: KindFile[SpecFile] = KindFile("spec")


class Architecture(BaseModel):
    """Which network `model.safetensors` fills: a family, and the numbers that this family is built from.

    A pruned network is its family's with fewer channels; how many is told by the shapes of the weights.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    family: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    options: JsonObject = Field(default_factory=dict)
    mirror: bool = Field(False, description="The served graph averages the logits of an image and its mirror image")
    temperature: float = Field(1.0, gt=0, description="The served graph divides the logits by it")


class Grammar(BaseModel):
    """What may be said to a speech model, under a name that a request may choose.

    `titles` are by language ("en", "zh"); `pattern` is as `ml.speech.grammar.pattern` reads it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    titles: Mapping[str, str]
    pattern: str


class Manifest(BaseModel):
    """The content of `bundle.json`.

    `variant` says how the bundle differs from `lineage.parent` ({"slug", "digest"}): "int8", "pruned", "pruned-int8".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal[1] = 1
    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    kind: KindName
    title: str
    summary: str
    licence: str
    variant: str | None = Field(None, pattern=r"^[a-z0-9][a-z0-9-]*$")
    architecture: Architecture | None = None
    preprocess: SerializeAsAny[Spec]
    labels: tuple[str, ...] | None = None
    vocabulary: tuple[str, ...] | None = None
    blank: int | None = None
    word_delimiter: str | None = None
    grammars: Mapping[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,62}$")], Grammar] = Field(default_factory=dict)
    default_grammar: str | None = None
    familiarity: JsonObject | None = Field(
        None, description="By what a speech version tells speech that is unlike what it knows"
    )
    drift: JsonObject | None = Field(
        None, description="What validation items were like, to tell whether what comes in has changed (`ml.drift`)"
    )
    metrics: JsonObject
    lineage: JsonObject
    parameters: int = Field(gt=0)
    files: Mapping[Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")], str] = Field(
        description="Names of files beside the manifest, in no other folder, with their sha256"
    )

    @field_validator("preprocess", mode="plain")
    @classmethod
    def numbers_are_of_the_kind(cls, value: object, info: ValidationInfo) -> Spec:
        """Read the numbers as those of the kind."""
        if "kind" not in info.data:
            raise ValueError("without a kind these numbers mean nothing")
        return SPEC.of(info.data["kind"]).SPEC.model_validate(value)

    @model_validator(mode="after")
    def kind_has_its_outputs(self) -> Self:
        """Refuse a model whose outputs mean nothing."""
        if kind_of(self.kind).answer == "label":
            if not self.labels:
                raise ValueError(f"a model for {self.kind} needs labels")
        elif not self.vocabulary or self.blank is None:
            raise ValueError(f"a model for {self.kind} needs a vocabulary and its blank")
        if "any" in self.grammars:
            raise ValueError("a grammar cannot be called 'any': that is how a request asks for none")
        if self.default_grammar not in {None, *self.grammars}:
            raise ValueError(f"the default grammar {self.default_grammar!r} is none of {', '.join(self.grammars)}")
        return self

    @property
    def outputs(self) -> tuple[str, ...]:
        """What the numbers of the network's last layer mean: labels, or characters."""
        return self.labels or self.vocabulary or ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A verified bundle folder."""

    folder: Path
    manifest: Manifest

    @classmethod
    def load(cls, folder: Path) -> "Bundle":
        """Read and verify a bundle.

        Raises:
            BundleError: the manifest is missing or wrong, or a file is missing or differs from its sha256.
        """
        manifest = read_manifest(folder)
        for name, expected in manifest.files.items():
            if not (folder / name).is_file():
                raise BundleError(f"{folder.name}: {name} is missing")
            if sha256_of(folder / name) != expected:
                raise BundleError(f"{folder.name}: {name} differs from the sha256 in {MANIFEST}")
        return cls(folder=folder, manifest=manifest)

    def file(self, name: str) -> Path:
        """The path of a file that the manifest lists."""
        if name not in self.manifest.files:
            raise BundleError(f"{self.folder.name}: {name} is not part of this bundle")
        return self.folder / name

    @property
    def size(self) -> int:
        """Bytes of all files of the bundle."""
        return sum((self.folder / name).stat().st_size for name in (MANIFEST, *self.manifest.files))

    @property
    def digest(self) -> str:
        """sha256 of the manifest, which covers every other file."""
        return sha256_of(self.folder / MANIFEST)

    @property
    def reference(self) -> dict[str, str]:
        """What a bundle that was made from this one says of it in `lineage.parent`."""
        return {"slug": self.manifest.slug, "digest": self.digest}


def read_manifest(folder: Path) -> Manifest:
    """Read `bundle.json` without verifying the files. Raises BundleError."""
    try:
        content = (folder / MANIFEST).read_bytes()
        if _NUL.search(content):
            raise BundleError(f"{folder.name}: {MANIFEST} is not valid: a text in it holds a NUL character")
        return Manifest.model_validate_json(content)
    except FileNotFoundError as error:
        raise BundleError(f"{folder.name}: no {MANIFEST}") from error
    except ValidationError as error:
        raise BundleError(f"{folder.name}: {MANIFEST} is not valid: {error}") from error


def write_bundle(folder: Path, manifest: Mapping[str, object], files: Mapping[str, Path]) -> Bundle:
    """Copy `files` (name in the bundle -> source) into `folder` and write the manifest with their sha256.

    Raises:
        BundleError: the manifest is not valid.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in files.items():
        if source.resolve() != (folder / name).resolve():
            shutil.copyfile(source, folder / name)
    content = {**manifest, "files": {name: sha256_of(folder / name) for name in sorted(files)}}
    (folder / MANIFEST).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return Bundle.load(folder)


def sha256_of(path: Path) -> str:
    """Hex sha256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
