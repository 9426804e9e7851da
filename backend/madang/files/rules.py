"""Which files are taken, and whether one is what it says. All pure."""

import io
import zipfile
from enum import StrEnum
from pathlib import PurePath

import puremagic

PIECE_BYTES = 1_048_576  # one request carries no more, so that a lost connection costs little
MOST_FILES = 200  # of one account
_HEAD_BYTES = 65_536


class MediaType(StrEnum):
    """What is taken."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


_BEGINNINGS = {MediaType.PDF: b"%PDF-", MediaType.JPEG: b"\xff\xd8\xff", MediaType.PNG: b"\x89PNG\r\n\x1a\n"}
_ZIP = b"PK\x03\x04"
_MAIN_PARTS = {
    MediaType.DOCX: "word/document.xml",
    MediaType.PPTX: "ppt/presentation.xml",
    MediaType.XLSX: "xl/workbook.xml",
}
_ENDINGS = {MediaType.JPEG: (".jpg", ".jpeg")}


def endings(media_type: MediaType) -> tuple[str, ...]:
    """Return the endings that names of such files bear, the usual one first."""
    return _ENDINGS.get(media_type, (f".{media_type.name.lower()}",))


def is_what_it_says(media_type: MediaType, content: bytes) -> bool:
    """Whether content is of a media type: by its signature, an office document by its parts, too.

    One with macros in it is none. The parts' names are read, nothing is unpacked.
    """
    # puremagic also finds signatures further down and at the end: what begins otherwise is something else.
    if not content.startswith(_BEGINNINGS.get(media_type, _ZIP)):
        return False
    try:
        found = {match.mime_type for match in puremagic.magic_string(content[:_HEAD_BYTES])}
    except puremagic.PureError:
        return False
    if media_type not in found:
        return False
    main_part = _MAIN_PARTS.get(media_type)
    return main_part is None or _has_part(content, main_part)


_MAX_DIRECTORY = 1_048_576


def _has_part(content: bytes, main_part: str) -> bool:
    # Reading a directory of a million names costs what no document does: its size stands at the end of the file.
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(content[end + 12 : end + 16], "little") > _MAX_DIRECTORY:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {entry.filename for entry in package.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    macros = any(PurePath(name).name.lower() == "vbaproject.bin" for name in names)
    return {"[Content_Types].xml", main_part} <= names and not macros


def download_name(name: str, media_type: MediaType) -> str:
    """Return under which name a file is saved: as it was called, with the ending of what it is."""
    known = endings(media_type)
    # What would be a folder, a hidden file or a quoted word somewhere.
    plain = "".join("_" if character in '/\\:*?"<>|' else character for character in name).lstrip(". ") or "file"
    return plain if PurePath(plain).suffix.lower() in known else f"{plain}{known[0]}"
