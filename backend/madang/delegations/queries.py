"""Every `select` of delegations, and which of them a caller may see."""

from uuid import UUID

from sqlalchemy.orm import selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.accounts.access import Caller
from madang.accounts.models import Role
from madang.core.errors import NotFound
from madang.delegations.models import Delegation
from madang.programme.models import Edition


def visible_delegations(caller: Caller, edition: Edition) -> SelectOfScalar[Delegation]:
    """Return the delegations of an edition that a caller may see: an organiser all, a focal point their own."""
    statement = select(Delegation).where(Delegation.edition_id == edition.id)
    statement = statement.options(selectinload(Delegation.seats))  # type: ignore[arg-type]
    if Role.ORGANISER in caller.roles_in(edition.id):
        return statement
    return statement.where(Delegation.focal_account_id == caller.account_id)


async def get_delegation(
    db: AsyncSession, caller: Caller, edition: Edition, delegation_id: UUID, *, lock: bool = False
) -> Delegation:
    """Return a delegation with its seats. Errors: NotFound, also when it is somebody else's."""
    statement = visible_delegations(caller, edition).where(Delegation.id == delegation_id)
    found = (await db.exec(statement.with_for_update(of=Delegation) if lock else statement)).one_or_none()
    if found is None:
        raise NotFound("there is no such delegation in this edition")
    return found


async def find_delegations(db: AsyncSession, ids: set[UUID]) -> dict[UUID, Delegation]:
    """Return delegations by id in one statement, whoever asks: for who is named beside them."""
    found = await db.exec(select(Delegation).where(col(Delegation.id).in_(ids)))
    return {delegation.id: delegation for delegation in found.all()}


async def find_delegations_by_key(db: AsyncSession, edition_id: UUID, keys: set[str]) -> dict[str, Delegation]:
    """Return delegations of an edition by their keys, in one statement."""
    statement = select(Delegation).where(Delegation.edition_id == edition_id, col(Delegation.key).in_(keys))
    return {delegation.key: delegation for delegation in (await db.exec(statement)).all()}
