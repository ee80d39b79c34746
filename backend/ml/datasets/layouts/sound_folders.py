"""Sounds without a table: each with its text in a file beside it, or in a folder that is named for the word."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from ml.datasets.checks.finding import Finding
from ml.datasets.frozen import Exclusion, Split
from ml.datasets.layouts.split_names import is_wrapping, names_only_a_split, split_named
from ml.datasets.layouts.tree import Tree
from ml.datasets.sample import Sample, Source
from ml.errors import DataSetError
from ml.formats import suffixes_of
from ml.kinds import kind_that_learns

TEXT_SUFFIXES = (".normalized.txt", ".txt", ".lab")
# Speech Commands: the same voice has the same digits, and lists tell which recordings are kept for the end.
NUMBERED, NOISE = "_nohash_", "_background_noise_"
LISTS: Mapping[str, Split] = {"validation_list.txt": "validation", "testing_list.txt": "test"}


def matches(tree: Tree) -> bool:
    """Whether most files are sounds, and most of these have a text beside them or all lie in folders of words."""
    sounds = tree.ending(*suffixes_of("sound"))
    if not sounds or len(sounds) < sum(map(tree.is_picture, tree.names)):
        return False
    words = {_word(name) for name in sounds}
    return 2 * len(_texts(tree)) > len(sounds) or (len(words) > 1 and "" not in words)


def read(tree: Tree) -> Source:
    """The texts beside the sounds, or the words of their folders. Raises DataSetError: a text is no UTF-8."""
    texts = _texts(tree)
    if 2 * len(texts) > len(tree.ending(*suffixes_of("sound"))):
        samples = [_with_text(tree, name, text) for name, text in texts.items()]
        return _source(
            tree, "sounds with a text beside each", samples, {*texts, *texts.values()}, "has no text beside it"
        )
    return _of_words(tree)


def _texts(tree: Tree) -> dict[str, str]:
    """The file with the text of each sound, by name."""
    names, found = set(tree.names), {}
    for name in tree.ending(*suffixes_of("sound")):
        texts = [text for suffix in TEXT_SUFFIXES if (text := name.rsplit(".", 1)[0] + suffix) in names]
        if texts:
            found[name] = texts[0]
    return found


def _with_text(tree: Tree, name: str, file: str) -> Sample:
    try:
        text = tree.path(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataSetError(f"{file} is no UTF-8 text; save it as UTF-8.") from error
    return Sample(tree.path(name), name, text=" ".join(text.split()), split=_split_above(name))


def _of_words(tree: Tree) -> Source:
    listed = {
        line.strip(): split
        for file, split in LISTS.items()
        if file in tree.names
        for line in tree.path(file).read_text(encoding="utf-8", errors="replace").splitlines()
    }
    samples = []
    for name in tree.ending(*suffixes_of("sound")):
        if (word := _word(name)) != NOISE:
            voice, numbered, _ = PurePosixPath(name).stem.partition(NUMBERED)
            split = listed.get(name, "train" if listed else _split_above(name))
            text, speaker = word.replace("_", " "), voice if numbered else None
            samples.append(Sample(tree.path(name), name, text=text, speaker=speaker, split=split))
    words = sorted({sample.text or "" for sample in samples})
    finding = Finding(
        "words-of-folders",
        "warning",
        f"What is said is taken from the names of the folders: {', '.join(map(repr, words[:12]))}"
        f"{', …' if len(words) > 12 else ''}.",
        "That is right where each recording is one spoken word. Sounds of other things are not trained here.",
    )
    return _source(tree, "sounds in a folder per word", samples, set(), "no recording of a word", finding)


def _source(tree: Tree, layout: str, samples: list[Sample], known: set[str], reason: str, *findings: Finding) -> Source:
    known = known | {sample.name for sample in samples}
    left = [Exclusion(file=name, reason=reason) for name in tree.names if name not in known]
    kind = kind_that_learns("text", "sound").name
    return Source(kind, layout, samples, [*tree.ignored, *left], findings=findings)


def _word(name: str) -> str:
    """The innermost folder, where it is a word; numbers are mostly of speakers."""
    folder = PurePosixPath(name).parent.name
    return folder if not is_wrapping(folder) and re.fullmatch(r"[^\W\d]+(?:['_-][^\W\d]+)*_?", folder) else ""


def _split_above(name: str) -> Split | None:
    folders = (folder for folder in PurePosixPath(name).parts[:-1] if names_only_a_split(folder))
    return next(map(split_named, folders), None)
