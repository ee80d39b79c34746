"""Measure what a speech version is sure of, on clips that it did not learn from."""

from ml.bundle import MODEL, Bundle
from ml.datasets.frozen import DataSet
from ml.serving.session import open_session
from ml.speech.decode import read_sound
from ml.speech.error_rate import errors
from ml.speech.familiarity import Familiarity, entropies, learned, strangeness
from ml.speech.postprocess import alphabet_of, answer, of_sound
from ml.speech.preprocess import windows
from ml.speech.spec import sound_spec
from ml.speech.wrong_words import Heard, bands


def familiarity_of(bundle: Bundle, data_set: DataSet) -> Familiarity | None:
    """From the validation clips of one window; None where the version is right about too few of them.

    Raises:
        BadInput: a clip cannot be read.
    """
    spec, alphabet = sound_spec(bundle.manifest.preprocess), alphabet_of(bundle.manifest)
    session, found = open_session(bundle.file(MODEL), "cpu", 1), []
    for item in data_set.items("validation"):
        window, *more = windows(read_sound(data_set.path(item), spec.sample_rate), spec)
        if not more and item.text:
            frames = of_sound(window.samples, session.run(window.wave[None])[0], spec)
            text = answer([(window.samples, frames)], spec, alphabet).text
            found.append((item, text, entropies(frames, alphabet)))
    known = learned([doubt for item, text, doubt in found if text == item.text])
    if known is None:
        return None
    wrong = errors([item.text or "" for item, _, _ in found], [text for _, text, _ in found])
    heard = [
        Heard(strangeness(doubt, known.typical), int(count), len((item.text or "").split()), item.speaker or item.name)
        for count, (item, _, doubt) in zip(wrong, found, strict=True)
    ]
    return known.model_copy(update={"wrong_words": bands(heard)})
