"""Where the bytes of files lie: one file each under its id, beside the database. The only module that touches them.

A sealed file is a row of records, one a piece that was received: the piece's length, then nonce and ciphertext
(AES-GCM). A record opens only in its file and at its place, so that none can be taken out, moved or added.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from madang.core.keys import Keyring
from madang.core.sealing import Unsealable

_PURPOSE = "file"
_LENGTH = struct.Struct(">I")
_NONCE_BYTES, _TAG_BYTES = 12, 16
_READ_BYTES = 262_144


@dataclass(frozen=True)
class FileStore:
    """A folder of files. Its methods wait for the disk: call them in a thread."""

    folder: Path
    keyring: Keyring

    def path(self, file_id: UUID) -> Path:
        """Return where a file lies. The end of an id is random, its beginning is the time."""
        return self.folder / file_id.hex[-2:] / file_id.hex

    def write(self, file_id: UUID, offset: int, piece: bytes, *, sealed: bool) -> None:
        """Write a piece at `offset`; what lies behind it, left by a request that failed, is cut off.

        Errors: Unsealable when less than `offset` is there.
        """
        path = self.path(file_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            end = _end_of_records(file, offset) if sealed else offset
            file.seek(end)
            file.truncate()
            file.write(self._seal(file_id, offset, piece) if sealed else piece)
            file.flush()
            os.fsync(file.fileno())

    def read(self, file_id: UUID, *, sealed: bool) -> Iterator[bytes]:
        """Give the content from the beginning. Errors: Unsealable; FileNotFoundError."""
        with self.path(file_id).open("rb") as file:
            if sealed:
                yield from self._unseal(file_id, file)
                return
            while part := file.read(_READ_BYTES):
                yield part

    def remove(self, file_id: UUID) -> None:
        """Remove a file; one that is not there is removed already."""
        self.path(file_id).unlink(missing_ok=True)

    def ids_before(self, moment: datetime) -> Iterator[UUID]:
        """Give the ids of files that were last written before some moment."""
        for path in self.folder.glob("??/*"):
            with suppress(ValueError, FileNotFoundError):
                if path.stat().st_mtime < moment.timestamp():
                    yield UUID(hex=path.name)

    def _seal(self, file_id: UUID, offset: int, piece: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self.keyring.newest(_PURPOSE)).encrypt(nonce, piece, _place(file_id, offset))
        return _LENGTH.pack(len(piece)) + nonce + sealed

    def _unseal(self, file_id: UUID, file: BinaryIO) -> Iterator[bytes]:
        keys = [AESGCM(key) for key in self.keyring.every(_PURPOSE)]
        offset = 0
        while head := file.read(_LENGTH.size):
            (length,) = _LENGTH.unpack(head)
            nonce = file.read(_NONCE_BYTES)
            piece = _open(keys, nonce, file.read(length + _TAG_BYTES), _place(file_id, offset))
            offset += length
            yield piece


def _place(file_id: UUID, offset: int) -> bytes:
    return file_id.bytes + offset.to_bytes(8, "big")


def _open(keys: list[AESGCM], nonce: bytes, sealed: bytes, place: bytes) -> bytes:
    for key in keys:
        with suppress(InvalidTag, ValueError):
            return key.decrypt(nonce, sealed, place)
    raise Unsealable("a sealed file does not open")


def _end_of_records(file: BinaryIO, offset: int) -> int:
    """Return where in the file the records end that hold the first `offset` bytes of content."""
    position = reached = 0
    while reached < offset:
        file.seek(position)
        head = file.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            break
        (length,) = _LENGTH.unpack(head)
        position += _LENGTH.size + _NONCE_BYTES + length + _TAG_BYTES
        reached += length
    if reached != offset:
        raise Unsealable("a sealed file has no record that ends there")
    return position
