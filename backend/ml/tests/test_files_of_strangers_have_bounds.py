"""No file takes the process that accepts it much memory or time: what could is looked at by another, with limits."""

import json
import os
import signal
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml import inspector, media
from ml.errors import BadInput
from ml.inspector import InspectorAway, Inspectors
from ml.types import Inspected, Limits

ODD = Path(__file__).parent / "fixtures" / "odd"
LIMITS = Limits(max_seconds=600)
GREY16, RGBA = (16, 0, 2), (8, 6, 4)


def png(width: int, height: int, form: tuple[int, int, int]) -> bytes:
    """Zeros; `form` is bits, colour type, bytes a pixel."""
    bits, colours, size = form
    squeeze = zlib.compressobj(1)
    rows = max(1, (1 << 20) // (width * size + 1))
    packed = [squeeze.compress(bytes((width * size + 1) * min(rows, height - top))) for top in range(0, height, rows)]

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    content = b"".join([*packed, squeeze.flush()])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def jpeg_of_many_scans(folder: Path) -> bytes:
    """A progressive JPEG whose last scan comes again and again: little to send, minutes to decode."""
    Image.new("RGB", (7000, 7000), "teal").save(folder / "scans.jpg", progressive=True)
    data = (folder / "scans.jpg").read_bytes()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 5000 + b"\xff\xd9"


def wav(rate: int, channels: int) -> bytes:
    fields = struct.pack("<HHIIHH", 1, channels, rate, rate, 2 * channels & 0xFFFF, 16)
    return b"RIFF" + struct.pack("<I", 15_036) + b"WAVEfmt \x10\0\0\0" + fields + b"data\x98\x3a\0\0" + bytes(15_000)


def float_tiff(folder: Path) -> bytes:
    Image.fromarray(np.zeros((7100, 7000), np.float32)).save(folder / "f.tif", compression="tiff_deflate")
    return (folder / "f.tif").read_bytes()


def webp(folder: Path) -> bytes:
    Image.new("RGBA", (7000, 7100), (9, 99, 9, 128)).save(folder / "w.webp", quality=1, method=0)
    return (folder / "w.webp").read_bytes()


BOMBS: dict[str, tuple[Callable[[Path], bytes], set[str | None]]] = {
    "a PNG of one column": (lambda _: png(1, 49_999_999, RGBA), {"too_large"}),
    "a PNG of 500 columns": (lambda _: png(500, 99_999, RGBA), {"too_large"}),
    "a narrow PNG": (lambda _: png(763, 65_500, RGBA), {None}),
    "a PNG of 16 bits": (lambda _: png(7000, 7100, GREY16), {None}),
    "a PNG with transparency": (lambda _: png(7000, 7100, RGBA), {None}),
    "a TIFF of floats": (float_tiff, {None}),
    "a WebP with transparency": (webp, {"too_large", "invalid_media"}),
    "a JPEG of many scans": (jpeg_of_many_scans, {"too_large"}),
    "a WAV of 1.9 GHz": (lambda _: wav(1_946_173_056, 1), {"invalid_media"}),
    "a WAV of 1 Hz": (lambda _: wav(1, 1), {"invalid_media"}),
    "a WAV of 65,535 channels": (lambda _: wav(16_000, 65_535), {"invalid_media"}),
}
# What a web does with a file and with the small picture of it, and a worker with the pixels; and what it took.
PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from ml import media
from ml.errors import BadInput
from ml.inspector import Inspectors
from ml.types import Limits
from ml.vision.decode import read_picture
from ml.speech.inspect import RATE

def peak(who):
    return resource.getrusage(who).ru_maxrss / 1024

path, limits, inspectors = Path(sys.argv[1]), Limits(max_seconds=600), Inspectors(1)
inspectors.inspect(Path(sys.argv[2]), limits)
rest, began, refused = peak(resource.RUSAGE_SELF), time.monotonic(), None
try:
    found = media.inspect_plain(path, limits) or inspectors.inspect(path, limits)
    if found.medium == "image":
        inspectors.thumbnail(path, limits.max_pixels)
except BadInput as error:
    refused = error.code
seconds, web = time.monotonic() - began, peak(resource.RUSAGE_SELF) - rest
inspectors.close()
child = peak(resource.RUSAGE_CHILDREN)
if refused is None:
    read_picture(path, limits.max_pixels, 896)
print(json.dumps([refused, seconds, web, child, peak(resource.RUSAGE_SELF) - rest]))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_answered_in_bounded_memory_and_time(tmp_path: Path, name: str) -> None:
    make, codes = BOMBS[name]
    (tmp_path / "sent").write_bytes(make(tmp_path))
    argv = [sys.executable, "-c", PROGRAM, str(tmp_path / "sent"), str(ODD / "ship.png")]
    printed = subprocess.run(argv, cwd=inspector.BACKEND, capture_output=True, text=True, check=True).stdout
    refused, seconds, web, child, worker = json.loads(printed)
    assert refused in codes
    assert web < 50
    assert child < 600
    assert worker < 400
    assert seconds < 55  # of a busy machine; the limit is one of processor time


@pytest.fixture
def inspectors() -> Inspectors:
    return Inspectors(1)


@pytest.mark.parametrize("name", ["ship.png", "speech.wav"])
def test_small_and_plain_files_need_no_other_process(name: str) -> None:
    assert media.inspect_plain(ODD / name, LIMITS) == media.inspect(ODD / name, LIMITS)


@pytest.mark.parametrize("name", ["IMG_0412.HEIC", "blankfirst.gif", "meeting.mp4", "dtx122.amr", "la16.tif"])
def test_all_others_do_and_are_described_alike(inspectors: Inspectors, name: str) -> None:
    assert media.inspect_plain(ODD / name, LIMITS) is None
    assert outcome(inspectors.inspect, ODD / name) == outcome(media.inspect, ODD / name)


def test_one_process_looks_at_many_files(inspectors: Inspectors) -> None:
    processes = set()
    for _ in range(3):
        inspectors.inspect(ODD / "ship.png", LIMITS)
        processes.add(process_of(inspectors))
    assert len(processes) == 1


def test_where_it_was_killed_at_rest_another_takes_its_place(inspectors: Inspectors) -> None:
    inspectors.inspect(ODD / "ship.png", LIMITS)
    os.kill(process_of(inspectors), signal.SIGKILL)
    assert inspectors.inspect(ODD / "speech.wav", LIMITS).duration


def test_it_ends_with_whoever_started_it(inspectors: Inspectors) -> None:
    program = (
        "import sys; from pathlib import Path; from ml.inspector import Inspectors; from ml.types import Limits; "
        "some = Inspectors(1); some.inspect(Path(sys.argv[1]), Limits()); "
        "print(some._free.get()._process.pid, flush=True); import os; os._exit(1)"
    )
    argv = [sys.executable, "-c", program, str(ODD / "ship.png")]
    child = int(subprocess.run(argv, cwd=inspector.BACKEND, capture_output=True, text=True, check=False).stdout)
    assert gone(child)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (-signal.SIGPROF, "too_large", "more than 5 seconds"),
        (-signal.SIGSEGV, "invalid_media", "made its decoder crash .SIGSEGV."),
        (-signal.SIGABRT, "invalid_media", "made its decoder crash .SIGABRT."),
    ],
)
def test_how_it_ended_says_what_is_wrong_with_the_file(status: int, code: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        raise inspector._why(status)
    assert caught.value.code == code


@pytest.mark.parametrize("status", [0, 1, -signal.SIGKILL, -signal.SIGTERM])
def test_of_a_process_that_others_ended_nothing_is_said_of_the_file(status: int) -> None:
    assert isinstance(inspector._why(status), InspectorAway)


def outcome(inspect: Callable[[Path, Limits], Inspected], path: Path) -> object:
    try:
        return inspect(path, LIMITS)
    except BadInput as error:
        return error.code, error.detail


def process_of(inspectors: Inspectors) -> int:
    found = inspectors._free.queue[-1]
    assert found
    return found._process.pid


def gone(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        signal.sigtimedwait([], 0.1)
    return False
