"""The jobs `import` and `install`: a model that others made, as a file or by its name in a hub, becomes a bundle."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ml.adopt.folder import adopt
from ml.adopt.hub import fetch
from ml.adopt.naming import Said
from ml.commands.job import Say
from ml.datasets.archives.unpack import is_archive, unpack
from ml.datasets.progress import Watch


def work(order: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """Fetch or unpack, look at it, export it.

    Args:
        order: `folder` (the job's own), `said` (the fields of `Said`); and `file` to import, or `name` to install.
    """
    folder, said, note = Path(order["folder"]), Said(**order["said"]), ""
    target = folder / "bundle"
    shutil.rmtree(target, ignore_errors=True)

    def tell(stage: str, done: int = 0, total: int = 0, words: str = "") -> None:
        say({"type": "Progress", "stage": stage, "done": done, "total": total, "note": words})

    if order["work"] == "install":
        place = folder / "download"
        commit = fetch(order["name"], place, lambda file, done, total: tell("fetch", done, total, file))
        note = f"{order['name']} at {commit}" if commit else order["name"]
        said = Said(**{**order["said"], "source": note})
    else:
        place = unpacked(Path(order["file"]), folder / "unpacked", tell)
    bundle = adopt(place, said, target, lambda words: tell("adopt", words=words))
    return {"bundle": str(bundle.folder)}


def unpacked(file: Path, place: Path, tell: Any) -> Path:
    """The files of an archive; a lone ONNX file is put into the folder as it is."""
    shutil.rmtree(place, ignore_errors=True)
    if is_archive(file):
        unpack(file, place, Watch(lambda progress: tell("unpack", progress.done, progress.total)))
    else:
        place.mkdir(parents=True)
        shutil.copyfile(file, place / file.name)
    return place
