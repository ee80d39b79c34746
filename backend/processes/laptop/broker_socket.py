"""Where the embedded broker listens: a socket of the data dir, with a name that is short enough."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

# sockaddr_un holds 108 bytes on Linux, 104 on macOS, with the closing zero.
LONGEST_SOCKET_PATH = 103


def broker_socket(data_dir: Path) -> Path:
    """Where the embedded broker listens: in the data dir, or in a private temporary folder if that path is too long.

    Raises:
        PermissionError: somebody else made that temporary folder.
    """
    socket = data_dir / "broker.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
        return socket
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"slipway-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.is_symlink():
        raise PermissionError(f"{folder} belongs to somebody else.")
    return folder / socket.name


def forget_broker_socket(data_dir: Path) -> None:
    """Remove the temporary folder where there is one."""
    folder = broker_socket(data_dir).parent
    if folder != data_dir:
        shutil.rmtree(folder, ignore_errors=True)
