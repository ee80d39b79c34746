"""LibriSpeech's layout (https://www.openslr.org/12): ``speaker/chapter/ID.flac``, and `ID TEXT` in ``*.trans.txt``."""

from pathlib import PurePosixPath

from ml.datasets.frozen import Exclusion
from ml.datasets.layouts.split_names import split_named
from ml.datasets.layouts.tree import Tree
from ml.datasets.sample import Sample, Source
from ml.errors import DataSetError
from ml.formats import suffixes_of
from ml.kinds import kind_that_learns

TRANSCRIPTS = ".trans.txt"


def matches(tree: Tree) -> bool:
    """Whether there is any transcript of this form."""
    return bool(tree.ending(TRANSCRIPTS))


def read(tree: Tree) -> Source:
    """The folder above the chapter is the speaker; a top folder such as `dev-clean` is the split.

    Raises:
        DataSetError: a transcript is no UTF-8 text.
    """
    sounds = {name.rsplit(".", 1)[0]: name for name in tree.ending(*suffixes_of("sound"))}
    samples: list[Sample] = []
    missing: list[str] = []
    for transcript in tree.ending(TRANSCRIPTS):
        folder = PurePosixPath(transcript).parent
        for utterance, text in _lines(tree, transcript):
            name = sounds.pop((folder / utterance).as_posix(), None)
            if name is None:
                missing.append(f"{folder}/{utterance}")
            else:
                samples.append(_sample(tree, name, text))
    taken = {sample.name for sample in samples} | set(tree.ending(TRANSCRIPTS))
    left = [Exclusion(file=name, reason="has no line in a transcript") for name in tree.names if name not in taken]
    return Source(kind_that_learns("text", "sound").name, "LibriSpeech", samples, [*tree.ignored, *left], missing)


def _lines(tree: Tree, transcript: str) -> list[tuple[str, str]]:
    try:
        content = tree.path(transcript).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataSetError(f"{transcript} is no UTF-8 text; save it as UTF-8.") from error
    # Parted by a space, or by a tab as other tools write it.
    pairs = (line.split(maxsplit=1) for line in content.splitlines() if line.strip())
    return [(utterance, text[0].strip() if text else "") for utterance, *text in pairs]


def _sample(tree: Tree, name: str, text: str) -> Sample:
    folders = PurePosixPath(name).parts[:-1]
    speaker = folders[-2] if len(folders) > 1 else PurePosixPath(name).name.split("-")[0]
    return Sample(tree.path(name), name, text=text, speaker=speaker, split=split_named(folders[0]) if folders else None)
