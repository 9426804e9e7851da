"""Whoever signed in, for what is their own in an edition: a dependency for the routes of every domain."""

from typing import Annotated

from fastapi import Depends, Request

from madang.accounts.access import SignedInCaller, settled_caller
from madang.core.db import Database
from madang.core.web import Now, writing
from madang.participants import queries, service


async def _owner(
    request: Request, caller: Annotated[SignedInCaller, Depends(settled_caller)], now: Now
) -> SignedInCaller:
    """Return a caller to whom every registration belongs that bears their address.

    Claimed in a short transaction of its own and only where there is something to claim: reading one's own takes no
    write lock.
    """
    database: Database = request.app.state.database
    async with database.read() as db:
        unclaimed = await queries.has_unclaimed(db, caller.account_id)
    if unclaimed:
        async with writing(request) as db:
            await service.claim(db, caller.account_id, now)
    return caller


Owner = Annotated[SignedInCaller, Depends(_owner)]
"""Whoever signed in, for what is their own in an edition."""
