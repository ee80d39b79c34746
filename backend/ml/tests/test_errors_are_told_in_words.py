"""What the system says of a file is told with the name of the file that matters."""

import errno

from ml.errors import in_words


def test_where_a_copy_does_not_fit_the_copy_is_named() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/from", None, "/to")
    assert in_words(full) == "No space left on device (/to)"


def test_a_lone_file_is_named_and_none_is_made_up() -> None:
    assert in_words(PermissionError(errno.EACCES, "Permission denied", "/from")) == "Permission denied (/from)"
    assert in_words(OSError("it broke")) == "it broke"
