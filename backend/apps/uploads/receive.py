"""A form on its way in: files to disk as they come, counted and hashed in passing, refused at once where too large."""

import io
import re
import unicodedata

from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters
from multipart import MultipartError, MultipartSegment, PushMultipartParser

from apps.core.errors import Problem
from apps.uploads.incoming import Allowed, ArrivedFile

# A form has some fields besides its files, and one of them may come as a file, too.
FIELDS, FIELDS_AS_FILES = 200, 1
HEADER_BYTES = 4096
JOINERS = "\u200c\u200d"
# What browsers and most programs send; all else is read by Django, which takes ten times as long.
PLAIN = re.compile(r'form-data; name="(?P<name>[^"\\%]*)"(?:; filename="(?P<filename>[^"\\%]*)")?')
AS_TEXT = {"base64", "quoted-printable"}


class Form:
    """Takes `multipart/form-data` piece by piece; then `data` has its fields and `files` its files."""

    def __init__(self, content_type: str, allowed: Allowed) -> None:
        boundary = parse_header_parameters(content_type)[1].get("boundary")
        if not boundary:
            raise Problem(400, "The Content-Type of this form names no boundary.")
        self.data = QueryDict(mutable=True)
        self.files: MultiValueDict[str, ArrivedFile] = MultiValueDict()
        # Names are UTF-8, but one that is not shall not hide its file.
        self._parser = PushMultipartParser(
            boundary,
            header_charset="latin-1",
            max_header_size=HEADER_BYTES,
            max_segment_count=allowed.files + FIELDS,
        )
        self._allowed = allowed
        self._fields_left = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        self._name = ""
        self._file: ArrivedFile | None = None
        self._text: list[bytes] = []

    @property
    def most(self) -> int:
        """Bytes."""
        of_files = self._allowed.files * (self._allowed.bytes_each + HEADER_BYTES)
        return of_files + int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

    @property
    def limit(self) -> str:
        """In words."""
        files = "1 file" if self._allowed.files == 1 else f"{self._allowed.files} files"
        return f"{files} of {self._allowed.bytes_each} bytes ({self._allowed.variable})"

    @property
    def content(self) -> io.BytesIO:
        """Nothing is left to be parsed."""
        return io.BytesIO()

    def feed(self, piece: bytes) -> None:
        """A further piece. Raises Problem 400, 413; StorageAway."""
        if not piece:
            return  # the parser takes it for the end
        try:
            for event in self._parser.parse(piece):
                if event is None:
                    self._end_part()
                elif isinstance(event, MultipartSegment):
                    self._begin_part(event)
                else:
                    self._add(bytes(event))
        except MultipartError as error:
            raise Problem(400, f"The form cannot be read: {str(error).rstrip('.')}.") from error

    def finish(self) -> None:
        """There are no more pieces. Raises Problem 400."""
        try:
            self._parser.close()
        except MultipartError as error:
            raise Problem(400, "The form ends in the middle; it was not sent as a whole.") from error
        self.data._mutable = False

    def close(self) -> None:
        """Remove what has not been stored."""
        for file in [self._file, *(one for _, files in self.files.lists() for one in files)]:
            if file:
                file.close()

    def _begin_part(self, part: MultipartSegment) -> None:
        if str(part.header("Content-Transfer-Encoding", "")).strip().lower() in AS_TEXT:
            raise Problem(400, "A part of this form has a Content-Transfer-Encoding; send it as it is.")
        given = _disposition(part)
        self._name = given.get("name", "").strip()
        if "filename" not in given:
            self._text = []
            return
        if sum(len(files) for _, files in self.files.lists()) >= self._allowed.files + FIELDS_AS_FILES:
            raise Problem(400, f"Send at most {self._allowed.files} files at once.")
        self._file = ArrivedFile(_harmless(given["filename"]), self._allowed)

    def _add(self, piece: bytes) -> None:
        if self._file:
            self._file.add(piece)
            return
        self._fields_left -= len(piece)
        if self._fields_left < 0:
            raise Problem(413, "The form fields are larger than 1 MiB.")
        self._text.append(piece)

    def _end_part(self) -> None:
        if self._file is None:
            self.data.appendlist(self._name, b"".join(self._text).decode(errors="replace"))
            return
        file, self._file = self._file, None
        file.end()
        if file.size or file.given_name:
            self.files.appendlist(self._name, file)
        else:
            file.close()  # a browser's way to say that no file was chosen


def _disposition(part: MultipartSegment) -> dict[str, str]:
    text = str(part.header("Content-Disposition", "")).encode("latin-1").decode(errors="replace")
    if plain := PLAIN.fullmatch(text):
        return {name: value for name, value in plain.groupdict().items() if value is not None}
    try:
        return parse_header_parameters(text)[1]
    except (ValueError, LookupError) as error:
        raise Problem(400, "The form cannot be read: the name of a file is written in no way that is known.") from error


def _harmless(name: str) -> str:
    """The last part of a path, without signs that do something; "" for the names of folders."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() or sign in JOINERS or unicodedata.category(sign) == "Zs")
    return "" if kept.strip() in {"", ".", ".."} else kept
