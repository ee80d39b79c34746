"""Which part of a data set a name means: train, validation or test."""

import re
import unicodedata

from ml.datasets.frozen import Split

WORDS: dict[str, Split] = {
    "train": "train",
    "training": "train",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
    "testing": "test",
    "eval": "test",
    "evaluation": "test",
}
# Words that stand beside those and name no class: training_set, seg_test, images-val, train-clean-5.
COMPANIONS = {
    *("set", "sets", "data", "dataset", "split", "image", "images", "img", "imgs", "pictures", "photos", "files"),
    *("audio", "wavs", "seg", "x", "clean", "other"),
}
LETTERS = r"[^\W\d_]+"
GLUED = re.compile(rf"({'|'.join(sorted(WORDS, key=len, reverse=True))})(?:set|data)")


def split_named(name: str) -> Split | None:
    """The split that a folder, table or column means by its first or last word, as `train-clean-5` and `seg_train` do.

    None for any other, and for words of which these are only a part (`trainers`).
    """
    words = words_of(name)
    return next((WORDS[word] for word in (*words[:1], *words[-1:]) if word in WORDS), None)


def names_only_a_split(name: str) -> bool:
    """Whether there is nothing in a name but a split: `Training_Set`, `test2017`, and not `bullet train`."""
    words = words_of(name)
    return any(word in WORDS for word in words) and all(word in WORDS or word in COMPANIONS for word in words)


def is_wrapping(name: str) -> bool:
    """Whether a name says of a folder only that there is data in it, as `images`."""
    words = words_of(name)
    return bool(words) and all(word in WORDS or word in COMPANIONS for word in words)


def words_of(name: str) -> list[str]:
    """The words in lower case without digits and signs, `trainset` as `train`."""
    words = re.findall(LETTERS, unicodedata.normalize("NFKC", name).lower())
    return [GLUED.sub(r"\1", word) if GLUED.fullmatch(word) else word for word in words]
