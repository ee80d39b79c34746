"""Frames of a websocket."""

from bench.serving.sockets import PING, TEXT, read_frame


def test_a_frame_is_read_once_it_is_whole() -> None:
    whole = bytes((0x80 | TEXT, 2)) + b"hi" + b"rest"
    assert read_frame(whole) == (TEXT, b"hi", b"rest")
    assert read_frame(whole[:3]) is None
    assert read_frame(b"") is None


def test_long_frames_say_their_length_in_two_or_eight_bytes() -> None:
    for mark, length, size in ((126, 2, 300), (127, 8, 70_000)):
        head = bytes((0x80 | TEXT, mark)) + size.to_bytes(length, "big")
        assert read_frame(head + b"x" * size) == (TEXT, b"x" * size, b"")
        assert read_frame(head + b"x" * (size - 1)) is None
        assert read_frame(head[:3]) is None


def test_a_ping_is_told_from_a_message() -> None:
    assert read_frame(bytes((0x80 | PING, 0))) == (PING, b"", b"")
