"""What can go wrong with a file or a bundle, in one small type per seam."""

from typing import Literal, Self

BadInputCode = Literal[
    "decode_failed",
    "model_failed",
    "invalid_media",
    "too_large",
    "unsupported_media_type",
    "invalid_options",
]


class Explained(Exception):
    """The text is a sentence for a person, which says what is wrong and what to do; nobody needs the stack trace."""


class BadInput(Explained):
    """One item cannot be answered. Its neighbours in the batch are untouched.

    Args:
        code: a stable word for programs.
        detail: one sentence for the person who sent the file.
    """

    def __init__(self, code: BadInputCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail

    def because(self, cause: BaseException | None) -> Self:
        """The same with what it came of, for whoever keeps the model running."""
        self.__cause__ = cause
        return self


class BundleError(Explained):
    """A bundle folder is missing, damaged or not of a format that this version reads."""


class DeviceError(Explained):
    """The requested device is not there."""


class DataSetError(Explained):
    """A data set cannot be read, checked or frozen."""


class RecipeError(Explained):
    """A recipe is not valid, or does not fit the data set or the model that it starts from."""


class TrainingError(Explained):
    """A training run cannot start, or cannot go on."""


class OptimiseError(Explained):
    """A variant of a model cannot be made or compared."""


class CalibrationError(Explained):
    """What a version takes on this device cannot be measured."""


class AdoptError(Explained):
    """A model that others made cannot be taken in."""


class LessonError(Explained):
    """Nothing can be learned from some photos."""


class Cancelled(Explained):
    """Long work was stopped because its caller asked for it."""


def in_words(error: OSError) -> str:
    """What went wrong and with which file: of two, as where one is copied, the one that was written."""
    place = error.filename2 or error.filename
    return f"{error.strerror or error}" + (f" ({place})" if place else "")
