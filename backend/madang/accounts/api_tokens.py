"""What an API token looks like: a prefix that secret scanners find, random letters, and a checksum. All pure.

The checksum lets a typing error be refused without asking the database; it protects nothing.
"""

import hashlib
import secrets
import zlib

PREFIX = "madang_pat_"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_RANDOM, _CHECKSUM = 32, 6
LENGTH = len(PREFIX) + _RANDOM + _CHECKSUM


def make_token() -> str:
    """Return a fresh token of 190 random bits."""
    start = PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return start + checksum(start)


def checksum(start: str) -> str:
    """Return six letters that follow from the others."""
    number = zlib.crc32(start.encode())
    letters = []
    for _ in range(_CHECKSUM):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(reversed(letters))


def find_digest(token: str) -> str | None:
    """Return the SHA-256 by which a token is kept, or None when it cannot be one."""
    if len(token) != LENGTH or not token.isascii() or not token.startswith(PREFIX):
        return None
    start, given = token[:-_CHECKSUM], token[-_CHECKSUM:]
    return digest(token) if checksum(start) == given else None


def digest(token: str) -> str:
    """Return the SHA-256 of a token: it is random enough for a fast hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def beginning_of(token: str) -> str:
    """Return as much of a token as people know it by."""
    return token[: len(PREFIX) + 4]
