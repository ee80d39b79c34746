"""Small pictures, sounds and archives to check data sets with; all of it is made here."""

import io
import tarfile
import wave
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image


def picture(seed: int, side: int = 40) -> Image.Image:
    """A picture with large blobs of colour, unlike that of any other seed."""
    blobs = np.random.default_rng(seed).integers(0, 256, (5, 5, 3), np.uint8)
    return Image.fromarray(blobs).resize((side, side), Image.Resampling.BICUBIC)


def picture_bytes(seed: int, side: int = 40, form: str = "PNG") -> bytes:
    encoded = io.BytesIO()
    picture(seed, side).save(encoded, form)
    return encoded.getvalue()


def sound_bytes(hertz: float = 440, seconds: float = 1.0, rate: int = 16_000, level: float = 0.5) -> bytes:
    """A WAV of a tone with a tenth of a second of silence on both sides."""
    tone = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    tone[: rate // 10] = tone[-rate // 10 :] = 0
    encoded = io.BytesIO()
    with wave.open(encoded, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes((tone.clip(-1, 1) * 32767).astype("<i2").tobytes())
    return encoded.getvalue()


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: Mapping[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def class_folders(per_class: int = 12, classes: tuple[str, ...] = ("cat", "dog", "owl")) -> dict[str, bytes]:
    """Pictures in a folder per class, all different."""
    return {
        f"{label}/{number:02d}.png": picture_bytes(1000 * place + number)
        for place, label in enumerate(classes)
        for number in range(per_class)
    }


def spoken(speakers: int = 5, clips: int = 4) -> dict[str, bytes]:
    """LibriSpeech's layout with tones instead of voices."""
    files: dict[str, bytes] = {}
    for speaker in range(1, speakers + 1):
        lines = []
        for clip in range(clips):
            identity = f"{speaker}-10-{clip:04d}"
            files[f"{speaker}/10/{identity}.wav"] = sound_bytes(200 + 50 * speaker + 7 * clip)
            lines.append(f"{identity} SPEAKER {'ABCDEFGHIJ'[speaker]} SAYS {'KLMNOPQRST'[clip]}")
        files[f"{speaker}/10/{speaker}-10.trans.txt"] = "\n".join(lines).encode()
    return files
