"""Make a frozen data set of an examined one: all or nothing."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from re import fullmatch
from tempfile import mkdtemp

from ml.datasets.archives.destination import PIECE, telling_a_full_disk
from ml.datasets.candidate import Candidate
from ml.datasets.examine import Examination
from ml.datasets.frozen import ITEMS, MANIFEST, SLUG, DataItem, DataSet, DataSetManifest, Measures
from ml.datasets.progress import Watch
from ml.datasets.report import counts_of
from ml.errors import DataSetError
from ml.kinds import kind_of


@dataclass(frozen=True, slots=True)
class About:
    """What a person says about the set; `source` tells where it came from."""

    slug: str
    title: str
    licence: str
    source: str


def freeze(examination: Examination, folder: Path, about: About, watch: Watch | None = None) -> DataSet:
    """Copy the files into the new folder `folder` and write what is in it; the folder appears when it is complete.

    Raises:
        DataSetError: the set has errors, `folder` is there, the slug is none, a file changed, or the disk is full.
        Cancelled: the caller wants no more of it.
    """
    _refuse(examination, folder, about)
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        with telling_a_full_disk(f"{about.slug} is frozen"):
            items = _write_files(examination, half, watch or Watch())
            _write_lists(examination, items, half, about)
        half.chmod(0o755)
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return DataSet.open(folder)


def _refuse(examination: Examination, folder: Path, about: About) -> None:
    if folder.exists():
        raise DataSetError(f"{folder} is there already; a frozen set never changes, so choose another name.")
    if not fullmatch(SLUG, about.slug):
        raise DataSetError(f"{about.slug!r} is no slug: lower case letters, digits and '-', at most 63.")
    if not (about.title.strip() and about.licence.strip()):
        raise DataSetError("A data set needs a title and a licence.")
    errors = [finding for finding in examination.report.findings if finding.severity == "error"]
    if errors:
        reasons = " ".join(f"{finding.sentence} {finding.advice}" for finding in errors)
        raise DataSetError(f"The data set is not ready. {reasons}")
    if not examination.candidates:
        raise DataSetError("Nothing is left of the data set; exclude less.")


def _write_files(examination: Examination, half: Path, watch: Watch) -> list[DataItem]:
    items = []
    for candidate in watch.over("write", examination.candidates, len(examination.candidates)):
        name = f"files/{candidate.sha256[:2]}/{candidate.sha256}{candidate.suffix}"
        target = half / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(candidate, target)
        items.append(_item(candidate, name, examination))
    return sorted(items, key=lambda item: (item.split, item.name))


def _copy(candidate: Candidate, target: Path) -> None:
    digest = hashlib.sha256()
    with candidate.sample.path.open("rb") as source, target.open("xb") as copy:
        while piece := source.read(PIECE):
            digest.update(piece)
            copy.write(piece)
    if digest.hexdigest() != candidate.sha256:
        raise DataSetError(f"{candidate.name} was changed while the set was frozen; check it again.")


def _item(candidate: Candidate, file: str, examination: Examination) -> DataItem:
    measures = candidate.facts.measures if candidate.facts else Measures()
    return DataItem(
        file=file,
        name=candidate.name,
        sha256=candidate.sha256,
        split=examination.splits[candidate.name],
        label=candidate.sample.label if candidate.text is None else None,
        text=candidate.text,
        speaker=candidate.sample.speaker,
        **measures,
    )


def _write_lists(examination: Examination, items: Sequence[DataItem], half: Path, about: About) -> None:
    lines = "".join(item.line() + "\n" for item in items).encode()
    (half / ITEMS).write_bytes(lines)
    options = examination.options
    written = kind_of(examination.source.kind).answer == "text"
    manifest = DataSetManifest(
        slug=about.slug,
        kind=examination.source.kind,
        title=about.title,
        licence=about.licence,
        source=about.source,
        seed=options.seed,
        classes=None if written else tuple(sorted({item.label or "" for item in items})),
        characters="".join(sorted({sign for item in items for sign in item.text or ""})) if written else None,
        splitting=options.splitting,
        normalisation=options.text.model_dump() if written else None,
        counts=counts_of(examination.source.kind, examination.candidates, examination.splits),
        excluded=(*examination.excluded, *examination.source.ignored),
        items_sha256=hashlib.sha256(lines).hexdigest(),
    )
    content = manifest.model_dump(mode="json", exclude_none=True)
    (half / MANIFEST).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
