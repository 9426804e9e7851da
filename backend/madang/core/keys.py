"""Secrets of the installation: one purpose, one key."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FILE_NAME = "secret.key"


class Keyring:
    """Keys derived by HKDF (RFC 5869) from the installation's secrets, newest first."""

    def __init__(self, secrets_newest_first: Sequence[str]) -> None:
        if not secrets_newest_first:
            raise ValueError("a keyring needs at least one secret")
        self._secrets = [secret.encode() for secret in secrets_newest_first]

    def newest(self, purpose: str) -> bytes:
        """Return the 32-byte key to sign or encrypt with for `purpose`."""
        return self.every(purpose)[0]

    def every(self, purpose: str) -> list[bytes]:
        """Return the keys to verify or decrypt with, newest first."""
        return [
            HKDF(algorithm=SHA256(), length=32, salt=None, info=f"madang:{purpose}".encode()).derive(secret)
            for secret in self._secrets
        ]


def ensure_data_dir(data_dir: Path) -> None:
    """Make the data folder where it is missing, for its owner alone; one that is there stays as it is."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)


def ensure_secret_file(data_dir: Path) -> str:
    """Return the secret of an embedded installation, made at the first start with mode 0600.

    Safe when two processes start at once: the first to create the file wins, the other reads it.
    """
    path = data_dir / _FILE_NAME
    ensure_data_dir(data_dir)
    draft = data_dir / f"{_FILE_NAME}.{secrets.token_hex(8)}"
    if not path.exists():
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
