"""Files of every format, and what becomes of them when some bytes are others."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from ml.formats import formats_of
from ml.tests.speech.sounds import CODECS, NARROW_CODECS, tone, write_sound, write_video

ODD = Path(__file__).parent / "fixtures" / "odd"
# Where lengths, counts and sizes stand.
HEAD_BYTES = 256
EXTREMES = (
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\1",
    b"\1\0\0\0",
    b"\x80\0\0\0",
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file that began as another; `name` says which one, and by which number it is made again."""

    name: str
    content: bytes


def seeds(folder: Path) -> dict[str, bytes]:
    """Whole files by name: each format in several forms, and those that real programs wrote oddly."""
    found = {path.name: path.read_bytes() for path in sorted(ODD.iterdir()) if path.suffix not in {".md", ".onnx"}}
    ship = Image.open(ODD / "ship.png").resize((96, 72))
    for name in (reader for one in formats_of("image") for reader in one.readers):
        for mode in ("RGB", "L", "RGBA", "P", "I;16"):
            out = io.BytesIO()
            try:
                (ship.convert("I").convert("I;16") if mode == "I;16" else ship.convert(mode)).save(out, name)
            except (OSError, KeyError, ValueError):
                continue  # not every format has every mode
            found[f"{name} {mode}"] = out.getvalue()
    out = io.BytesIO()
    ship.save(out, "JPEG", progressive=True)
    found["JPEG progressive"] = out.getvalue()
    for name in ("GIF", "PNG", "WEBP"):
        out = io.BytesIO()
        ship.save(out, name, save_all=True, append_images=[ship.transpose(Image.Transpose.ROTATE_180)])
        found[f"{name} of two frames"] = out.getvalue()
    for ending in CODECS | NARROW_CODECS:
        rate = 8_000 if ending in NARROW_CODECS else 48_000
        for channels in (1,) if ending in NARROW_CODECS else (1, 2):
            path = write_sound(folder / f"{channels}.{ending}", tone(0.5, rate, channels), rate)
            found[f"{ending} of {channels}"] = path.read_bytes()
    for ending in ("mp4", "webm", "mkv"):
        found[f"video {ending}"] = write_video(folder / f"video.{ending}").read_bytes()
    return found


def mutants(seed: int, count: int, files: dict[str, bytes]) -> Iterator[Mutant]:
    """So many, the same ones for the same seed."""
    for number in range(count):
        dice = random.Random(f"{seed}-{number}")
        name = dice.choice(sorted(files))
        yield Mutant(f"{number} of {name}", _changed(files[name], dice))


def _changed(content: bytes, dice: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 4, 12))):
        most = min(HEAD_BYTES, len(data)) if dice.random() < 0.7 else len(data)
        at = dice.randrange(max(1, most))
        match dice.randrange(6):
            case 0:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                data[at : at + 4] = dice.choice(EXTREMES)
            case 2:
                data[at : at + dice.randrange(1, 32)] = dice.randbytes(dice.randrange(32))
            case 3:
                del data[at : at + dice.randrange(1, 64)]
            case 4:
                data[at:at] = data[at : at + dice.randrange(1, 512)]
            case _:
                if data:
                    data[at % len(data)] ^= 1 << dice.randrange(8)
    return bytes(data[: dice.randrange(len(data) + 1)] if dice.random() < 0.1 else data)
