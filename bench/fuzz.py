"""Send files with some bytes changed through what a web and a worker do with them: `make fuzz SEED=7 N=6000`.

Prints a line for each file that took more than a second or, here where it is read as by a worker, a good deal of
memory, that was refused for its memory or time, or ended a process. Keeps those files, and prints a table at the end.
Exits with 1 where something was raised that is no refusal.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "backend"))

from ml import media
from ml.errors import BadInput
from ml.inspector import InspectorAway, Inspectors
from ml.speech.decode import read_sound
from ml.tests.mutants import Mutant, mutants, seeds
from ml.types import Limits
from ml.vision.decode import read_picture

SLOW_SECONDS = 1.0
# More than at rest, and a step further than any file before.
LARGE_MB, STEP_MB = 200, 20
LIMITS = Limits(max_seconds=600)


def outcome(path: Path, inspectors: Inspectors) -> str:
    """What becomes of a file: `read`, the code of its refusal, or what else was raised."""
    try:
        found = media.inspect_plain(path, LIMITS) or inspectors.inspect(path, LIMITS)
        if found.medium == "image":
            read_picture(path, LIMITS.max_pixels, 896)
        else:
            for _ in read_sound(path):
                pass
    except BadInput as error:
        if error.detail == media.UNEXPECTED:
            return "raised in an inspector"
        crashed, much = "crash" in error.detail, "more than" in error.detail or "MB of memory" in error.detail
        return "crash" if crashed else "too much" if much else error.code
    except InspectorAway:
        return "ended"
    except Exception as error:  # noqa: BLE001 - which is what this looks for
        return f"raised {type(error).__name__}: {error}"
    return "read"


def main() -> int:
    """Look at all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=771)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--keep", type=Path, default=Path("data/fuzz"), help="where the files that stand out go")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        inspectors, files = Inspectors(1), seeds(Path(folder))
        rest = peak_mb()
        for mutant in mutants(options.seed, options.count, files):
            path = Path(folder) / "sent"
            path.write_bytes(mutant.content)
            before, began = peak_mb(), time.monotonic()
            found = outcome(path, inspectors)
            seconds = time.monotonic() - began
            slow, large = seconds > SLOW_SECONDS, peak_mb() > max(rest + LARGE_MB, before + STEP_MB)
            counts.update([found.split(":")[0], *(["over a second"] if slow else [])])
            if slow or large or found.startswith(("crash", "too much", "ended", "raised")):
                keep(options.keep, options.seed, mutant)
                print(f"{mutant.name}: {found}, {seconds:.1f} s, {peak_mb() - rest} MB", flush=True)  # noqa: T201
        inspectors.close()
    print(f"seed {options.seed}, {options.count} mutants of {len(files)} files: {dict(counts.most_common())}")  # noqa: T201
    print(f"at most {peak_mb() - rest} MB more than the {rest} MB at rest")  # noqa: T201
    return int(any(name.startswith(("crash", "ended", "raised")) for name in counts))


def peak_mb() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def keep(folder: Path, seed: int, mutant: Mutant) -> None:
    """So that it can be looked at."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{seed} {mutant.name}".replace("/", "-")).write_bytes(mutant.content)


if __name__ == "__main__":
    sys.exit(main())
