"""Word error rate of an exported file on the untouched tests: ``python -m ml.speech.evaluate BUNDLE``.

Clips are read as served: the files as they are, decoded by PyAV, in windows and buckets, greedy decoding.
"""

import argparse
import csv
import json
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import onnxruntime

from ml.bundle import Bundle, SoundSpec
from ml.speech.decode import read_sound
from ml.speech.error_rate import interval, word_counts
from ml.speech.postprocess import Alphabet, answer
from ml.speech.preprocess import Window, windows

PACKS = Path(__file__).resolve().parents[4] / "shared/data"
Run = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]


@dataclass(frozen=True)
class TestSet:
    """A pack of clips and the splits of it that no training ever saw."""

    name: str
    splits: frozenset[str]


TESTS = (
    TestSet("an4", frozenset({"test"})),
    TestSet("speech-commands", frozenset({"test"})),
    TestSet("fsdd", frozenset({"train", "test"})),
)


def clips(packs: Path, test: TestSet, folder: Path) -> Iterator[tuple[Path, str]]:
    """Unpack the test's sound files one by one, with their texts."""
    with (packs / test.name / f"{test.name}.tsv").open() as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    texts = {row["file"]: row["text"] for row in rows if row["split"] in test.splits}
    with tarfile.open(packs / test.name / f"{test.name}.tar") as archive:
        for member in archive:
            if member.name in texts:
                archive.extract(member, folder, filter="data")
                yield folder / member.name, texts[member.name]


def transcribe(run: Run, spec: SoundSpec, alphabet: Alphabet, paths: Sequence[Path], batch: int = 32) -> list[str]:
    """Texts of sound files, computed in batches of windows of the same length."""
    cut = [list(windows(read_sound(path, spec.sample_rate), spec)) for path in paths]
    by_length: dict[int, list[tuple[int, int, Window]]] = {}
    for clip, pieces in enumerate(cut):
        for position, piece in enumerate(pieces):
            by_length.setdefault(len(piece.wave), []).append((clip, position, piece))
    outputs: dict[tuple[int, int], npt.NDArray[np.float32]] = {}
    for rows in by_length.values():
        for first in range(0, len(rows), batch):
            part = rows[first : first + batch]
            logits = run(np.stack([piece.wave for _, _, piece in part]))
            outputs.update({(clip, position): row for (clip, position, _), row in zip(part, logits, strict=True)})
    return [
        answer([(piece.samples, outputs[clip, place]) for place, piece in enumerate(pieces)], spec, alphabet).text
        for clip, pieces in enumerate(cut)
    ]


def score(references: Sequence[str], hypotheses: Sequence[str]) -> dict[str, float | int | tuple[float, float]]:
    """Word error rate with its interval, and of how many clips and words."""
    counts = word_counts(references, hypotheses)
    words = sum(count.length for count in counts)
    rate = round(sum(count.errors for count in counts) / words, 4)
    return {"wer": rate, "interval": interval(counts), "clips": len(counts), "words": words}


def open_model(model: Path, threads: int = 1) -> Run:
    """The exported file as a function from waves (n, samples) to logits (n, frames, vocabulary)."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return lambda batch: np.asarray(session.run(["logits"], {"wave": batch})[0], np.float32)


def evaluate(model: Path, spec: SoundSpec, alphabet: Alphabet, packs: Path = PACKS) -> dict[str, object]:
    """Metrics as they stand in ``bundle.json``: for each test ``an4_wer``, ``an4_wer_interval``, ``an4_clips``..."""
    run = open_model(model)
    metrics: dict[str, object] = {}
    for test in TESTS:
        with TemporaryDirectory() as folder:
            paths, texts = zip(*clips(packs, test, Path(folder)), strict=True)
            scores = score(texts, transcribe(run, spec, alphabet, paths))
        prefix = test.name.replace("-", "_")
        metrics |= {f"{prefix}_wer": scores["wer"], f"{prefix}_wer_interval": scores["interval"]}
        metrics |= {f"{prefix}_clips": scores["clips"], f"{prefix}_words": scores["words"]}
    return metrics


def alphabet_of(bundle: Bundle) -> Alphabet:
    """The labels of a speech bundle."""
    manifest = bundle.manifest
    return Alphabet(manifest.vocabulary or (), manifest.blank or 0, manifest.word_delimiter or " ")


def main() -> None:
    """Command line: measure a bundle again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    bundle = Bundle.load(parser.parse_args().bundle)
    if not isinstance(bundle.manifest.preprocess, SoundSpec):
        parser.error("this is no speech bundle")
    metrics = evaluate(bundle.file("model.onnx"), bundle.manifest.preprocess, alphabet_of(bundle))
    print(json.dumps(metrics, indent=2))  # noqa: T201 - the answer of a command


if __name__ == "__main__":
    main()
