"""A model that others made, as a file or by its name in a hub, becomes a bundle."""

import shutil
from contextlib import suppress
from pathlib import Path

from ml.adopt.details import Details
from ml.adopt.folder import adopt
from ml.adopt.install import fetch
from ml.adopt.try_out import answers_to
from ml.bundle import Bundle, sha256_of
from ml.datasets.archives.unpack import is_archive, unpack
from ml.datasets.frozen import DataSet
from ml.datasets.progress import Watch
from ml.errors import BadInput, BundleError
from ml.jobs.measured import with_costs, with_evaluation
from ml.jobs.messages import AdoptResult, Emit, FileAnswer
from ml.jobs.orders import ImportOrder, InstallOrder
from ml.progress import Progress
from ml.training.drift import with_drift
from ml.training.reference import with_reference
from ml.types import Output

# What the bundle beside it was made of.
MADE_OF = "made-of.json"


def run(order: ImportOrder | InstallOrder, emit: Emit) -> AdoptResult:
    """Make it a bundle, and let that answer its owner's files. Raises AdoptError, BundleError."""
    bundle = made_before(order) or made(order, emit)
    answers = answers_to(bundle, order.own_files) if order.own_files else []
    return AdoptResult(bundle=bundle.folder, answers=tuple(map(file_answer, answers)))


def made_before(order: ImportOrder | InstallOrder) -> Bundle | None:
    """The bundle of an earlier try, where nothing but the files to answer is new."""
    note = order.folder / MADE_OF
    if not note.exists() or note.read_text(encoding="utf-8") != made_of(order):
        return None
    with suppress(BundleError):
        return Bundle.load(order.folder / "bundle")
    return None


def made_of(order: ImportOrder | InstallOrder) -> str:
    """All that decides what the bundle is."""
    return order.model_dump_json(exclude={"own_files"})


def made(order: ImportOrder | InstallOrder, emit: Emit) -> Bundle:
    """Fetch or unpack, look at it, export it, measure it. Raises AdoptError, BundleError."""
    target, note = order.folder / "bundle", order.folder / MADE_OF
    note.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    place, details = brought(order, emit)
    bundle = adopt(place, details, target, emit)
    emit(Progress(stage="measure", note="It is timed on this machine."))
    bundle = with_costs(bundle, order.threads)
    if order.measure:
        data_set = DataSet.open(order.measure)
        bundle = with_drift(with_reference(bundle, data_set, emit), data_set, emit)
        bundle = with_evaluation(bundle, data_set, emit)
    note.write_text(made_of(order), encoding="utf-8")
    return bundle


def file_answer(answer: Output | BadInput) -> FileAnswer:
    """As it is told."""
    return FileAnswer(error=str(answer)) if isinstance(answer, BadInput) else FileAnswer(output=answer)


def brought(order: ImportOrder | InstallOrder, emit: Emit) -> tuple[Path, Details]:
    """The files, and what is known of them."""
    if isinstance(order, InstallOrder):
        return fetched(order.name, order.folder / "download", order.details, emit)
    origin = {"files_sha256": {order.details.source: sha256_of(order.file)}}
    place = unpacked(order.file, order.folder / "unpacked", emit)
    return place, order.details.model_copy(update={"origin": origin})


def fetched(name: str, place: Path, details: Details, emit: Emit) -> tuple[Path, Details]:
    """The files of a model of a hub, and what is known of them; its own licence where nobody named another."""
    found = fetch(name, place, emit)
    known = {"source": found.source, "licence": details.licence or found.licence, "origin": found.origin}
    return place, details.model_copy(update=known)


def unpacked(file: Path, place: Path, emit: Emit) -> Path:
    """The files of an archive; a lone ONNX file is put into the folder as it is."""
    shutil.rmtree(place, ignore_errors=True)
    if is_archive(file):
        unpack(file, place, Watch(emit))
    else:
        place.mkdir(parents=True)
        shutil.copyfile(file, place / file.name)
    return place
