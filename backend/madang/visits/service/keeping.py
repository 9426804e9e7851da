"""What an edit of the programme may not take away: a visit, or an option of one, that people are assigned to."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.errors import InUse
from madang.programme.service import Dropped
from madang.visits.queries.rounds import list_given


async def refuse_dropping(db: AsyncSession, dropped: Sequence[Dropped]) -> None:
    """Do nothing if nobody loses a place, or the place in a waitlist. Errors: InUse, saying where and of what."""
    if not dropped:
        return
    given = await list_given(db, {each.session_id for each in dropped})
    sessions = {session_id for session_id, _ in given}
    held = [
        each
        for each in dropped
        if ((each.session_id, each.option_id) in given if each.option_id else each.session_id in sessions)
    ]
    if held:
        names = ", ".join(repr(each.name) for each in held)
        raise InUse(
            f"people are assigned to {names}: cancel the session or its stops, or withdraw the option, so that they "
            "hear of it",
            errors=[(each.pointer, f"{each.name!r} would go, and people are assigned to it") for each in held],
        )
