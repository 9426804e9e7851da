"""Where mails go: to an SMTP server, or into a folder where none is set. The only importer of aiosmtplib."""

import email.policy
import functools
import os
import ssl
from abc import ABC, abstractmethod
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib

from madang.outbox.models import DeliveryResult

_SECONDS = 30
_POLICY = email.policy.SMTP


class Deferred(Exception):
    """Not now: the server is gone, busy or hung up. Worth another try."""


class Refused(Exception):
    """Not ever: the server does not take this mail or its address."""


class Mailer(ABC):
    """Takes one mail to where it can be read."""

    sender: str

    @abstractmethod
    async def send(self, message_id: UUID, mail: EmailMessage) -> tuple[DeliveryResult, str]:
        """Deliver a mail; return how, and what was answered. Errors: Deferred, Refused."""


class Folder(Mailer):
    """Leaves mails as files that a mail program opens: for an installation without a server."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def path(self, message_id: UUID) -> Path:
        """Return where a mail lies."""
        return self.folder / f"{message_id}.eml"

    async def send(self, message_id: UUID, mail: EmailMessage) -> tuple[DeliveryResult, str]:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = self.path(message_id).with_suffix(".draft")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(mail.as_bytes(policy=_POLICY.clone(cte_type="8bit", utf8=True)))
            draft.replace(self.path(message_id))
        except OSError as problem:
            raise Deferred(f"the folder of mails: {problem.strerror}") from problem
        return DeliveryResult.FILED, self.path(message_id).name


class Smtp(Mailer):
    """Hands mails to the server of an address: smtp://, smtp+starttls:// or smtps://user:password@host:port."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self.sender = sender
        self._host = parts.hostname or "localhost"
        self._port = parts.port or {"smtps": 465}.get(parts.scheme, 587 if parts.username else 25)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._tls = parts.scheme == "smtps"
        # None: used where the server offers it, but then its certificate counts.
        self._start_tls = {"smtp": None, "smtp+starttls": True, "smtps": False}[parts.scheme]

    async def send(self, _message_id: UUID, mail: EmailMessage) -> tuple[DeliveryResult, str]:
        try:
            _, answer = await aiosmtplib.send(
                mail,
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls,
                start_tls=self._start_tls,
                timeout=_SECONDS,
                tls_context=_trusted(),
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _sort(refused.recipients[0].code, refused.recipients[0].message) from refused
        except aiosmtplib.SMTPAuthenticationError as refused:
            # Our own settings are wrong, not the mail.
            raise Deferred(f"the server does not let us in: {refused.code}") from refused
        except aiosmtplib.SMTPNotSupported as refused:
            raise Refused("the server takes no address with letters beyond ASCII") from refused
        except aiosmtplib.SMTPResponseException as refused:
            raise _sort(refused.code, refused.message) from refused
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as problem:
            raise Deferred(f"the server cannot be reached: {type(problem).__name__}") from problem
        return DeliveryResult.SENT, _line(answer)


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Return whom TLS trusts: reading all authorities takes 20 ms of the event loop, too much for each mail."""
    return ssl.create_default_context()


def _sort(code: int, message: str) -> Exception:
    said = f"{code} {_line(message)}"
    return Refused(said) if 500 <= code < 600 else Deferred(said)


def _line(answer: str) -> str:
    return " ".join(answer.split())[:400]
