"""Argon2id, off the event loop."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from madang.accounts.rules import PASSWORD_LONGEST_GUESS, find_password_fault

_AT_ONCE = 4  # each takes its memory: a crowd waits rather than fills the machine


class Passwords:
    """Hashes and verifies; an unknown account costs as much as a known one.

    Slow by intent: no request holds a transaction meanwhile.
    """

    def __init__(self, *, time_cost: int = 3, memory_kib: int = 65536, parallelism: int = 1) -> None:
        # At least OWASP's recommendation for Argon2id: 46 MiB and one pass, or 19 MiB and two.
        self._hasher = PasswordHasher(
            time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism, type=Type.ID
        )
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="argon2")
        # Judging holds Python's one lock for as long as it takes: one at a time leaves room for everybody else.
        self._judge = ThreadPoolExecutor(1, thread_name_prefix="judge")
        self._nobody = self._hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """Return the hash to keep. Errors: ValueError for what could never be verified."""
        if len(password) > PASSWORD_LONGEST_GUESS:
            raise ValueError(f"a password has at most {PASSWORD_LONGEST_GUESS} characters")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right; `stored` None (no such account) takes as long and is never right.

        So is, at once and for everybody, what is too long to be anybody's.
        """
        if len(password) > PASSWORD_LONGEST_GUESS:
            return False
        loop = asyncio.get_running_loop()
        right = await loop.run_in_executor(self._threads, self._verify, stored or self._nobody, password)
        return right and stored is not None

    async def find_fault(self, password: str, email: str) -> str | None:
        """Return why a new password is refused, or None."""
        return await asyncio.get_running_loop().run_in_executor(self._judge, find_password_fault, password, email)

    def _hash(self, password: str) -> str:
        return self._hasher.hash(_spelt(password))

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, _spelt(password))
        except (VerificationError, InvalidHashError):
            return False


def _spelt(password: str) -> bytes:
    # Keyboards differ in how they compose letters (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
