"""The pictures of a pack as files, to be strangers to a model, or to be sent by hand.

From ``backend/``: ``../.venv/bin/python ../bench/unpack_pictures.py flowers/flowers-test FOLDER``.
"""

import sys
from pathlib import Path

import numpy as np

PACKS = Path(__file__).resolve().parents[2] / "shared/data"


def unpack(pack: str, folder: Path) -> int:
    """Write them, each into a folder of its class's name, as they are in the pack; how many there are."""
    with np.load(PACKS / f"{pack}.npz") as source:
        stream, offsets = source["jpeg"].tobytes(), source["offsets"]
        classes = [str(name) for name in source["classes"]]
        labels = [classes[number] for number in source["labels"]]
    for number, label in enumerate(labels):
        file = folder / label / f"{number:05d}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(stream[offsets[number] : offsets[number + 1]])
    return len(labels)


if __name__ == "__main__":
    sys.stdout.write(f"{unpack(sys.argv[1], Path(sys.argv[2]))} pictures\n")
