"""Measure what a speech version is sure of, on clips that it did not learn from."""

from ml.bundle import MODEL, Bundle
from ml.datasets.frozen import DataSet
from ml.serving.session import open_session
from ml.speech.decode import read_sound
from ml.speech.familiarity import Familiarity, entropies, learned
from ml.speech.postprocess import alphabet_of, answer, of_sound
from ml.speech.preprocess import windows
from ml.speech.spec import sound_spec


def familiarity_of(bundle: Bundle, data_set: DataSet) -> Familiarity | None:
    """From the validation clips of one window that the version is right about; None where they are too few.

    Raises:
        BadInput: a clip cannot be read.
    """
    spec, alphabet = sound_spec(bundle.manifest.preprocess), alphabet_of(bundle.manifest)
    session, right = open_session(bundle.file(MODEL), "cpu", 1), []
    for item in data_set.items("validation"):
        window, *more = windows(read_sound(data_set.path(item), spec.sample_rate), spec)
        if not more and item.text:
            frames = of_sound(window.samples, session.run(window.wave[None])[0], spec)
            if answer([(window.samples, frames)], spec, alphabet).text == item.text:
                right.append(entropies(frames, alphabet))
    return learned(right)
