"""A first answer: the shapes fit, what comes out are numbers, and a file is answered as a user's would be."""

import wave
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from ml.bundle import MODEL, Bundle
from ml.errors import AdoptError, BadInput
from ml.serving.engine import load
from ml.serving.session import open_session
from ml.speech.spec import SoundSpec, sound_spec
from ml.types import Item, Spec
from ml.vision.spec import ImageSpec

SECONDS = 1.0


def try_out(bundle: Bundle) -> None:
    """Let a bundle answer a batch of two. Raises AdoptError, BundleError where it does not load."""
    manifest = bundle.manifest
    session = open_session(bundle.file(MODEL), "cpu", 1)
    generator, spec = np.random.default_rng(1), manifest.preprocess
    if isinstance(spec, ImageSpec):
        shape: tuple[int, ...] = (2, 3, spec.size, spec.size)
        expected: tuple[int, ...] = (2, len(manifest.outputs))
    else:
        shape, expected = (2, round(SECONDS * sound_spec(spec).sample_rate)), (2, -1, len(manifest.outputs))
    try:
        logits = session.run(generator.standard_normal(shape).astype(np.float32))
    except Exception as error:  # ONNX Runtime's errors share no public base
        reason = str(error).strip().splitlines()[0][:300]
        raise AdoptError(
            f"The model does not take two inputs of {shape[1:]} at once, as float32: {reason} "
            "The first axis has to be dynamic."
        ) from error
    found = logits.shape
    if len(found) != len(expected) or found[0] != expected[0] or found[-1] != expected[-1]:
        what = "labels" if isinstance(spec, ImageSpec) else "characters"
        raise AdoptError(f"The model answers {tuple(found)} to two inputs; {expected[-1]} {what} were named.")
    if not np.isfinite(logits).all():
        raise AdoptError("The model answers noise with what are no numbers (NaN or infinity).")
    if isinstance(spec, SoundSpec):
        check_stride(spec, found[1])
    answer_a_file(bundle)


def check_stride(spec: SoundSpec, frames: int) -> None:
    """Raises AdoptError where the frames of a second are not those that the numbers promise."""
    promised = SECONDS * spec.sample_rate / spec.frame_stride
    if abs(frames - promised) > 0.1 * promised + 2:
        raise AdoptError(f"The model gives {frames} frames a second; {promised:.0f} are expected of its stride.")


def answer_a_file(bundle: Bundle) -> None:
    """Let the code that serves answer a picture, or two sounds of unlike length. Raises AdoptError."""
    engine = load(bundle.folder, "cpu", 1)
    with TemporaryDirectory() as place:
        for file in samples(bundle.manifest.preprocess, Path(place)):
            (answer,) = engine.predict_many([Item(file, {})])
            if isinstance(answer, BadInput):
                raise AdoptError(f"The model does not answer a file as the service gives it: {answer}")


def samples(spec: Spec, folder: Path) -> list[Path]:
    """Files of noise."""
    generator = np.random.default_rng(2)
    if isinstance(spec, ImageSpec):
        file = folder / "noise.png"
        Image.fromarray(generator.integers(0, 256, (300, 400, 3), np.uint8)).save(file)
        return [file]
    found, spec = [], sound_spec(spec)
    for seconds in (0.4, 1.5 * spec.window_seconds):
        found.append(folder / f"{seconds}.wav")
        with wave.open(str(found[-1]), "wb") as sound:
            sound.setparams((1, 2, spec.sample_rate, 0, "NONE", ""))
            sound.writeframes(generator.integers(-9000, 9000, round(seconds * spec.sample_rate), np.int16).tobytes())
    return found
