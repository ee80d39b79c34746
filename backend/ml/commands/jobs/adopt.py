"""The jobs `import` and `install`: a model that others made, as a file or by its name in a hub, becomes a bundle."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ml.adopt.folder import adopt
from ml.adopt.install import fetch
from ml.adopt.naming import Said
from ml.bundle import sha256_of
from ml.commands.job import Say
from ml.commands.measured import with_costs, with_evaluation
from ml.datasets.archives.unpack import is_archive, unpack
from ml.datasets.frozen import DataSet
from ml.datasets.progress import Watch


def work(order: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """Fetch or unpack, look at it, export it, measure it.

    Args:
        order: `folder` (the job's own), `said` (the fields of `Said`), `threads`; `file` to import, or `name` to
            install; and, where it shall be measured on one, `measure` (a frozen data set).
    """
    folder, said = Path(order["folder"]), Said(**order["said"])
    target = folder / "bundle"
    shutil.rmtree(target, ignore_errors=True)

    def tell(stage: str, done: int = 0, total: int = 0, words: str = "") -> None:
        say({"type": "progress", "stage": stage, "done": done, "total": total, "note": words})

    if order["work"] == "install":
        place, said = fetched(order["name"], folder / "download", said, tell)
    else:
        file = Path(order["file"])
        place = unpacked(file, folder / "unpacked", tell)
        said = replace(said, origin={"files_sha256": {said.source: sha256_of(file)}})
    bundle = adopt(place, said, target, lambda words: tell("adopt", words=words))
    tell("measure", words="It is timed on this machine.")
    bundle = with_costs(bundle, order["threads"])
    if order.get("measure"):
        watch = Watch(lambda progress: tell(progress.stage, progress.done, progress.total))
        with_evaluation(bundle, DataSet.open(Path(order["measure"])), lambda *counts: watch.step("measure", *counts))
    return {"bundle": str(bundle.folder)}


def fetched(name: str, place: Path, said: Said, tell: Any) -> tuple[Path, Said]:
    """The files of a model of a hub, and what is known of them; its own licence where nobody named another."""
    watch = Watch(lambda progress: tell("fetch", progress.done, progress.total, words=progress.stage))
    found = fetch(name, place, watch.step)
    return place, replace(said, source=found.source, licence=said.licence or found.licence, origin=found.origin)


def unpacked(file: Path, place: Path, tell: Any) -> Path:
    """The files of an archive; a lone ONNX file is put into the folder as it is."""
    shutil.rmtree(place, ignore_errors=True)
    if is_archive(file):
        unpack(file, place, Watch(lambda progress: tell("unpack", progress.done, progress.total)))
    else:
        place.mkdir(parents=True)
        shutil.copyfile(file, place / file.name)
    return place
