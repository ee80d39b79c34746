"""Whatever a stranger packs: every file lies in the folder, or the folder is gone and a sentence says why."""

import gzip
import io
import os
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.datasets.archives.limits import Limits
from ml.datasets.archives.unpack import unpack
from ml.datasets.progress import Watch
from ml.errors import Cancelled, DataSetError
from ml.tests.datasets.material import tarred, zipped

SMALL = Limits(files=20, bytes=1 << 20, ratio=10, small=1 << 16, header=1 << 16)


def refusal(archive: Path, limits: Limits = SMALL) -> str:
    """The sentence; nothing may be left of what was unpacked."""
    around = {path.name for path in archive.parent.iterdir()}
    with pytest.raises(DataSetError) as caught:
        unpack(archive, archive.parent / "out", Watch(), limits)
    assert {path.name for path in archive.parent.iterdir()} == around
    return str(caught.value)


def zip_member(path: Path, name: str, mode: int, content: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        member = zipfile.ZipInfo(name)
        member.create_system = 3
        member.external_attr = mode << 16
        archive.writestr(member, content)
    return path


def tar_member(path: Path, **fields: Any) -> Path:
    with tarfile.open(path, "w") as archive:
        member = tarfile.TarInfo(fields.pop("name", "a"))
        for field, value in fields.items():
            setattr(member, field, value)
        archive.addfile(member)
    return path


@pytest.mark.parametrize(
    "name", ["../out.png", "a/../../b.png", "/etc/passwd", "C:\\x.png", "..\\x.png", "\\\\host\\x"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str, pack: Callable[..., Path]) -> None:
    sentence = refusal(pack(tmp_path / "a", {"fine.png": b"1", name: b"2"}))
    assert "'..'" in sentence or "absolute" in sentence


@pytest.mark.parametrize(
    ("mode", "word"), [(stat.S_IFLNK, "symbolic link"), (stat.S_IFCHR, "no ordinary file"), (stat.S_IFIFO, "ordinary")]
)
def test_a_zip_may_hold_only_ordinary_files(tmp_path: Path, mode: int, word: str) -> None:
    assert word in refusal(zip_member(tmp_path / "a.zip", "link", mode | 0o777, b"/etc/passwd"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_a_tar_may_hold_only_ordinary_files(tmp_path: Path, kind: bytes) -> None:
    assert "'a'" in refusal(tar_member(tmp_path / "a.tar", type=kind, linkname="b"))


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    assert "refused" in refusal(tar_member(tmp_path / "a.tar", type=tarfile.SYMTYPE, linkname="../../etc"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "a.zip", {"zeros": bytes(200_000)})
    assert bomb.stat().st_size < 1000
    assert "bombs" in refusal(bomb)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"zeros": bytes(200_000)})
    lying = path.read_bytes().replace(struct.pack("<L", 200_000), struct.pack("<L", 100))
    path.write_bytes(lying)
    assert refusal(path)


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_compressed_tar_bomb_is_refused(tmp_path: Path, mode: str) -> None:
    assert "bombs" in refusal(tarred(tmp_path / "a", {"zeros": bytes(400_000)}, mode))


def test_a_tar_header_made_to_fill_the_memory_is_refused(tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 40_000_000
    with gzip.open(tmp_path / "a.tgz", "wb") as file:
        file.write(header.tobuf() + bytes(header.size))
    assert "header" in refusal(tmp_path / "a.tgz")


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    many = {f"{number}.png": b"1" for number in range(21)}
    assert "more than 20 files" in refusal(zipped(tmp_path / "a.zip", many))
    assert "more than 20 files" in refusal(tarred(tmp_path / "a.tar", many))


def test_an_archive_inside_of_an_archive_stays_packed(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.png": b"1"}).read_bytes()
    unpack(zipped(tmp_path / "a.zip", {"inner.zip": inner}), tmp_path / "out", Watch(), SMALL)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["inner.zip"]


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.png": b"1"})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    path.write_bytes(content)
    assert "password" in refusal(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("cafe\u0301.png", b"1")
        archive.writestr("caf\u00e9.png", b"2")
    assert "twice" in refusal(tmp_path / "a.zip")


def test_a_file_that_is_also_a_folder_is_refused(tmp_path: Path) -> None:
    assert "folder" in refusal(zipped(tmp_path / "a.zip", {"a": b"1", "a/b": b"2"}))
    assert "folder" in refusal(zipped(tmp_path / "b.zip", {"a/b": b"2", "a": b"1"}))


def test_a_tar_name_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        archive.addfile(tarfile.TarInfo("caf\u00e9.png"))
    assert "UTF-8" in refusal(tmp_path / "a.tar")


def test_a_name_with_a_line_break_or_of_endless_length_is_refused(tmp_path: Path) -> None:
    assert "control" in refusal(zipped(tmp_path / "a.zip", {"a\nb": b"1"}))
    assert "too long" in refusal(zipped(tmp_path / "b.zip", {"x" * 300: b"1"}))


def test_what_macos_and_windows_write_is_read(tmp_path: Path) -> None:
    name = "köln\\über.png".encode()
    path = zipped(tmp_path / "a.zip", {"k" * len(name): b"1"})
    path.write_bytes(path.read_bytes().replace(b"k" * len(name), name))
    unpack(path, tmp_path / "out", Watch(), SMALL)
    assert (tmp_path / "out" / "köln" / "über.png").read_bytes() == b"1"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_cut_archive_is_refused(tmp_path: Path, pack: Callable[..., Path], share: float) -> None:
    path = pack(tmp_path / "a", {f"{number}.bin": os.urandom(3000) for number in range(9)})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert refusal(path)


def test_a_plain_tar_that_ends_between_two_files_is_refused(tmp_path: Path) -> None:
    path = tarred(tmp_path / "a.tar", {"a.bin": bytes(512), "b.bin": bytes(512)}, "w")
    path.write_bytes(path.read_bytes()[:1024])
    assert "cut off" in refusal(path)


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"a.png": os.urandom(9000)})
    whole = Path.open

    def to_the_full_device(self: Path, mode: str = "r") -> IO[Any]:
        return whole(Path("/dev/full"), "wb") if mode == "xb" else whole(self, mode)

    monkeypatch.setattr(Path, "open", to_the_full_device)
    assert "disk is full" in refusal(path)


def test_an_archive_larger_than_the_free_disk_is_refused_at_once(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.png": b"1"})
    assert "free some space" in refusal(path, Limits(reserve=1 << 60))


def test_unpacking_stops_when_it_is_asked_to(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.png": b"1"})
    with pytest.raises(Cancelled):
        unpack(path, tmp_path / "out", Watch(cancelled=lambda: True), SMALL)
    assert not (tmp_path / "out").exists()


NAMES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.lists(st.sampled_from(["a", "b", "..", ".", "", "~", "c:", "\\", "é"]), min_size=1, max_size=5).map("/".join),
)
MEMBERS = st.lists(
    st.tuples(NAMES, st.sampled_from([0, 0o100644, 0o120777, 0o40755, 0o20666]), st.binary(max_size=40)), max_size=6
)


def stays_inside(archive: Path) -> None:
    """Unpack; whatever happens, nothing is written beside the folder, and nothing in it is no ordinary file."""
    around = {path.name for path in archive.parent.iterdir()}
    try:
        unpack(archive, archive.parent / "out", Watch(), SMALL)
    except DataSetError:
        assert {path.name for path in archive.parent.iterdir()} == around
    else:
        assert {path.name for path in archive.parent.iterdir()} == around | {"out"}
        assert not any(path.is_symlink() for path in (archive.parent / "out").rglob("*"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@settings(max_examples=150, deadline=None)
@given(members=MEMBERS)
def test_no_zip_escapes(members: list[tuple[str, int, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(Path(folder) / "a.zip", "w") as archive:
            for name, mode, content in members:
                member = zipfile.ZipInfo("x")
                member.filename = member.orig_filename = name.encode("utf-8", "replace").decode()
                member.external_attr = mode << 16
                archive.writestr(member, content)
        stays_inside(Path(folder) / "a.zip")


@settings(max_examples=150, deadline=None)
@given(members=MEMBERS, kind=st.sampled_from([b"0", b"1", b"2", b"3", b"5", b"6", b"7", b"S", b"x", b"Z"]))
def test_no_tar_escapes(members: list[tuple[str, int, bytes]], kind: bytes) -> None:
    with TemporaryDirectory() as folder:
        with tarfile.open(Path(folder) / "a.tar", "w") as archive:
            for place, (name, mode, content) in enumerate(members):
                member = tarfile.TarInfo(name)
                member.mode, member.size, member.linkname = mode & 0o7777, len(content), "../" + name[:3]
                member.type = kind if place == 0 else tarfile.REGTYPE
                archive.addfile(member, io.BytesIO(content))
        stays_inside(Path(folder) / "a.tar")


@pytest.mark.parametrize("pack", [zipped, tarred])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_bytes_end_in_a_sentence(pack: Callable[..., Path], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = pack(Path(folder) / "a", {"a/one.png": b"1" * 50, "b/two.png": bytes(range(256))})
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content)
        stays_inside(path)
