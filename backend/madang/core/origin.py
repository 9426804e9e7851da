"""Where a change comes from: carried by every writing transaction, and kept by the audit log."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

_KEY = "origin"


class OriginKind(StrEnum):
    """How somebody, or something, came to act."""

    NOBODY = "nobody"
    LOGIN = "login"
    API_TOKEN = "api_token"  # noqa: S105 -- a kind
    COMMAND = "command"
    WORKER = "worker"


@dataclass(frozen=True)
class Origin:
    """Who acts, by what, from which network address, in which request."""

    kind: OriginKind = OriginKind.NOBODY
    account_id: UUID | None = None
    token_id: UUID | None = None
    address: str | None = None
    request_id: str = ""


def set_origin(db: AsyncSession, origin: Origin) -> None:
    """Say where everything comes from that this transaction does."""
    db.sync_session.info[_KEY] = origin


def find_origin(session: Session) -> Origin | None:
    """Return where a transaction comes from; None where that was not said, as in tests that prepare something."""
    origin: Origin | None = session.info.get(_KEY)
    return origin


def origin_of(db: AsyncSession) -> Origin:
    """Return where this transaction comes from; nobody, unless it was said."""
    origin: Origin = db.sync_session.info.get(_KEY, Origin())
    return origin
