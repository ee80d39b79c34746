"""A file that somebody made up is refused in a sentence, and nothing is changed."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.backup.archive import read, written
from apps.backup.manifest import KEYS, SUMS, Manifest
from apps.backup.tests.slipways import backup, everything, history, newest, slipway

pytestmark = pytest.mark.postgres
Members = dict[str, bytes]
USERS = "rows/auth.user/000001.jsonl.gz"


@pytest.fixture
def genuine(tmp_path: Path) -> tuple[Members, Manifest]:
    """The members of a backup that anybody may read, and its manifest."""
    members: Members = {}
    with slipway(tmp_path / "one"):
        history(1)
        backup(plain=True)
        with newest().open("rb") as file:
            manifest = read(file, lambda name, content: members.update({name: content.read()}))
    del members[SUMS]
    return members, manifest


def made_up(path: Path, members: Members, manifest: Manifest, **changes: Any) -> Path:
    """A backup of these members whose sums are right."""
    with written(path, plain=True) as archive:
        for name, content in members.items():
            archive.add_bytes(name, content)
        archive.finish(lambda sums: manifest.model_copy(update={**changes, "sums": sums}))
    return path


def refused(root: Path, file: Path) -> str:
    """What the command says; everything is as it was."""
    with slipway(root):
        before = everything()
        with pytest.raises(CommandError) as caught:
            call_command("restore", str(file))
        assert everything() == before
        assert not list((root / "media").rglob("*.jpg"))
    return str(caught.value)


def _changed_user(change: Callable[[dict[str, Any]], Any]) -> Callable[[Members], None]:
    def spoil(members: Members) -> None:
        rows = [json.loads(line) for line in gzip.decompress(members[USERS]).splitlines()]
        members[USERS] = gzip.compress(b"\n".join(json.dumps(change(row)).encode() for row in rows))

    return spoil


SPOILT: dict[str, Callable[[Members], None]] = {
    "not packed": lambda members: members.update({USERS: b"Dear diary"}),
    "packed, but cut off": lambda members: members.update({USERS: members[USERS][:-12]}),
    "damaged inside": lambda members: members.update({USERS: members[USERS][:10] + b"\xff" * 40}),
    "no JSON": lambda members: members.update({USERS: gzip.compress(b"{")}),
    "no text": lambda members: members.update({USERS: gzip.compress(b"\xff\xfe\n")}),
    "nested without end": lambda members: members.update({USERS: gzip.compress(b"[" * 200_000)}),
    "no row": _changed_user(lambda _row: 7),
    "a column too many": _changed_user(lambda row: {**row, "shoe_size": 44}),
    "a time that is none": _changed_user(lambda row: {**row, "date_joined": "yesterday"}),
    "a number that is none": _changed_user(lambda row: {**row, "id": {"a": 1}}),
    "a number beyond all": _changed_user(lambda row: {**row, "id": 10**30}),
    "a reference to nobody": _changed_user(lambda row: {**row, "id": row["id"] + 1000}),
}


@pytest.mark.parametrize("what", SPOILT)
def test_rows_that_are_none_are_refused_in_a_sentence(
    tmp_path: Path, genuine: tuple[Members, Manifest], what: str
) -> None:
    members, manifest = genuine
    SPOILT[what](members)
    sentence = refused(tmp_path / "two", made_up(tmp_path / "made-up.tar", members, manifest))
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize("keys", [b"", b"{", b"[]", b'{"SECRET_KEY": 7}', b"{}", b"\xff"])
def test_keys_that_are_none_are_refused_before_anything_is_changed(
    tmp_path: Path, genuine: tuple[Members, Manifest], keys: bytes
) -> None:
    members, manifest = genuine
    members[KEYS] = keys
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "secret-key").write_text("mine")
    assert "keys" in refused(tmp_path / "two", made_up(tmp_path / "made-up.tar", members, manifest))
    assert (tmp_path / "two" / "secret-key").read_text() == "mine"


def test_a_backup_without_keys_or_tables_is_refused(tmp_path: Path, genuine: tuple[Members, Manifest]) -> None:
    members, manifest = genuine
    keyless = {name: content for name, content in members.items() if name != KEYS}
    assert "keys" in refused(tmp_path / "two", made_up(tmp_path / "a.tar", keyless, manifest))
    empty = made_up(tmp_path / "b.tar", {KEYS: members[KEYS]}, manifest, migrations={}, tables={})
    assert "no tables" in refused(tmp_path / "two", empty)


def test_keys_that_cannot_be_written_where_they_were_asked_for_change_nothing(
    tmp_path: Path, genuine: tuple[Members, Manifest]
) -> None:
    file = made_up(tmp_path / "a.tar", *genuine)
    with slipway(tmp_path / "two"):
        before = everything()
        with pytest.raises(CommandError, match="No such file or directory"):
            call_command("restore", str(file), keys_to=tmp_path / "nowhere" / "keys")
        assert everything() == before


def _tar(path: Path, *infos: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as tar:
        for info in infos:
            tar.addfile(info, io.BytesIO(bytes(info.size)))
    return path


def _info(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info


NAMES = ["../x", "/etc/x", "media/../../x", "rows/..", "media/a\0b", "media/a\nb", "media/\udcff", "media/" + "a" * 300]
KINDS = [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]


@pytest.mark.parametrize("name", NAMES)
def test_a_member_with_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    info = _info("x")
    info.pax_headers = {"path": name}
    file = _tar(tmp_path / "a.tar", _info(name, size=3) if "\udcff" in name else info)
    assert refused(tmp_path / "two", file)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_member_that_is_no_file_is_refused(tmp_path: Path, kind: bytes) -> None:
    assert refused(tmp_path / "two", _tar(tmp_path / "a.tar", _info("media/x", kind, "/etc/passwd")))


def test_a_member_that_comes_twice_or_lies_in_another_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "two", _tar(tmp_path / "a.tar", _info("media/x"), _info("media/x")))
    assert refused(tmp_path / "two", _tar(tmp_path / "a.tar", _info("media/x"), _info("media/x/y")))


def test_a_key_that_never_ends_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = _tar(tmp_path / "a.age.tar", _info("README.txt"), _info("key.age", size=1 << 20), _info("backup.tar.age"))
    assert "damaged" in refused(tmp_path / "two", file)
