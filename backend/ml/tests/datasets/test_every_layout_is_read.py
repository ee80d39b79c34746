"""However people arrange their files: read, or a sentence that says what was found and what is expected."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ml.datasets.layouts.read import read_source
from ml.datasets.sample import Source
from ml.errors import DataSetError
from ml.tests.datasets.material import class_folders, picture_bytes, spoken, tarred, write, zipped

TABLE = "file\ttext\tspeaker\tsplit\na.wav\tYES\tann\ttrain\nsub/b.wav\tNO\tbob\ttest\nc.wav\t\t-\tnoise\n"


def read(path: Path, tmp_path: Path) -> Source:
    return read_source(path, tmp_path / "workspace")


def refusal(path: Path, tmp_path: Path) -> str:
    with pytest.raises(DataSetError) as caught:
        read(path, tmp_path)
    return str(caught.value)


def names(source: Source) -> set[str]:
    return {sample.name for sample in source.samples}


def test_a_zip_of_class_folders_in_one_top_folder(tmp_path: Path) -> None:
    files = {f"pets/{name}": content for name, content in class_folders(2).items()}
    litter = {"__MACOSX/pets/._a.png": b"x", "pets/.DS_Store": b"x", "pets/cat/Thumbs.db": b"x", "pets/README.md": b"x"}
    source = read(zipped(tmp_path / "pets.zip", files | litter), tmp_path)
    assert source.kind == "image-classification"
    assert {(sample.name, sample.label) for sample in source.samples} >= {("cat/00.png", "cat"), ("owl/01.png", "owl")}
    assert len(source.samples) == 6
    assert {exclusion.file.split("/")[-1] for exclusion in source.ignored} == {
        "._a.png",
        ".DS_Store",
        "Thumbs.db",
        "README.md",
    }


def test_every_file_is_a_sample_or_listed_as_ignored(tmp_path: Path) -> None:
    files = class_folders(2) | {"loose.png": b"x", "cat/notes.txt": b"x", "cat/deep/er.jpg": b"x"}
    source = read(write(tmp_path / "in", files), tmp_path)
    assert names(source) | {exclusion.file for exclusion in source.ignored} == set(files)
    assert "cat/deep/er.jpg" in names(source)


def test_folders_of_splits_above_the_classes_are_the_splits(tmp_path: Path) -> None:
    files = {"train/cat/a.png": b"1", "val/cat/b.png": b"2", "test/dog/c.png": b"3"}
    source = read(write(tmp_path / "in", files), tmp_path)
    assert [(sample.label, sample.split) for sample in source.samples] == [
        ("dog", "test"),
        ("cat", "train"),
        ("cat", "validation"),
    ]


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", class_folders(2))
    (folder / "cat" / "secret.png").symlink_to("/etc/passwd")
    (folder / "fox").symlink_to("/etc")
    source = read(folder, tmp_path)
    assert len(source.samples) == 6
    assert {(exclusion.file, exclusion.reason) for exclusion in source.ignored} == {
        ("cat/secret.png", "a symbolic link, which is not followed"),
        ("fox", "a symbolic link, which is not followed"),
    }


def cifar_files() -> dict[str, bytes]:
    pixels = np.random.default_rng(0).integers(0, 256, (4, 3072), np.uint8)
    records = [bytes([label]) + row.tobytes() for label, row in zip((0, 1, 1, 0), pixels, strict=True)]
    return {
        "cifar-10-batches-bin/batches.meta.txt": b"airplane\nautomobile\n\n",
        "cifar-10-batches-bin/data_batch_1.bin": b"".join(records[:3]),
        "cifar-10-batches-bin/test_batch.bin": records[3],
    }


def test_the_binary_batches_of_cifar_10(tmp_path: Path) -> None:
    files = cifar_files()
    source = read(tarred(tmp_path / "cifar-10-binary.tar.gz", files), tmp_path)
    assert [(sample.name, sample.label, sample.split) for sample in source.samples] == [
        ("data_batch_1/00000.png", "airplane", "train"),
        ("data_batch_1/00001.png", "automobile", "train"),
        ("data_batch_1/00002.png", "automobile", "train"),
        ("test_batch/00000.png", "airplane", "test"),
    ]
    stored = np.asarray(Image.open(source.samples[3].path)).transpose(2, 0, 1).reshape(-1)
    assert stored.tobytes() == files["cifar-10-batches-bin/test_batch.bin"][1:]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("batches.meta.txt", None, "names of the classes"),
        ("data_batch_1.bin", bytes(3072), "cut off"),
        ("data_batch_1.bin", bytes([7]) + bytes(3072), "label 7"),
    ],
)
def test_a_wrong_batch_is_refused(tmp_path: Path, name: str, content: bytes | None, word: str) -> None:
    files = {file.split("/")[1]: data for file, data in cifar_files().items() if not file.endswith(name)}
    assert word in refusal(write(tmp_path / "in", files | ({name: content} if content else {})), tmp_path)


def packed(path: Path, **other: object) -> Path:
    pictures = [picture_bytes(seed, form="JPEG") for seed in range(3)]
    arrays = {
        "jpeg": np.frombuffer(b"".join(pictures), np.uint8),
        "offsets": np.cumsum([0, *map(len, pictures)]).astype(np.uint32),
        "labels": np.array([0, 1, 1], np.uint8),
        "classes": np.array(["cat", "dog"]),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, value in (arrays | other).items():
            with archive.open(f"{name}.npy", "w") as member:
                np.lib.format.write_array(member, np.asarray(value))
    return path


def test_pictures_in_arrays(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    packed(tmp_path / "in" / "pets-train.npz")
    packed(tmp_path / "in" / "pets-test.npz", names=["x.jpg", "y.jpg", "z.jpg"])
    source = read(tmp_path / "in", tmp_path)
    assert {(sample.name, sample.split) for sample in source.samples} >= {
        ("pets-train/cat/000000.jpg", "train"),
        ("pets-test/dog/z.jpg", "test"),
    }
    assert {sample.path.read_bytes() for sample in source.samples} == {picture_bytes(n, form="JPEG") for n in range(3)}


@pytest.mark.parametrize(
    ("arrays", "word"),
    [
        ({"labels": np.array([0, 1, 2])}, "no name"),
        ({"labels": np.array([0, 1])}, "labels need"),
        ({"offsets": np.array([0, 5, 3, 9])}, "do not rise"),
        ({"offsets": np.array([0, 5, 9, 10**7])}, "do not rise"),
        ({"offsets": np.array([0.0, 1, 2, 3])}, "whole numbers"),
        ({"jpeg": np.zeros((3, 4), np.uint8)}, "one axis"),
        ({"labels": np.zeros(0, int), "offsets": np.zeros(1, int)}, "no pictures"),
        ({"classes": np.array(["cat", {"a": 1}], object)}, "no readable"),
    ],
)
def test_arrays_of_another_form_are_refused(tmp_path: Path, arrays: dict[str, object], word: str) -> None:
    assert word in refusal(packed(tmp_path / "a.npz", **arrays), tmp_path)


def whole_arrays(path: Path, **arrays: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **arrays)
    return path


GREY, COLOURED = np.arange(48, dtype=np.uint8).reshape(3, 4, 4), np.arange(144, dtype=np.uint8).reshape(3, 4, 4, 3)
NUMBERED = np.array([0, 1, 10])


@pytest.mark.parametrize("pixels", [GREY, GREY[..., None], COLOURED])
def test_the_arrays_of_medmnist(tmp_path: Path, pixels: np.ndarray[Any, Any]) -> None:
    labels = NUMBERED[:, None]
    file = whole_arrays(
        tmp_path / "in" / "pneumonia.npz",
        train_images=pixels, train_labels=labels, val_images=pixels[:1], val_labels=labels[:1],
        test_images=pixels[1:], test_labels=labels[1:],
    )  # fmt: skip
    source = read(file.parent, tmp_path)
    assert [(sample.label, sample.split) for sample in source.samples] == [
        ("0", "train"), ("1", "train"), ("10", "train"), ("0", "validation"), ("1", "test"), ("10", "test"),
    ]  # fmt: skip
    with Image.open(source.samples[2].path) as image:
        assert (np.asarray(image) == pixels[2].squeeze()).all()


def test_the_arrays_of_keras(tmp_path: Path) -> None:
    file = whole_arrays(
        tmp_path / "in" / "mnist.npz", x_train=GREY, y_train=NUMBERED, x_test=GREY[:1], y_test=NUMBERED[:1]
    )
    assert [sample.split for sample in read(file.parent, tmp_path).samples] == ["train", "train", "train", "test"]


@pytest.mark.parametrize(
    ("arrays", "word"),
    [
        ({"train_images": GREY.astype(float), "train_labels": NUMBERED}, "pictures of bytes"),
        ({"train_images": np.zeros((3, 4, 4, 4), np.uint8), "train_labels": NUMBERED}, "pictures of bytes"),
        ({"train_images": GREY, "train_labels": NUMBERED[:2]}, "one whole number for each of the 3"),
        ({"train_images": GREY, "train_labels": np.zeros((3, 14), int)}, "Several labels of one picture"),
        ({"images": GREY, "labels": NUMBERED}, "x_train with y_train"),
    ],
)
def test_whole_arrays_of_another_form_are_refused(
    tmp_path: Path, arrays: dict[str, np.ndarray[Any, Any]], word: str
) -> None:
    assert word in refusal(whole_arrays(tmp_path / "a.npz", **arrays), tmp_path)


def test_the_layout_of_librispeech(tmp_path: Path) -> None:
    files = {f"LibriSpeech/dev-clean/{name}": content for name, content in spoken(2, 2).items()}
    del files["LibriSpeech/dev-clean/2/10/2-10-0001.wav"]
    files["LibriSpeech/dev-clean/2/10/2-10-0009.flac"] = b"no line"
    source = read(tarred(tmp_path / "dev-clean.tar.gz", files), tmp_path)
    assert source.kind == "speech-recognition"
    assert [(sample.speaker, sample.text) for sample in source.samples] == [
        ("1", "SPEAKER B SAYS K"),
        ("1", "SPEAKER B SAYS L"),
        ("2", "SPEAKER C SAYS K"),
    ]
    assert list(source.missing) == ["2/10/2-10-0001"]
    assert [exclusion.reason for exclusion in source.ignored] == ["has no line in a transcript"]


def test_a_split_in_librispeechs_folder_names_is_followed(tmp_path: Path) -> None:
    parts = ("train-clean-5", "test-clean")
    both = {f"{part}/{name}": content for part in parts for name, content in spoken(1).items()}
    source = read(write(tmp_path / "in", both), tmp_path)
    assert {(sample.name.split("/")[0], sample.split) for sample in source.samples} == {
        ("train-clean-5", "train"),
        ("test-clean", "test"),
    }


def test_a_table_beside_the_sounds(tmp_path: Path) -> None:
    sounds = {"a.wav": b"1", "sub/b.wav": b"2", "c.wav": b"3", "d.wav": b"4"}
    source = read(zipped(tmp_path / "a.zip", {"list.tsv": TABLE.encode(), **sounds}), tmp_path)
    assert [(sample.name, sample.text, sample.speaker, sample.split) for sample in source.samples] == [
        ("a.wav", "YES", "ann", "train"),
        ("sub/b.wav", "NO", "bob", "test"),
    ]
    assert {exclusion.file for exclusion in source.ignored} == {"c.wav", "d.wav"}


def test_a_table_beside_an_archive_of_the_same_name(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack", {"pack.tsv": TABLE.encode(), "README.md": b"x"})
    tarred(folder / "pack.tar", {"a.wav": b"1", "sub/b.wav": b"2", "c.wav": b"3"}, "w")
    source = read(folder, tmp_path)
    assert names(source) == {"a.wav", "sub/b.wav"}
    assert "README.md" in {exclusion.file for exclusion in source.ignored}
    nested = zipped(tmp_path / "nested.zip", {name: (folder / name).read_bytes() for name in ("pack.tsv", "pack.tar")})
    assert "archive inside of an archive" in refusal(nested, tmp_path / "other")


def test_lines_of_json_and_the_columns_of_others(tmp_path: Path) -> None:
    lines = [{"path": "x.mp3", "sentence": "Guten Tag", "client_id": 7}, {"path": "gone.mp3", "sentence": "Nein"}]
    table = "\n".join(map(json.dumps, lines)).encode()
    source = read(write(tmp_path / "in", {"all.jsonl": table, "clips/x.mp3": b"1"}), tmp_path)
    assert [(sample.name, sample.text, sample.speaker) for sample in source.samples] == [
        ("clips/x.mp3", "Guten Tag", "7")
    ]
    assert list(source.missing) == ["gone.mp3"]


def test_a_table_of_pictures(tmp_path: Path) -> None:
    source = read(write(tmp_path / "in", {"all.csv": b'file,label\n"a,b.png",cat\n', "a,b.png": b"1"}), tmp_path)
    assert [(sample.name, sample.label) for sample in source.samples] == [("a,b.png", "cat")]
    assert source.kind == "image-classification"


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ("file\ttext\na.wav\tYES\na.wav\tNO\n", "twice"),
        ("file\ttext\n\tYES\n", "names no file"),
        ("file\ttext\na.wav\tGr\xfc\xdfe\n", "UTF-8"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, table: str, word: str) -> None:
    files = {"list.tsv": table.encode("latin-1"), "a.wav": b"1"}
    assert word in refusal(write(tmp_path / "in", files), tmp_path)


def test_two_tables_are_refused(tmp_path: Path) -> None:
    files = {"a.tsv": TABLE.encode(), "b.tsv": TABLE.encode(), "a.wav": b"1"}
    assert "several tables" in refusal(write(tmp_path / "in", files), tmp_path)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, "holds no files"),
        ({"a.png": b"1", "b.png": b"2"}, "0 folders and 2 files (a.png, b.png) at the top"),
        ({"x/a.mp3": b"1"}, "0 folders and 1 file (a.mp3) in x/"),
        ({"notes/a.txt": b"1", "b/c.txt": b"1"}, "2 folders (b, notes) and 0 files at the top"),
    ],
)
def test_another_layout_says_what_was_found_and_what_is_expected(
    tmp_path: Path, files: dict[str, bytes], found: str
) -> None:
    (tmp_path / "in").mkdir()
    sentence = refusal(write(tmp_path / "in", files), tmp_path)
    assert found in sentence
    assert "one folder per class" in sentence
    assert "*.trans.txt" in sentence


def test_the_other_kind_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", class_folders(2))
    with pytest.raises(DataSetError, match=r"image-classification.*Expected is for speech"):
        read_source(folder, tmp_path / "workspace", kind="speech-recognition")


def test_a_disk_that_fills_while_arrays_are_cut_into_files_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_to_the_full_device(_: Path, content: bytes) -> int:
        with Path("/dev/full").open("wb", buffering=0) as device:
            return device.write(content)

    archive = packed(tmp_path / "a.npz")
    monkeypatch.setattr(Path, "write_bytes", write_to_the_full_device)
    assert "disk is full while a.npz is unpacked" in refusal(archive, tmp_path)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip at all")
    assert "neither a folder nor a zip" in refusal(tmp_path / "a.zip", tmp_path)
    assert "not there" in refusal(tmp_path / "b.zip", tmp_path)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "holds no files"),
        ({"pictures.tar.gz": b"\x1f\x8b" + bytes(600)}, "has archives in it (pictures.tar.gz); unpack them"),
        ({"data_batch_1.bin": b"", "batches.meta.txt": b"cat dog"}, "cut off or not of CIFAR-10"),
    ],
)
def test_what_is_in_the_way_is_named(tmp_path: Path, files: dict[str, bytes], words: str) -> None:
    assert words in refusal(zipped(tmp_path / "in.zip", files), tmp_path)


def test_transcripts_may_part_the_name_with_a_tab(tmp_path: Path) -> None:
    files = {"ann/1/ann-1-0.flac": b"1", "ann/1/ann-1.trans.txt": b"ann-1-0\tYES NO\r\n"}
    (sample,) = read(write(tmp_path / "in", files), tmp_path).samples
    assert sample.text == "YES NO"


def test_pictures_of_a_form_that_is_not_read_are_no_mere_remark(tmp_path: Path) -> None:
    source = read(write(tmp_path / "in", {"cat/a.png": b"1", "cat/b.HEIC": b"2", "dog/c.svg": b"3"}), tmp_path)
    assert names(source) == {"cat/a.png", "cat/b.HEIC", "dog/c.svg"}


@pytest.mark.parametrize("given", [["same.jpg"] * 3, ["a.jpg", "a.jpg", "a-2.jpg"], ["a-2.jpg", "a.jpg", "a.jpg"]])
def test_pictures_of_arrays_that_share_a_name_are_told_apart(tmp_path: Path, given: list[str]) -> None:
    source = read(packed(tmp_path / "a.npz", names=given, labels=np.zeros(3, np.uint8)), tmp_path)
    assert len(names(source)) == len(source.samples) == 3
    assert {f"a/cat/{name}" for name in given} <= names(source)


def test_names_in_an_alphabet_that_the_zip_does_not_name_are_told(tmp_path: Path) -> None:
    files = {"AAAA/1.png": b"1", "BBBB/2.png": b"2", "café/3.png": b"3"}
    archive = zipped(tmp_path / "a.zip", files)
    content = archive.read_bytes().replace(b"AAAA", "犬猫".encode("cp932")).replace(b"BBBB", "caté".encode("cp850"))
    archive.write_bytes(content)
    (finding,) = read(archive, tmp_path).findings
    assert finding.severity == "warning"
    assert "2 names are written in an alphabet" in finding.sentence
