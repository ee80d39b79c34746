"""``python -m small_world PACKS FOLDER``: make the data set of the shipped speech model, to be frozen."""

import argparse
import sys
from pathlib import Path

from ml.datasets.progress import Watch
from ml.errors import Explained
from ml.progress import Progress
from small_world.mix import mix


def main() -> int:
    """Mix; what a person can put right is one sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m small_world", description=__doc__)
    parser.add_argument("packs", type=Path, help="the folder with the packs an4 and speech-commands")
    parser.add_argument("folder", type=Path, help="the new folder")
    parser.add_argument("--spoken", type=Path, help="keeps synthetic speech for the next time (default: beside FOLDER)")
    parser.add_argument("--share", type=float, default=1.0, help="so much of it, to try things out (default 1)")
    parser.add_argument("--no-kokoro", action="store_true", help="leave out its words, which take a quarter of an hour")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    spoken = chosen.spoken or chosen.folder.parent / "spoken"
    watch = Watch(show if sys.stderr.isatty() else lambda _: None)
    try:
        mix(
            chosen.packs, spoken, chosen.folder,
            share=chosen.share, seed=chosen.seed, with_kokoro=not chosen.no_kokoro, watch=watch,
        )  # fmt: skip
    except Explained as error:
        sys.stderr.write(f"small_world: {error}\n")
        return 1
    sys.stdout.write(f"Mixed in {chosen.folder}; freeze it next.\n")
    return 0


def show(progress: Progress) -> None:
    """One line that is written over until its stage is through."""
    end = "\n" if progress.done == progress.total else "\r"
    sys.stderr.write(f"{progress.stage}: {progress.done:,} of {progress.total:,}{end}")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
