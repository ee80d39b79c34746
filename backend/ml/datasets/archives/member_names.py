"""The names inside an archive, which may have been written to escape from the folder that they are unpacked into."""

import unicodedata
from pathlib import PurePosixPath

from ml.errors import DataSetError

LONGEST_PART = 255
LONGEST_NAME = 1024


def safe_name(raw: str) -> PurePosixPath:
    """The name as a relative path that stays inside; a backslash counts as a separator, as Windows writes it.

    Raises:
        DataSetError: the name is absolute, climbs with ``..``, is too long, empty, or holds control characters or bytes
            that are no UTF-8.
    """
    path = PurePosixPath(raw.replace("\\", "/"))
    if path.is_absolute() or (len(raw) > 1 and raw[1] == ":"):
        raise DataSetError(f"{shown(raw)} is an absolute path; archives may hold only relative names.")
    if ".." in path.parts:
        raise DataSetError(f"{shown(raw)} leads out of the archive's folder; names may not contain '..'.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in raw):
        raise DataSetError(f"{shown(raw)} has control characters or bytes that are no UTF-8; rename the file.")
    if not path.parts or len(raw.encode()) > LONGEST_NAME or any(len(p.encode()) > LONGEST_PART for p in path.parts):
        raise DataSetError(f"{shown(raw)} is empty or too long for a file name; rename the file.")
    return path


def shown(raw: str) -> str:
    """A name in quotes, short and printable whatever is in it."""
    text = raw.encode("utf-8", "backslashreplace").decode()
    return ascii(text if len(text) <= 80 else text[:77] + "...")
