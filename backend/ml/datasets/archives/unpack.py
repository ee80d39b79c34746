"""Unpack an archive that a stranger may have made."""

import lzma
import shutil
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

from ml.datasets.archives.destination import FULL, Destination, telling_a_full_disk
from ml.datasets.archives.limits import DEFAULT, Limits
from ml.datasets.archives.tar_file import OPENERS, unpack_tar
from ml.datasets.archives.zip_file import unpack_zip
from ml.datasets.progress import Watch
from ml.errors import DataSetError

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
USTAR = slice(257, 262)
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,  # a compression that zipfile does not know
    RuntimeError,  # a password that the flags did not tell of
    struct.error,
    ValueError,
    OverflowError,
)


def is_archive(path: Path) -> bool:
    """Whether these bytes are a zip or a tar, compressed or not; the name counts for nothing."""
    with path.open("rb") as file:
        head = file.read(512)
    return head[:4] in ZIP_SIGNATURES or head[USTAR] == b"ustar" or head[:2] in OPENERS


def unpack(archive: Path, folder: Path, watch: Watch, limits: Limits = DEFAULT) -> None:
    """Unpack `archive` into the new folder `folder`; archives inside of it stay as they are.

    Links, devices, absolute and climbing names, duplicate names, encrypted members and bombs are refused.

    Raises:
        DataSetError: with the reason; `folder` is gone then.
        Cancelled: the caller wanted no more of it; `folder` is gone then.
    """
    folder.mkdir(parents=True)
    try:
        with telling_a_full_disk(f"{archive.name} is unpacked"):
            _unpack(archive, Destination(archive, folder, limits, watch))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _unpack(archive: Path, destination: Destination) -> None:
    with archive.open("rb") as file:
        zipped = file.read(4) in ZIP_SIGNATURES
    try:
        (unpack_zip if zipped else unpack_tar)(archive, destination)
    except DAMAGED as error:
        raise DataSetError(
            f"{archive.name} is damaged or of a kind that is not read here ({error}); pack and send it again."
        ) from error
    except OSError as error:
        # bz2 and gzip report bad data as an OSError without a number.
        if error.errno in FULL:
            raise
        raise DataSetError(f"{archive.name} cannot be unpacked: {error.strerror or error}.") from error
