"""Tables as spreadsheets and scripts write them: nothing is cut off or taken for something else in silence."""

from pathlib import Path

import pytest

from ml.datasets.layouts.read import read_source
from ml.datasets.sample import Sample
from ml.errors import DataSetError
from ml.tests.datasets.material import write

SOUNDS = {"a.wav": b"1", "b.wav": b"2"}


def samples(tmp_path: Path, table: bytes, name: str = "list.csv") -> dict[str, Sample]:
    source = read_source(write(tmp_path / "in", {**SOUNDS, name: table}), tmp_path / "workspace")
    return {sample.name: sample for sample in source.samples}


def refusal(tmp_path: Path, table: bytes, name: str = "list.csv") -> str:
    with pytest.raises(DataSetError) as caught:
        samples(tmp_path, table, name)
    return str(caught.value)


@pytest.mark.parametrize(
    "table",
    [
        b"\xef\xbb\xbffile,text\r\na.wav,YES\r\nb.wav,NO\r\n",
        b'File ; Text\na.wav;"YES"\nb.wav;NO\n',
        b"file,text,\na.wav,YES,\n\nb.wav,NO,\n",
        b"file,note,text,note\na.wav,1,YES,2\nb.wav,3,NO,4\n",
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path: Path, table: bytes) -> None:
    found = samples(tmp_path, table)
    assert {name: sample.text for name, sample in found.items()} == {"a.wav": "YES", "b.wav": "NO"}


def test_a_quoted_text_keeps_its_comma_and_its_quotes(tmp_path: Path) -> None:
    assert samples(tmp_path, b'file,text\na.wav,"one, ""two"""\n')["a.wav"].text == 'one, "two"'


@pytest.mark.parametrize(
    ("table", "name", "words"),
    [
        (b"file\ttext\na.wav\tone\ttwo\n", "list.tsv", "list.tsv, line 2: 3 fields for 2 columns; take the tab"),
        (b"file,text\na.wav,one, two\n", "list.csv", "line 2: 3 fields for 2 columns; put the text in double quotes"),
        (b"file,file,text\na.wav,b.wav,one\n", "list.csv", "the column 'file' twice"),
        ("file,text\na.wav,one\n".encode("utf-16"), "list.csv", "is no UTF-8 text; save it as UTF-8"),
        (b'{"file": "a.wav", "text": "one"}\nnonsense\n', "list.jsonl", "list.jsonl, line 2 is no JSON"),
        (b'{"file": "a.wav", "text": ["one"]}\n', "list.jsonl", "'text' is neither a text nor a number"),
        (b'{"file": "a.wav", "text": "one"}\n{"text": "two"}\n', "list.jsonl", "line 2 names no file"),
        (b"name,words\na.wav,one\n", "list.csv", "list.csv has the columns 'name', 'words'"),
        (b"file,text\n", "list.csv", "list.csv lists nothing"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_line(tmp_path: Path, table: bytes, name: str, words: str) -> None:
    assert words in refusal(tmp_path, table, name)


def test_spaces_around_a_label_make_no_class_of_their_own(tmp_path: Path) -> None:
    write(tmp_path / "in", {"a.png": b"1", "b.png": b"2"})
    found = samples(tmp_path, b"file,label\na.png,cat\nb.png, cat \n")
    assert {sample.label for sample in found.values()} == {"cat"}
