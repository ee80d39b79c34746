"""What a graph answers, found out by trying: logits or probabilities, one number or many, for one input or a batch."""

import threading
from pathlib import Path
from typing import Literal

import numpy as np
import onnx
from numpy.typing import NDArray

from ml.adopt.ends import EXPORT, any_batch, flattened, one_by_one, with_logarithms, with_two_outputs
from ml.errors import AdoptError, BundleError
from ml.serving.session import Inferred, Session, open_session

# A first answer to one input; a graph may hold a loop without an end.
LIMIT_SECONDS = 60.0
SIZES = (0.1, 1.0, 30.0)
Array = NDArray[np.float32]
Scores = Literal["logits", "softmax", "sigmoid"]


class LimitedSession(Session):
    """A session whose every answer is awaited for a minute."""

    def infer(self, batch: Array) -> Inferred:
        """What the graph gives. Raises AdoptError after the limit, and whatever ONNX Runtime raises."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self.stop()

        timer = threading.Timer(LIMIT_SECONDS, give_up)
        timer.start()
        try:
            return super().infer(batch)
        except Exception as error:  # ONNX Runtime's errors share no public base
            if late.is_set():
                raise AdoptError(
                    f"The model did not answer within {LIMIT_SECONDS:.0f} s; does it hold a loop that never ends?"
                ) from error
            raise
        finally:
            timer.cancel()


def limited(file: Path, threads: int = 1) -> LimitedSession:
    """A session on the CPU. Raises AdoptError where the graph does not load, without the path of this machine."""
    try:
        session = open_session(file, "cpu", threads)
    except BundleError as error:
        raise AdoptError(str(error).replace(f"{file.parent}/", "")) from error
    return LimitedSession(session.graph, session.device)


def saved(model: onnx.ModelProto, file: Path) -> LimitedSession:
    """Write the graph, and open it. Raises AdoptError where it is too large for one file, or does not load."""
    try:
        onnx.save(model, file)
    except ValueError as error:
        raise AdoptError("The graph with its weights is over 2 GB, which one ONNX file cannot hold.") from error
    return limited(file)


def batched(model: onnx.ModelProto, file: Path, item: tuple[int, ...]) -> onnx.ModelProto:
    """A graph that was made for one input takes any number: by itself where that is right, else one after the other.

    Args:
        item: shape of one input, (3, S, S) or (T,).

    Raises:
        AdoptError: it does not answer one input, or another than alone when it is beside others.
    """
    inputs = noise((2, *item))
    alone = saved(model, file)
    expected = np.concatenate([answered(alone, one[None]) for one in inputs])
    if len(item) > 1:
        expected = expected.reshape(2, -1)
    width = expected.shape[-1]
    for form in (any_batch(model), one_by_one(model, item, width)):
        try:
            found = saved(form, file).run(inputs)
        except AdoptError:
            raise
        except Exception:  # noqa: BLE001, S112 - ONNX Runtime's errors share no public base; the other form is tried
            continue
        if found.size == expected.size and np.allclose(found.reshape(expected.shape), expected, rtol=1e-3, atol=1e-4):
            return form
    raise AdoptError(f"The graph takes one input at a time. Export it with a dynamic first axis: {EXPORT}")


def scored(model: onnx.ModelProto, file: Path, item: tuple[int, ...], labels: int) -> onnx.ModelProto:
    """The graph of pictures that answers (N, labels) logits, whatever it answered. Raises AdoptError."""
    session = saved(model, file)
    shape = answered(session, noise((2, *item))).shape
    if len(shape) != 2:
        if shape[0] != 2 or int(np.prod(shape[1:])) != max(shape):
            raise AdoptError(
                f"The model answers {shape} to two pictures; expected is (2, {labels}), a number per label."
            )
        model = flattened(model)
        session = saved(model, file)
    kind = scores_of(session, item)
    answers = answered(session, noise((2, *item))).shape[1]
    if answers == 1:
        if labels != 2:
            raise AdoptError(
                "The model answers one number, which says yes or no. Send two labels: first what it is when the number "
                f"is low, then what it is when it is high; there are {labels}."
            )
        return with_two_outputs(model, probability=kind != "logits")
    if kind == "sigmoid":
        raise AdoptError(
            f"The model answers {answers} numbers between 0 and 1 that do not sum to 1: a yes or no for each label "
            "(sigmoid). Served are models that choose one label: export it without the last sigmoid, if its classes "
            "exclude each other."
        )
    return with_logarithms(model) if kind == "softmax" else model


def scores_of(session: Session, item: tuple[int, ...]) -> Scores:
    """What the numbers are: they sum to 1, or stay between 0 and 1, for inputs of any size."""
    answers = np.concatenate([answered(session, size * noise((4, *item), seed)) for seed, size in enumerate(SIZES)])
    if answers.min() < 0 or answers.max() > 1 + 1e-3:
        return "logits"
    if answers.shape[1] > 1 and np.abs(answers.sum(axis=1) - 1).max() < 5e-3:
        return "softmax"
    # Logits may lie there by chance, and for all of these inputs only where they hardly move.
    return "sigmoid" if np.ptp(answers) > 1e-3 else "logits"


def answered(session: Session, inputs: Array) -> Array:
    """What comes out. Raises AdoptError with what ONNX Runtime says."""
    try:
        return session.run(inputs)
    except AdoptError:
        raise
    except Exception as error:  # ONNX Runtime's errors share no public base
        raise AdoptError(f"The model does not take {inputs.shape}, float32: {reason(error)}") from error


def reason(error: Exception) -> str:
    """All that ONNX Runtime says, on one line."""
    return " ".join(str(error).split())[:400]


def noise(shape: tuple[int, ...], seed: int = 1) -> Array:
    """Numbers around 0."""
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
