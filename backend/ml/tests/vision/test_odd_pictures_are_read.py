"""What phones, scanners and image programs really write is answered as the plain picture, or refused with its kind."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from ml.errors import BadInput
from ml.serving.engine import Engine, load
from ml.types import Classification, Inspected, Item, Limits, Result
from ml.vision.decode import read_image
from ml.vision.inspect import inspect, thumbnail

BUNDLE = Path(__file__).parents[2] / "bundles" / "resnet-cifar10"
ODD = Path(__file__).parents[1] / "fixtures" / "odd"
SHIP, HEIC = (ODD / "ship.png").read_bytes(), (ODD / "IMG_0412.HEIC").read_bytes()
LIMITS = Limits()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(BUNDLE, "cpu", threads=1)


def answer(engine: Engine, path: Path) -> tuple[str, float]:
    (found,) = engine.predict_many([Item(path)])
    assert isinstance(found, Result), found
    assert isinstance(found.output, Classification)
    return found.output.labels[0].label, found.output.labels[0].score


def looked_at(folder: Path, content: bytes) -> Inspected:
    (folder / "sent").write_bytes(content)
    return inspect(folder / "sent", LIMITS)


def refusal(folder: Path, content: bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        looked_at(folder, content)
    return caught.value


def ship() -> Image.Image:
    return Image.open(io.BytesIO(SHIP)).convert("RGB")


def saved(image: Image.Image, name: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, name, **how)
    return out.getvalue()


def chunk(name: bytes, content: bytes, *, right: bool = True) -> bytes:
    check = zlib.crc32(name + content) ^ (not right)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def with_chunk(name: bytes, content: bytes, *, right: bool = True, behind: bool = False) -> bytes:
    """The ship with one chunk more, behind the header or behind the pixels."""
    at = len(SHIP) - 12 if behind else 33
    return SHIP[:at] + chunk(name, content, right=right) + SHIP[at:]


def brand(name: bytes) -> bytes:
    """The photo of a phone as another phone calls it."""
    return HEIC[:8] + name + HEIC[12:]


MUCH = zlib.compress(bytes(1_400_000))
HOW: dict[str, dict[str, object]] = {
    "JPEG": {}, "progressive JPEG": {"progressive": True}, "JPEG with restarts": {"restart_marker_rows": 1},
    "JPEG with full colours": {"subsampling": 0},
}  # fmt: skip
SIDE_CHUNKS = {
    b"tEXt": b"Comment\0harbour", b"iTXt": b"Comment\0\0\0\0\0harbour", b"zTXt": b"Comment\0\0" + MUCH[:99],
    b"iCCP": b"profile\0\0" + MUCH[:99], b"gAMA": bytes(4), b"pHYs": bytes(9), b"tIME": bytes(7), b"eXIf": b"MM\0*",
    b"tRNS": bytes(6), b"acTL": bytes(8), b"prVt": b"?",
}  # fmt: skip
READ = {
    "HEIC": HEIC,
    **{f"HEIC of brand {name}": brand(name.encode()) for name in ("heix", "hevc", "mif1", "msf1")},
    "a live photo": (ODD / "live_photo.heic").read_bytes(),
    "EXIF with text for a number": (ODD / "xres_as_ascii.jpg").read_bytes(),
    "EXIF with the orientation as text": (ODD / "orient_as_ascii.jpg").read_bytes(),
    **{
        f"{name.decode()} with a wrong check sum": with_chunk(name, content, right=False)
        for name, content in SIDE_CHUNKS.items()
    },
    "zTXt of an unknown method": with_chunk(b"zTXt", b"Comment\0\7" + zlib.compress(b"harbour")),
    "zTXt of 1.4 MB": with_chunk(b"zTXt", b"Comment\0\0" + MUCH),
    "iCCP of 1.4 MB": with_chunk(b"iCCP", b"profile\0\0" + MUCH),
    "text behind the pixels with a wrong check sum": with_chunk(b"tEXt", b"Comment\0harbour", right=False, behind=True),
    "a gAMA that is too short": with_chunk(b"gAMA", b"\0"),
    "no IEND": SHIP[:-12],
    **{
        f"{name} without its last marker": saved(ship(), "JPEG", quality=90, **how)[:-2]
        for name, how in HOW.items()
    },
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_it_is_answered_as_the_plain_picture(engine: Engine, tmp_path: Path, name: str) -> None:
    label, score = answer(engine, ODD / "ship.png")
    found = looked_at(tmp_path, READ[name])
    assert (found.width, found.height) == (640, 480)
    again, now = answer(engine, tmp_path / "sent")
    assert again == label
    assert now == pytest.approx(score, abs=0.02)
    assert Image.open(io.BytesIO(thumbnail(tmp_path / "sent", LIMITS.max_pixels))).size == (256, 192)


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"optimize": True, "subsampling": 0}], ids=str)
@pytest.mark.parametrize("missing", [4, 20, 200, 2000])
def test_a_jpeg_that_was_really_cut_is_refused(tmp_path: Path, how: dict[str, object], missing: int) -> None:
    assert refusal(tmp_path, saved(ship(), "JPEG", quality=90, **how)[:-missing]).code == "invalid_media"


BYTE, TEXT, SHORT, LONG, FLOAT = 1, 2, 3, 4, 11


@pytest.mark.parametrize(
    ("kind", "value", "turned"),
    [
        (SHORT, b"\6\0", True),
        (LONG, b"\6\0\0\0", True),
        (BYTE, b"\6", False),
        (TEXT, b"6\0", True),
        (TEXT, b"8", True),
        (TEXT, b"3\0", False),
        (TEXT, b"up\0", False),
        (FLOAT, struct.pack("<f", 6.0), True),
        (SHORT, b"\x63\0", False),
    ],
)
def test_an_orientation_is_read_alike_by_all(tmp_path: Path, kind: int, value: bytes, turned: bool) -> None:
    count = len(value) if kind in {BYTE, TEXT} else 1
    tag = struct.pack("<HHHI", 1, 0x0112, kind, count) + value.ljust(4, b"\0")
    found = looked_at(tmp_path, saved(ship(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0" + tag + bytes(4)))
    assert (found.width, found.height) == ((480, 640) if turned else (640, 480))
    assert read_image(tmp_path / "sent", LIMITS.max_pixels).size == (found.width, found.height)


def tiff(bits: int, samples: int, planar: int, photometric: int) -> bytes:
    """8 x 8 zeros."""
    data = bytes(64 * samples * bits // 8)
    plane = len(data) // (samples if planar == 2 else 1)
    starts = [8 + plane * number for number in range(samples if planar == 2 else 1)]
    lists = 8 + len(data)
    counts, offsets, sizes = [bits] * samples, starts, [plane] * len(starts)
    tail, tags = b"", []
    for tag, kind, values in (
        (256, 3, [8]), (257, 3, [8]), (258, 3, counts), (259, 3, [1]), (262, 3, [photometric]), (273, 4, offsets),
        (277, 3, [samples]), (278, 3, [8]), (279, 4, sizes), (284, 3, [planar]),
    ):  # fmt: skip
        content = b"".join(value.to_bytes(2 if kind == 3 else 4, "little") for value in values)
        place = content.ljust(4, b"\0") if len(content) <= 4 else (lists + len(tail)).to_bytes(4, "little")
        tail += content if len(content) > 4 else b""
        tags.append(struct.pack("<HHI", tag, kind, len(values)) + place)
    directory = struct.pack("<H", len(tags)) + b"".join(tags) + bytes(4)
    return b"II*\0" + struct.pack("<I", lists + len(tail)) + data + tail + directory


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ((ODD / "la16.tif").read_bytes(), "2 x 16 bits a pixel"),
        (tiff(16, 3, planar=2, photometric=2), "3 x 16 bits a pixel in separate planes"),
        (tiff(16, 4, planar=2, photometric=5), "4 x 16 bits a pixel in separate planes"),
        (tiff(32, 3, planar=1, photometric=2), "3 x 32 bits a pixel"),
    ],
)
def test_a_kind_of_tiff_that_is_not_read_is_named(tmp_path: Path, content: bytes, kind: str) -> None:
    refused = refusal(tmp_path, content)
    assert refused.code == "unsupported_media_type"
    assert kind in refused.detail


def test_16_bits_a_colour_beside_each_other_are_read(tmp_path: Path) -> None:
    assert looked_at(tmp_path, tiff(16, 3, planar=1, photometric=2)).width == 8


def animation(name: str) -> bytes:
    """An empty frame, then the ship, then the ship upside down."""
    frames = [Image.new("RGB", (640, 480), "white"), ship(), ship().transpose(Image.Transpose.ROTATE_180)]
    return saved(frames[0], name, save_all=True, append_images=frames[1:], duration=100, quality=95)


@pytest.mark.parametrize("name", ["blankfirst.gif", "GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_frame_that_shows_something_counts(engine: Engine, tmp_path: Path, name: str) -> None:
    label, score = answer(engine, ODD / "ship.png")
    looked_at(tmp_path, (ODD / name).read_bytes() if (ODD / name).exists() else animation(name))
    again, now = answer(engine, tmp_path / "sent")
    assert again == label
    assert now == pytest.approx(score, abs=0.02)


def test_an_animation_of_empty_frames_is_its_first_one(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    looked_at(tmp_path, saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert read_image(tmp_path / "sent", LIMITS.max_pixels).getpixel((4, 4)) == (255, 0, 0)
