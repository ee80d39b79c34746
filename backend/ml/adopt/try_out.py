"""A first answer: the shapes fit, what comes out are numbers, and a file is answered as a user's would be."""

import wave
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from ml.adopt.outcome import answered, limited, noise
from ml.bundle import MODEL, Bundle, Manifest
from ml.errors import AdoptError, BadInput
from ml.kinds import kind_of
from ml.serving.engine import Engine
from ml.serving.predictor import predictor_of
from ml.speech.spec import SoundSpec, sound_spec
from ml.types import Item, Output


def try_out(bundle: Bundle) -> None:
    """Let a bundle answer a batch of two. Raises AdoptError, BundleError where it does not load."""
    manifest = bundle.manifest
    writes = kind_of(manifest.kind).answer == "text"
    session = limited(bundle.file(MODEL))
    shape = (2, *predictor_of(bundle).blank().array.shape)
    expected = (2, -1, len(manifest.outputs)) if writes else (2, len(manifest.outputs))
    logits = answered(session, noise(shape))
    found = logits.shape
    if len(found) != len(expected) or found[0] != expected[0] or found[-1] != expected[-1]:
        what = "characters" if writes else "labels"
        raise AdoptError(f"The model answers {tuple(found)} to two inputs; {expected[-1]} {what} were named.")
    if not np.isfinite(logits).all():
        raise AdoptError("The model answers noise with what are no numbers (NaN or infinity).")
    if writes:
        check_stride(sound_spec(manifest.preprocess), shape[1], found[1])
    answer_a_file(bundle)


def check_stride(spec: SoundSpec, samples: int, frames: int) -> None:
    """Raises AdoptError where the frames of so many samples are not those that the numbers promise."""
    promised = samples / spec.frame_stride
    if abs(frames - promised) > 0.1 * promised + 2:
        seconds = samples / spec.sample_rate
        raise AdoptError(
            f"The model gives {frames} frames in {seconds:g} s; {promised:.0f} are expected of its stride."
        )


def answer_a_file(bundle: Bundle) -> None:
    """Let the code that serves answer a picture, or two sounds of unlike length. Raises AdoptError."""
    with TemporaryDirectory() as place:
        for answer in answers_to(bundle, samples(bundle.manifest, Path(place))):
            if isinstance(answer, BadInput):
                raise AdoptError(f"The model does not answer a file as the service gives it: {answer}")


def answers_to(bundle: Bundle, files: Sequence[Path]) -> list[Output | BadInput]:
    """What the code that serves answers, one file after the other."""
    engine = Engine(bundle, limited(bundle.file(MODEL)), predictor_of(bundle))
    found = [answer for file in files for answer in engine.predict_many([Item(file)])]
    return [answer if isinstance(answer, BadInput) else answer.output for answer in found]


def samples(manifest: Manifest, folder: Path) -> list[Path]:
    """Files of noise."""
    generator = np.random.default_rng(2)
    if kind_of(manifest.kind).medium == "image":
        file = folder / "noise.png"
        Image.fromarray(generator.integers(0, 256, (300, 400, 3), np.uint8)).save(file)
        return [file]
    found, spec = [], sound_spec(manifest.preprocess)
    for seconds in (0.4, 1.5 * spec.window_seconds):
        found.append(folder / f"{seconds}.wav")
        with wave.open(str(found[-1]), "wb") as sound:
            sound.setparams((1, 2, spec.sample_rate, 0, "NONE", ""))
            sound.writeframes(generator.integers(-9000, 9000, round(seconds * spec.sample_rate), np.int16).tobytes())
    return found
