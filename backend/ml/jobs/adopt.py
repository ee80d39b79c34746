"""A model that others made, as a file or by its name in a hub, becomes a bundle."""

import shutil
from pathlib import Path

from ml.adopt.details import Details
from ml.adopt.folder import adopt
from ml.adopt.install import fetch
from ml.bundle import sha256_of
from ml.datasets.archives.unpack import is_archive, unpack
from ml.datasets.frozen import DataSet
from ml.datasets.progress import Watch
from ml.jobs.measured import with_costs, with_evaluation
from ml.jobs.messages import AdoptResult, Emit
from ml.jobs.orders import ImportOrder, InstallOrder
from ml.progress import Progress


def run(order: ImportOrder | InstallOrder, emit: Emit) -> AdoptResult:
    """Fetch or unpack, look at it, export it, measure it. Raises AdoptError, BundleError."""
    target = order.folder / "bundle"
    shutil.rmtree(target, ignore_errors=True)
    place, details = brought(order, emit)
    bundle = adopt(place, details, target, emit)
    emit(Progress(stage="measure", note="It is timed on this machine."))
    bundle = with_costs(bundle, order.threads)
    if order.measure:
        with_evaluation(bundle, DataSet.open(order.measure), emit)
    return AdoptResult(bundle=bundle.folder)


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
