"""Lists of participants: by name, by what a name begins with, by when they changed, each along an index."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.accounts.access import Caller
from madang.accounts.models import Account, Role
from madang.core.db import Tombstone
from madang.core.pages import Found, PageRequest, fetch_page
from madang.core.text import search_key
from madang.participants.models import (
    Consent,
    OrganiserMessage,
    ParticipantKind,
    Registration,
    RegistrationEvent,
    RegistrationName,
    RegistrationStatus,
)
from madang.participants.queries.registrations import find_recipients, visible_registrations
from madang.programme.models import Edition

REGISTRATION = "registration"
_AT_ONCE = 500
_LAST = "\U0010ffff"  # no word goes on with it


@dataclass(frozen=True)
class Filters:
    """Which participants are looked for; None: all of them."""

    status: RegistrationStatus | None = None
    kind: ParticipantKind | None = None
    delegation_id: UUID | None = None
    country: str | None = None
    ids: tuple[UUID, ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()

    def apply(self, statement: SelectOfScalar[Registration]) -> SelectOfScalar[Registration]:
        """Return the statement of what fits. Who was erased is in no list."""
        statement = statement.where(col(Registration.erased_at).is_(None))
        for column, value in (
            (col(Registration.status), self.status),
            (col(Registration.kind), self.kind),
            (col(Registration.delegation_id), self.delegation_id),
            (col(Registration.country), self.country),
        ):
            if value is not None:
                statement = statement.where(column == value)
        return statement.where(col(Registration.id).in_(self.ids)) if self.ids else statement


def is_organiser(caller: Caller, edition: Edition) -> bool:
    """Whether a caller reads all of a participant, not only what a partner is given."""
    return Role.ORGANISER in caller.roles_in(edition.id)


async def list_by_name(
    db: AsyncSession, caller: Caller, edition: Edition, filters: Filters, page: PageRequest
) -> Found[Registration]:
    """Return a page of participants by the name on the badge."""
    return await fetch_page(
        db,
        filters.apply(await visible_registrations(db, caller, edition)),
        keys=[col(Registration.sort_name), col(Registration.id)],
        key_of=lambda row: (row.sort_name, row.id),
        page=page,
    )


async def list_by_change(
    db: AsyncSession, caller: Caller, edition: Edition, filters: Filters, page: PageRequest
) -> Found[Registration]:
    """Return a page of participants, what changed last first."""
    return await fetch_page(
        db,
        filters.apply(await visible_registrations(db, caller, edition)),
        keys=[col(Registration.updated_at), col(Registration.id)],
        key_of=lambda row: (row.updated_at, row.id),
        page=page,
        descending=True,
    )


async def list_changed(
    db: AsyncSession, caller: Caller, edition: Edition, since: datetime, page: PageRequest
) -> Found[Registration]:
    """Return a page of what changed since some moment, in the order of the changes."""
    statement = Filters().apply(await visible_registrations(db, caller, edition))
    return await fetch_page(
        db,
        statement.where(col(Registration.updated_at) >= since),
        keys=[col(Registration.updated_at), col(Registration.id)],
        key_of=lambda row: (row.updated_at, row.id),
        page=page,
    )


async def list_gone(db: AsyncSession, caller: Caller, edition: Edition, since: datetime) -> list[UUID]:
    """Return who was removed or erased since some moment; for a partner, also who consents no longer or comes no more.

    A partner learns only of people who had consented to them once.
    """
    if is_organiser(caller, edition):
        buried = select(Tombstone.id).where(
            Tombstone.kind == REGISTRATION, Tombstone.edition_id == edition.id, col(Tombstone.deleted_at) >= since
        )
        erased = select(Registration.id).where(
            Registration.edition_id == edition.id, col(Registration.erased_at) >= since
        )
        return [*(await db.exec(buried)).all(), *(await db.exec(erased)).all()]
    consented = select(Consent.registration_id).where(
        col(Consent.recipient).in_(await find_recipients(db, caller, edition))
    )
    visible = Filters().apply(await visible_registrations(db, caller, edition)).with_only_columns(col(Registration.id))
    over = select(Registration.id).where(
        Registration.edition_id == edition.id,
        col(Registration.id).in_(consented),
        col(Registration.updated_at) >= since,
        col(Registration.id).not_in(visible),
    )
    return list((await db.exec(over)).all())


def _begins(column: Any, prefix: str) -> Any:
    return (column >= prefix) & (column < prefix + _LAST)


def and_column(statement: SelectOfScalar[Registration], column: Any) -> Any:
    """Return a statement of pairs: what fits, and a column or expression beside it."""
    where: Any = statement.whereclause
    return select(Registration, column).where(where)


async def search(
    db: AsyncSession, caller: Caller, edition: Edition, filters: Filters, name: str, page: PageRequest
) -> Found[Registration]:
    """Return a page of participants of whose names some word begins so, for every word of `name`.

    The longest word leads through the index of words, in whose order the page is: nothing is sorted, however many
    there are. Whoever is found by several words of their names comes with the first of them. A partner searches the
    name on the badge only, which is the one that they may read.
    """
    words = sorted(search_key(name).split(), key=len, reverse=True)
    if not words:
        return await list_by_name(db, caller, edition, filters, page)
    statement = filters.apply(await visible_registrations(db, caller, edition))
    if not is_organiser(caller, edition):
        for word in words:
            prefix = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            sort_name = col(Registration.sort_name)
            statement = statement.where(
                sort_name.like(f"{prefix}%", escape="\\") | sort_name.like(f"% {prefix}%", escape="\\")
            )
        keys = [col(Registration.sort_name), col(Registration.id)]
        return await fetch_page(db, statement, keys=keys, key_of=lambda row: (row.sort_name, row.id), page=page)
    leading, *others = words
    hit, earlier = aliased(RegistrationName), aliased(RegistrationName)
    pairs = and_column(statement, col(hit.word)).join(hit, col(hit.registration_id) == col(Registration.id))
    before = select(earlier.word).where(
        earlier.registration_id == hit.registration_id,
        _begins(col(earlier.word), leading),
        col(earlier.word) < col(hit.word),
    )
    pairs = pairs.where(col(hit.edition_id) == edition.id, _begins(col(hit.word), leading), ~before.exists())
    for word in others:
        other = aliased(RegistrationName)
        same = select(other.word).where(other.registration_id == hit.registration_id, _begins(col(other.word), word))
        pairs = pairs.where(same.exists())
    found: Found[Any] = await fetch_page(
        db,
        pairs,
        keys=[col(hit.word), col(hit.registration_id)],
        key_of=lambda row: (row[1], row[0].id),
        page=page,
    )
    return Found([row[0] for row in found.items], found.next_cursor)


async def walk(
    db: AsyncSession, caller: Caller, edition: Edition, filters: Filters
) -> AsyncIterator[Sequence[Registration]]:
    """Give all that fits by name, a few hundred at a time: what is in memory does not grow."""
    statement = filters.apply(await visible_registrations(db, caller, edition))
    keys = (col(Registration.sort_name), col(Registration.id))
    last: Registration | None = None
    while True:
        batch = statement.order_by(*keys).limit(_AT_ONCE)
        if last is not None:
            after = (keys[0] > last.sort_name) | ((keys[0] == last.sort_name) & (keys[1] > last.id))
            batch = batch.where(keys[0] >= last.sort_name, after)
        rows = (await db.exec(batch)).all()
        if not rows:
            return
        yield rows
        last = rows[-1]
        db.expunge_all()


async def count_by_status(
    db: AsyncSession, edition: Edition
) -> Sequence[tuple[ParticipantKind, RegistrationStatus, int]]:
    """Return how many of each kind stand where, those that were erased included."""
    kind, status = col(Registration.kind), col(Registration.status)
    counted = select(kind, status, func.count()).where(Registration.edition_id == edition.id)
    return (await db.exec(counted.group_by(kind, status).order_by(kind, status))).all()


async def list_events(db: AsyncSession, registration_id: UUID) -> Sequence[tuple[RegistrationEvent, str | None]]:
    """Return what happened to a registration, the latest first, and the address of who did it."""
    statement = (
        select(RegistrationEvent, Account.email_as_typed)
        .join(Account, col(Account.id) == col(RegistrationEvent.account_id), isouter=True)
        .where(RegistrationEvent.registration_id == registration_id)
    )
    return (await db.exec(statement.order_by(col(RegistrationEvent.id).desc()))).all()


async def list_consents(db: AsyncSession, registration_id: UUID) -> Sequence[Consent]:
    """Return the consents of a registration in their order."""
    statement = select(Consent).where(Consent.registration_id == registration_id)
    return (await db.exec(statement.order_by(col(Consent.id)))).all()


async def lock_registrations(
    db: AsyncSession, caller: Caller, edition: Edition, ids: Sequence[UUID]
) -> dict[UUID, Registration]:
    """Return registrations by id, locked in one order, so that two who lock the same wait for each other only once."""
    statement = (await visible_registrations(db, caller, edition)).where(
        col(Registration.id).in_(ids), col(Registration.erased_at).is_(None)
    )
    found = await db.exec(statement.order_by(col(Registration.id)).with_for_update(of=Registration))
    return {registration.id: registration for registration in found.all()}


async def find_by_keys(
    db: AsyncSession, edition: Edition, *, ids: Sequence[UUID], emails: Sequence[str]
) -> Sequence[Registration]:
    """Return the registrations of an edition with these ids or addresses, locked, a few hundred at a time."""
    found: dict[UUID, Registration] = {}
    for column, values in ((col(Registration.id), ids), (col(Registration.email), emails)):
        for start in range(0, len(values), _AT_ONCE):
            wanted = column.in_(values[start : start + _AT_ONCE])
            statement = select(Registration).where(Registration.edition_id == edition.id, wanted)
            rows = await db.exec(statement.order_by(col(Registration.id)).with_for_update())
            found.update({row.id: row for row in rows.all()})
    return list(found.values())


async def find_recipients_of(db: AsyncSession, caller: Caller, edition: Edition, filters: Filters) -> Sequence[UUID]:
    """Return the ids of all that fit, in their order."""
    fitting: Any = filters.apply(await visible_registrations(db, caller, edition))
    found = await db.exec(fitting.with_only_columns(Registration.id).order_by(Registration.id))
    return list(found.all())


async def first_by_language(
    db: AsyncSession, caller: Caller, edition: Edition, filters: Filters
) -> Sequence[Registration]:
    """Return of all that fit the first in each language."""
    fitting = filters.apply(await visible_registrations(db, caller, edition))
    firsts = fitting.with_only_columns(func.min(col(Registration.email))).group_by(col(Registration.language))
    statement = select(Registration).where(Registration.edition_id == edition.id, col(Registration.email).in_(firsts))
    return (await db.exec(statement.order_by(col(Registration.language)))).all()


async def find_message(db: AsyncSession, message_id: UUID) -> OrganiserMessage | None:
    """Return what organisers wrote to many."""
    return (await db.exec(select(OrganiserMessage).where(OrganiserMessage.id == message_id))).one_or_none()
