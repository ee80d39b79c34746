"""Look at every file of a source once: is it readable, what is in it."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice

from ml.bundle import sha256_of
from ml.datasets.fingerprint import Fingerprint, fingerprint
from ml.datasets.listen import Heard, listen
from ml.datasets.options import Options
from ml.datasets.progress import Watch
from ml.datasets.sample import Sample, Source
from ml.datasets.transcripts import normalised
from ml.errors import BadInput
from ml.vision.preprocess import survey_image

SUFFIXES = {"JPEG": "jpg", "MPO": "jpg", "TIFF": "tif"}
SMALL_ENOUGH = 64
AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Seen:
    """`width` and `height` in pixels, as shown."""

    suffix: str
    width: int
    height: int
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sample after a look at its file; `problem` says why it cannot be read, else `seen` or `heard` is there.

    `text` is the transcript in its normalised form.
    """

    sample: Sample
    sha256: str = ""
    problem: str | None = None
    seen: Seen | None = None
    heard: Heard | None = None
    text: str | None = None

    @property
    def name(self) -> str:
        """The name as it came."""
        return self.sample.name

    @property
    def answer(self) -> str:
        """The label or the text."""
        return (self.sample.label if self.text is None else self.text) or ""

    @property
    def content(self) -> str:
        """Equal for two files with the same content: the same bytes or, for sound, the same samples."""
        return self.heard.digest if self.heard else self.sha256

    @property
    def suffix(self) -> str:
        """The ending that belongs to the format, whatever the name says."""
        found = self.seen or self.heard
        return found.suffix if found else "bin"


def look_at(source: Source, options: Options, watch: Watch) -> list[Candidate]:
    """Look at all samples, in their order. Raises Cancelled.

    Threads, since decoders and hashes let go of Python's lock, and a Celery worker may not start processes.
    """
    pictures = source.kind == "image-classification"
    look = partial(_picture if pictures else _sound, options=options)
    looks = _in_threads(look, source.samples)
    return list(watch.over("read", looks, len(source.samples)))


def _in_threads(look: "partial[Candidate]", samples: Sequence[Sample]) -> Iterator[Candidate]:
    waiting = iter(samples)
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
        while batch := list(islice(waiting, AT_ONCE)):
            yield from pool.map(look, batch)


def _picture(sample: Sample, options: Options) -> Candidate:
    try:
        image, form, (width, height) = survey_image(sample.path, options.max_pixels, SMALL_ENOUGH)
        seen = Seen(SUFFIXES.get(form, form.lower()), width, height, fingerprint(image))
        return Candidate(sample, sha256_of(sample.path), seen=seen)
    except (BadInput, OSError) as error:
        return Candidate(sample, problem=_sentence(error))


def _sound(sample: Sample, options: Options) -> Candidate:
    text = normalised(sample.text or "", options.text)
    try:
        return Candidate(sample, sha256_of(sample.path), heard=listen(sample.path, options.max_seconds), text=text)
    except (BadInput, OSError) as error:
        return Candidate(sample, problem=_sentence(error), text=text)


def _sentence(error: BadInput | OSError) -> str:
    return error.detail if isinstance(error, BadInput) else f"The file cannot be read: {error.strerror}."
