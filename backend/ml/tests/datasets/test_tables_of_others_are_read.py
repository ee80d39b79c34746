"""Tables as well known sets and tools write them are read, or refused with the columns that they have."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ml.datasets.examine import examine
from ml.datasets.layouts.read import read_source
from ml.datasets.sample import Source
from ml.errors import DataSetError
from ml.tests.datasets.material import picture_bytes, sound_bytes, write

Files = Mapping[str, str]


def read(tmp_path: Path, tables: Files, *files: str) -> Source:
    """A set of these tables, and of files with nothing in them."""
    contents = {name: text.encode() for name, text in tables.items()} | dict.fromkeys(files, b"1")
    return read_source(write(tmp_path / "in", contents), tmp_path / "workspace")


def answers(source: Source) -> dict[str, tuple[str | None, str | None]]:
    return {sample.name: (sample.label or sample.text, sample.split) for sample in source.samples}


ONE_HOT = "filename, cat, dog\na.jpg, 1, 0\nb.jpg, 0, 1\n"
PICTURES, SOUNDS = ("in/a.jpg", "in/b.jpg"), ("wavs/a.wav", "wavs/b.wav")


@pytest.mark.parametrize(
    ("tables", "files", "expected"),
    [
        # Hugging Face's folders of pictures
        (
            {"train/metadata.csv": "file_name,label\na.jpg,cat\n", "test/metadata.csv": "file_name,label\na.jpg,dog\n"},
            ("train/a.jpg", "test/a.jpg"),
            {"train/a.jpg": ("cat", "train"), "test/a.jpg": ("dog", "test")},
        ),
        # Roboflow's export for several labels
        (
            {"train/_classes.csv": ONE_HOT, "valid/_classes.csv": ONE_HOT},
            ("train/a.jpg", "train/b.jpg", "valid/a.jpg", "valid/b.jpg"),
            {
                "train/a.jpg": ("cat", "train"),
                "train/b.jpg": ("dog", "train"),
                "valid/a.jpg": ("cat", "validation"),
                "valid/b.jpg": ("dog", "validation"),
            },
        ),
        # image and label, in folders of batches
        ({"labels.csv": "image,label\na.jpg,cat\nb.jpg,dog\n"}, ("batch1/a.jpg", "batch2/b.jpg"),
         {"batch1/a.jpg": ("cat", None), "batch2/b.jpg": ("dog", None)}),
        # Kaggle: names without endings, an example of an answer beside the table
        (
            {"train.csv": "id,category\na,cat\nb,dog\n", "sample_submission.csv": "id,label\na,cat\n"},
            PICTURES,
            {"in/a.jpg": ("cat", "train"), "in/b.jpg": ("dog", "train")},
        ),
        # Label Studio: addresses, with digits before the name
        (
            {"p.csv": "image,id,choice\n/data/upload/1/0a1b2c3d-a.jpg,1,cat\n/data/local-files/?d=in/b.jpg,2,dog\n"},
            PICTURES,
            {"in/a.jpg": ("cat", None), "in/b.jpg": ("dog", None)},
        ),
        # Paths of another machine
        ({"l.csv": "path,label\nC:\\Users\\me\\a.jpg,cat\n/home/me/b.jpg,dog\n"}, PICTURES,
         {"in/a.jpg": ("cat", None), "in/b.jpg": ("dog", None)}),
        ({"l.csv": "path,label\nC:\\x\\one\\a.jpg,cat\n../two/a.jpg,dog\n"}, ("one/a.jpg", "two/a.jpg"),
         {"one/a.jpg": ("cat", None), "two/a.jpg": ("dog", None)}),
        # Without a header
        ({"l.csv": "a.jpg,cat\nb.jpg,dog\n"}, PICTURES, {"in/a.jpg": ("cat", None), "in/b.jpg": ("dog", None)}),
        # Common Voice
        (
            {f"en/{name}.tsv": f"client_id\tpath\tsentence\n1\t{file}.wav\tYes\n"
             for name, file in (("train", "a"), ("dev", "b"), ("validated", "a"))},
            ("en/clips/a.wav", "en/clips/b.wav"),
            {"clips/a.wav": ("Yes", "train"), "clips/b.wav": ("Yes", "validation")},
        ),
        # LJSpeech: bars, no header, the text as it is read aloud comes last
        ({"metadata.csv": "a|No. 5|Number five\nb|\"Quoted\"|\"Quoted\"\n"}, SOUNDS,
         {"wavs/a.wav": ("Number five", None), "wavs/b.wav": ("\"Quoted\"", None)}),
        # NeMo
        ({"train_manifest.json": '{"audio_filepath": "/data/wavs/a.wav", "duration": 1.5, "text": "yes"}\n',
          "dev_manifest.json": '{"audio_filepath": "/data/wavs/b.wav", "duration": 1.5, "text": "no"}\n'}, SOUNDS,
         {"wavs/a.wav": ("yes", "train"), "wavs/b.wav": ("no", "validation")}),
        ({"all.json": '[{"audio": "a.wav", "text": "yes"}, {"audio": "b.wav", "text": "no"}]', "x.json": "{}"}, SOUNDS,
         {"wavs/a.wav": ("yes", None), "wavs/b.wav": ("no", None)}),
        # Hugging Face's folders of sounds
        ({"train/metadata.jsonl": '{"file_name": "a.wav", "transcription": "yes"}\n'}, ("train/a.wav", "test/b.wav"),
         {"train/a.wav": ("yes", "train")}),
        # A text beside each sound
        ({"a.txt": "yes\n", "b.txt": "no way\n"}, ("a.wav", "b.wav"),
         {"a.wav": ("yes", None), "b.wav": ("no way", None)}),
        # Speech Commands
        (
            {"testing_list.txt": "yes/1_nohash_0.wav\n"},
            ("yes/1_nohash_0.wav", "no/2_nohash_0.wav", "_background_noise_/tap.wav"),
            {"yes/1_nohash_0.wav": ("yes", "test"), "no/2_nohash_0.wav": ("no", "train")},
        ),
    ],
)  # fmt: skip
def test_it_is_read(
    tmp_path: Path, tables: Files, files: tuple[str, ...], expected: dict[str, tuple[str | None, str | None]]
) -> None:
    assert answers(read(tmp_path, tables, *files)) == expected


@pytest.mark.parametrize(
    ("tables", "files", "words"),
    [
        ({"labels.csv": "id,breed\na,pug\nb,pug\nc,boxer\nd,boxer\n"}, [f"train/{name}.jpg" for name in "abcd"],
         "labels.csv has the columns 'id', 'breed'. Wanted are the columns file and label"),
        ({"l.csv": "image,width\na.jpg,3\nb.jpg,4\n"}, PICTURES, "l.csv has the columns 'image', 'width'"),
        ({"train/_classes.csv": "filename,cat,dog\na.jpg,1,1\n"}, ["train/a.jpg", "test/b.jpg"],
         "line 2 gives more than one label (cat, dog)"),
        ({"l.csv": "filename,width,class,xmin\na.jpg,3,cat,1\n"}, PICTURES, "lists boxes in pictures"),
        ({"l.csv": "file,label\na.wav,happy\nb.wav,sad\n"}, SOUNDS, "sounds with labels are not trained here"),
        ({"l.csv": "file,text\na.jpg,a cat\n"}, PICTURES, "The files are pictures, which need a label"),
        ({"a.tsv": "file\ttext\na.wav\tYES\n", "b.tsv": "file\ttext\nb.wav\tNO\n"}, SOUNDS, "(a.tsv, b.tsv); leave"),
        ({}, ["p225/a.wav", "p226/b.wav"], "no layout that is known"),
    ],
)  # fmt: skip
def test_it_is_refused_with_what_was_found(tmp_path: Path, tables: Files, files: list[str], words: str) -> None:
    with pytest.raises(DataSetError) as caught:
        read(tmp_path, tables, *files)
    assert words in str(caught.value)


def test_pickles_are_named(tmp_path: Path) -> None:
    files = dict.fromkeys(("data_batch_1", "test_batch", "batches.meta"), b"\x80\x02}q\x01")
    with pytest.raises(DataSetError, match=r"batches\.meta, data_batch_1, test_batch are pickles of Python"):
        read_source(write(tmp_path / "in", files), tmp_path / "workspace")


def test_files_of_an_unknown_split_are_a_warning(tmp_path: Path) -> None:
    rows = "".join(f"{n}.wav,YES {n},{'holdout' if n < 3 else 'train'}\n" for n in range(9))
    files = {f"{n}.wav": sound_bytes(300 + 20 * n) for n in range(9)} | {"l.csv": f"file,text,split\n{rows}".encode()}
    found = examine(read_source(write(tmp_path / "in", files), tmp_path / "workspace")).report.findings
    assert next(one.severity for one in found if "3 listed files are left out" in one.sentence) == "warning"


def test_words_taken_from_folders_are_told(tmp_path: Path) -> None:
    source = read(tmp_path, {}, "yes/a.wav", "no/b.wav")
    assert [finding.code for finding in source.findings] == ["words-of-folders"]
    assert "'no', 'yes'" in source.findings[0].sentence


def test_a_table_without_labels_beside_classes_is_told(tmp_path: Path) -> None:
    source = read(tmp_path, {"sizes.csv": "name,width\na.jpg,30\nb.jpg,40\n"}, "cat/a.jpg", "dog/b.jpg")
    assert answers(source) == {"cat/a.jpg": ("cat", None), "dog/b.jpg": ("dog", None)}
    assert [finding.code for finding in source.findings] == ["table-unread"]


def test_a_name_is_found_however_its_accents_are_written(tmp_path: Path) -> None:
    files = {"cafe\u0301.png": picture_bytes(1), "l.csv": "file,label\ncaf\u00e9.png,cup\n".encode()}
    source = read_source(write(tmp_path / "in", files), tmp_path / "workspace")
    assert [sample.label for sample in source.samples] == ["cup"]
