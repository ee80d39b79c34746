"""Items of a frozen data set beside corrections: what a model goes on seeing it does not forget."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from apps.catalogue.models import Version
from apps.core.errors import Problem
from apps.predictions.models import Prediction
from apps.training.data_sets.selectors import CORRECTIONS
from apps.training.models import DataSetVersion, Run
from ml.datasets.frozen import SPLITS, DataItem, DataSet, Split
from ml.errors import DataSetError
from ml.kinds import kind_of
from ml.sampling import spread

# So many for each correction, and no fewer than these, as far as the set has them.
EACH, FEWEST = 4, 100
# Of ten corrections of a label one validates and one tests.
VALIDATES, TESTS, OF = 4, 9, 10


@dataclass(frozen=True, slots=True)
class Mixed:
    """A file of a frozen set with its line of the table."""

    path: Path
    line: Mapping[str, str]
    answer: str


def sets_for(parent: Version) -> list[DataSetVersion]:
    """The frozen sets that teach nothing but what a version knows; first the one that it was trained on."""
    kind = parent.model.kind
    known = set(parent.parsed.labels or ())
    own = set(Run.objects.filter(registered=parent).values_list("data_set_version", flat=True))
    # What was accepted for an earlier run is among what is accepted now.
    versions = DataSetVersion.objects.filter(manifest__kind=kind).exclude(data_set__source=CORRECTIONS)
    found = [
        version
        for version in versions.select_related("data_set").order_by("-created_at", "-pk")
        if known.issuperset(version.manifest.get("classes") or ()) and not version.files_missing
    ]
    return sorted(found, key=lambda version: version.pk not in own)


def items_of(version: DataSetVersion, kind: str, rows: Sequence[Prediction]) -> list[Mixed]:
    """Some items of each split, evenly over labels or names; a file that was corrected is not mixed in.

    Raises:
        Problem: 422 where the set is for another kind, 409 where its files are gone.
    """
    if version.manifest["kind"] != kind:
        detail = f"{version} is for {version.manifest['kind']}, the corrections are for {kind}."
        raise Problem(422, detail, code="invalid_options", errors=[{"pointer": "/data_set", "detail": detail}])
    corrected = {row.upload.sha256 for row in rows}
    try:
        data_set = DataSet.open(version.folder)
    except DataSetError as error:
        raise Problem(409, f"{version} cannot be read: {error}") from error
    wanted = max(FEWEST, EACH * len(rows))
    return [
        Mixed(data_set.path(item), line_of(item, kind), item.label or item.text or "")
        for split in SPLITS
        for item in spread(others(data_set.items(split), corrected), wanted)
    ]


def others(items: Iterable[DataItem], corrected: Container[str]) -> list[DataItem]:
    """Those whose file was not corrected, by label, each file once: files are called by what is in them."""
    left = {item.sha256: item for item in items if item.sha256 not in corrected}
    return sorted(left.values(), key=lambda item: (item.label or "", item.name))


def line_of(item: DataItem, kind: str) -> dict[str, str]:
    """As the table of the corrections has it."""
    answer: dict[str, str] = {kind_of(kind).answer: item.label or item.text or ""}
    return {"file": f"mixed-{Path(item.file).name}", "speaker": item.speaker or "", "split": item.split, **answer}


def split_of(place: int) -> Split:
    """Where the correction goes that is the `place`-th of its label; the first few train."""
    return {VALIDATES: "validation", TESTS: "test"}.get(place % OF, "train")  # type: ignore[return-value]
