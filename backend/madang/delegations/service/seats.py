"""Seats: taken and given back by one conditional UPDATE each, so that the database decides who was first."""

from uuid import UUID

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.delegations.errors import SeatsTaken
from madang.delegations.models import Capacity, Seats


async def take_seat(db: AsyncSession, delegation_id: UUID, capacity: Capacity) -> None:
    """Take one seat. Errors: SeatsTaken."""
    free = update(Seats).where(
        col(Seats.delegation_id) == delegation_id,
        col(Seats.capacity) == capacity,
        col(Seats.taken) < col(Seats.seats),
    )
    taken = await db.exec(free.values(taken=col(Seats.taken) + 1).execution_options(synchronize_session=False))
    if not taken.rowcount:
        raise SeatsTaken(
            f"this delegation has no free seat for the capacity {capacity}",
            errors=[("/body/capacity", "all seats are taken")],
        )


async def give_seat_back(db: AsyncSession, delegation_id: UUID, capacity: Capacity) -> None:
    """Give a seat back that was taken before."""
    held = update(Seats).where(
        col(Seats.delegation_id) == delegation_id, col(Seats.capacity) == capacity, col(Seats.taken) > 0
    )
    await db.exec(held.values(taken=col(Seats.taken) - 1).execution_options(synchronize_session=False))
