"""Look at an image file of a data set once: how large it is, and what it looks like."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ml.bundle import Bundle
from ml.datasets.candidate import Candidate, Facts
from ml.datasets.frozen import Measures, SplitCount
from ml.datasets.options import Options
from ml.datasets.report import bars
from ml.errors import DataSetError
from ml.formats import format_read_by
from ml.vision import fingerprint
from ml.vision.decode import decoded, opened, size_as_shown
from ml.vision.fingerprint import Fingerprint

EXPECTED = (
    "for pictures one folder per class with the pictures in it (below folders train, validation and test, where they "
    "are split), a .csv, .tsv or .jsonl table with the columns file and label, CIFAR-10's data_batch_*.bin with "
    "batches.meta.txt, or .npz files with jpeg, offsets, labels and classes"
)
SMALL_ENOUGH = 64
SIDES = (32, 64, 128, 224, 384, 768, 1536)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """`width` and `height` in pixels, as shown."""

    suffix: str
    width: int
    height: int
    fingerprint: Fingerprint
    content: str = ""
    amount: float = 1.0

    @property
    def measures(self) -> Measures:
        """The size."""
        return {"width": self.width, "height": self.height}


def look(path: Path, options: Options) -> PictureFacts:
    """Decode a file once. Raises BadInput, OSError."""
    with opened(path, options.limits.max_pixels, "decode_failed") as image:
        width, height = size_as_shown(image)
        suffix = format_read_by(image.format or "").suffixes[0]
        return PictureFacts(suffix, width, height, fingerprint.fingerprint(decoded(image, SMALL_ENOUGH)))


def near_pairs(facts: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """Pairs of places whose pictures look the same."""
    return fingerprint.near_pairs([one.fingerprint for one in facts if isinstance(one, PictureFacts)])


def figures(candidates: Sequence[Candidate], _: Options) -> dict[str, object]:
    """Pictures of each class, and how large they are."""
    facts = [one.facts for one in candidates if isinstance(one.facts, PictureFacts)]
    sides = [min(one.width, one.height) for one in facts]
    return {"classes": per_class(candidates), "sides": bars(sides, SIDES)}


def count(part: Sequence[Candidate]) -> SplitCount:
    """How much a split holds."""
    return SplitCount(items=len(part), per_class=per_class(part))


def per_class(candidates: Sequence[Candidate]) -> dict[str, int]:
    """How many there are of each class, by name."""
    return dict(sorted(Counter(one.answer for one in candidates).items()))


def compared_with(_: Options, bundle: Bundle) -> Options:
    """Raises DataSetError: an image model writes no texts."""
    raise DataSetError(f"{bundle.manifest.slug} is no speech model and has no vocabulary.")
