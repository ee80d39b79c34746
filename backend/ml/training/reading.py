"""A file of the data set that cannot be read ends the run with a sentence that names it, from a reading process too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ml.errors import BadInput, TrainingError

FROM_A_PROCESS = "Original Traceback"


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what a decoder says into a TrainingError with the name of the file."""
    try:
        yield
    except (BadInput, OSError) as error:
        raise TrainingError(f"{path} cannot be read: {error} Check the data set and freeze it again.") from error


def sentence_of(error: Exception) -> str:
    """What an error says, without the stack trace that torch adds when it comes from a reading process."""
    text = str(error)
    return text.rstrip().rsplit(f"{type(error).__name__}: ", 1)[-1] if FROM_A_PROCESS in text else text
