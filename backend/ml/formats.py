"""Every format of pictures and sound that is read: its names, how it is told by its bytes, and what decodes it.

Pillow decodes pictures and knows their signatures. FFmpeg decodes sound, and is told which of its readers to use by the
first bytes: of its hundreds some follow playlists to other files and hosts. MP3 and AAC without a head begin with a
frame, which `ml.speech.source.sniff` tells. Of a video the sound is read.
"""

from dataclasses import dataclass
from typing import Literal

Medium = Literal["image", "sound"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Args:
        name: as people call it.
        mime: the type of its bytes.
        suffixes: of file names, in lower case; the first one is given to files that are stored.
        readers: Pillow's names, or FFmpeg's one.
        signatures: where in a sound file which bytes are; Pillow has its own.
        declares_length: whether a sound file can be held to the length in its head.
        video: it holds moving pictures, too, which only its reader can tell from sound alone.
    """

    name: str
    medium: Medium
    mime: str
    suffixes: tuple[str, ...]
    readers: tuple[str, ...]
    signatures: tuple[tuple[int, bytes], ...] = ()
    declares_length: bool = False
    video: bool = False


FORMATS = (
    # MPO is a JPEG with a second picture behind it, as some phones write.
    Format("JPEG", "image", "image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"), ("JPEG", "MPO")),
    Format("PNG", "image", "image/png", (".png",), ("PNG",)),
    Format("WebP", "image", "image/webp", (".webp",), ("WEBP",)),
    Format("GIF", "image", "image/gif", (".gif",), ("GIF",)),
    Format("TIFF", "image", "image/tiff", (".tif", ".tiff"), ("TIFF",)),
    Format("BMP", "image", "image/bmp", (".bmp",), ("BMP",)),
    Format("AVIF", "image", "image/avif", (".avif",), ("AVIF",)),
    Format("HEIC", "image", "image/heic", (".heic", ".heif", ".hif"), ("HEIF",)),
    Format("WAV", "sound", "audio/wav", (".wav",), ("wav",), ((8, b"WAVE"),)),
    Format("FLAC", "sound", "audio/flac", (".flac",), ("flac",), ((0, b"fLaC"),), declares_length=True),
    Format("Ogg", "sound", "audio/ogg", (".ogg", ".opus"), ("ogg",), ((0, b"OggS"),)),
    Format("MP3", "sound", "audio/mpeg", (".mp3",), ("mp3",), ((0, b"ID3"),)),
    Format("M4A", "sound", "audio/mp4", (".m4a",), ("mov",), ((4, b"ftyp"),), declares_length=True),
    Format("WebM", "sound", "audio/webm", (".webm",), ("matroska",), ((0, b"\x1a\x45\xdf\xa3"),)),
    Format("AAC", "sound", "audio/aac", (".aac",), ("aac",)),
    Format(
        "AIFF", "sound", "audio/aiff", (".aiff", ".aif"), ("aiff",), ((8, b"AIFF"), (8, b"AIFC")), declares_length=True
    ),
    Format("CAF", "sound", "audio/x-caf", (".caf",), ("caf",), ((0, b"caff"),), declares_length=True),
    Format("AMR", "sound", "audio/amr", (".amr",), ("amr",), ((0, b"#!AMR"),)),
    Format("AU", "sound", "audio/basic", (".au",), ("au",), ((0, b".snd"),), declares_length=True),
    Format("MP4", "sound", "video/mp4", (".mp4", ".m4v", ".mov", ".3gp"), ("mov",), declares_length=True, video=True),
    Format("MKV", "sound", "video/webm", (".mkv",), ("matroska",), video=True),
)


def formats_of(medium: Medium) -> list[Format]:
    """Those of pictures, or of sound."""
    return [one for one in FORMATS if one.medium == medium]


def format_read_by(reader: str) -> Format:
    """The format that a reader of Pillow or FFmpeg decodes."""
    return next(one for one in FORMATS if reader in one.readers)


def video_of(sound: Format) -> Format:
    """The format of a video that the reader of that one decodes; the sound's own where there is none."""
    return next((one for one in FORMATS if one.video and one.readers == sound.readers), sound)


def format_of_type(mime: str) -> Format | None:
    """The format of a MIME type, None where it is none that is read."""
    return next((one for one in FORMATS if one.mime == mime), None)


def format_of_suffix(suffix: str) -> Format | None:
    """The format of files whose names end so, None where it is none that is read."""
    return next((one for one in FORMATS if suffix.lower() in one.suffixes), None)


def suffixes_of(medium: Medium) -> tuple[str, ...]:
    """The endings of file names, for `str.endswith`."""
    return tuple(suffix for one in formats_of(medium) for suffix in one.suffixes)


def types_of(medium: Medium) -> list[str]:
    """The MIME types, sorted."""
    return sorted({one.mime for one in formats_of(medium)})
