"""Zip, with every member looked at before the first is unpacked."""

import stat
from pathlib import Path
from zipfile import ZipFile, ZipInfo, is_zipfile

from ml.datasets.archives.destination import Destination
from ml.datasets.archives.member_names import safe_name, shown
from ml.errors import DataSetError

UTF8_NAME = 0x800
ENCRYPTED = 0x1 | 0x40
ALLOWED_TYPES = {0, stat.S_IFREG, stat.S_IFDIR}  # 0: made where there are no Unix modes


def unpack_zip(archive: Path, destination: Destination) -> None:
    """Unpack a zip file. Raises DataSetError, and whatever ``zipfile`` raises on damaged bytes."""
    with ZipFile(archive) as file:
        members = [member for member in file.infolist() if not name_of(member).endswith(("/", "\\"))]
        for member in file.infolist():
            _refuse_odd(member)
        destination.expect(len(members), sum(member.file_size for member in members))
        for member in members:
            with file.open(member) as stream:
                destination.write(name_of(member), stream)


def name_of(member: ZipInfo) -> str:
    """The name of a member; macOS writes UTF-8 without saying so, which the format has read as code page 437."""
    if member.flag_bits & UTF8_NAME:
        return member.orig_filename
    try:
        return member.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.orig_filename


def unclear_names(archive: Path) -> list[str]:
    """Names in letters of an alphabet that the zip does not name, as older Windows writes them; none of other files."""
    if not is_zipfile(archive):
        return []
    with ZipFile(archive) as file:
        return [name_of(member) for member in file.infolist() if _is_unclear(member)]


def _is_unclear(member: ZipInfo) -> bool:
    name = member.orig_filename
    return not (member.flag_bits & UTF8_NAME or name.isascii()) and name_of(member) == name


def _refuse_odd(member: ZipInfo) -> None:
    safe_name(name_of(member))
    if member.flag_bits & ENCRYPTED:
        raise DataSetError(f"{shown(member.filename)} is encrypted; make the zip without a password.")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in ALLOWED_TYPES:
        what = "a symbolic link" if kind == stat.S_IFLNK else "no ordinary file"
        raise DataSetError(f"{shown(member.filename)} is {what}; put the file itself into the archive.")
