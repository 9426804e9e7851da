"""What the programme's use cases share."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Aggregate, Tombstone, flush
from madang.core.errors import InUse, Invalid, Taken
from madang.core.schemas import Input
from madang.core.slugs import free_key
from madang.programme import rules
from madang.programme.models import (
    Edition,
    EditionOrganisation,
    Option,
    ProgrammeSession,
    Room,
    SessionPerson,
    SessionTopic,
    Stop,
    Topic,
    Venue,
)

F = TypeVar("F", bound=Input)
C = TypeVar("C", Room, EditionOrganisation, SessionTopic, SessionPerson, Option, Stop)


def placed(child: C, position: int, **values: Any) -> C:
    """Return a child at its place in the list, with these values."""
    child.position = position
    for name, value in values.items():
        setattr(child, name, value)
    return child


def refuse(faults: Iterable[rules.Fault]) -> None:
    """Refuse with every fault that was found, if any. Errors: Invalid."""
    found = [(f"/body{pointer}", what) for pointer, what in faults]
    if found:
        pointer, what = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise Invalid(f"{pointer}: {what}{more}", errors=found)


def merge(current: F, changes: Input) -> F:
    """Return what a change makes of what is there."""
    return current.model_copy(update={name: getattr(changes, name) for name in changes.model_fields_set})


def key_taken(key: str) -> Taken:
    """Return the refusal of a key that is in use."""
    return Taken(f"the key {key!r} is in use", errors=[("/body/key", "is in use")])


def title_of(words: dict[str, str], default_language: str) -> str:
    """Return a title to make a key from."""
    return words.get(default_language) or next(iter(words.values()), "")


async def free_key_in(
    db: AsyncSession, model: type[Venue | Topic | ProgrammeSession], edition: Edition, wish: str
) -> str:
    """Return a key that no other of its kind in the edition has."""

    async def taken(key: str) -> bool:
        statement = select(model.id).where(model.edition_id == edition.id, model.key == key)
        return (await db.exec(statement)).first() is not None

    return await free_key(taken, wish)


async def bury(db: AsyncSession, row: Aggregate, kind: str, edition: Edition | None, now: datetime, used: str) -> None:
    """Delete a row and leave its tombstone. Errors: InUse, saying what `used` says, while something refers to it."""
    row_id: UUID = row.id  # type: ignore[attr-defined]
    await db.delete(row)
    db.add(Tombstone(id=row_id, kind=kind, edition_id=edition.id if edition else None, deleted_at=now))
    await flush(db, InUse(used))
