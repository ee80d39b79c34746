"""A first answer: the shapes fit, and what comes out are numbers."""

import numpy as np

from ml.bundle import MODEL, Bundle, ImageSpec, SoundSpec
from ml.errors import AdoptError
from ml.serving.session import open_session

SECONDS = 1.0


def try_out(bundle: Bundle) -> None:
    """Let a bundle answer a batch of two. Raises AdoptError, BundleError where it does not load."""
    manifest = bundle.manifest
    session = open_session(bundle.file(MODEL), "cpu", 1)
    generator, spec = np.random.default_rng(1), manifest.preprocess
    if isinstance(spec, ImageSpec):
        shape: tuple[int, ...] = (2, 3, spec.size, spec.size)
        expected: tuple[int, ...] = (2, len(manifest.labels or ()))
    else:
        shape, expected = (2, round(SECONDS * spec.sample_rate)), (2, -1, len(manifest.vocabulary or ()))
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


def check_stride(spec: SoundSpec, frames: int) -> None:
    """Raises AdoptError where the frames of a second are not those that the numbers promise."""
    promised = SECONDS * spec.sample_rate / spec.frame_stride
    if abs(frames - promised) > 0.1 * promised + 2:
        raise AdoptError(f"The model gives {frames} frames a second; {promised:.0f} are expected of its stride.")
