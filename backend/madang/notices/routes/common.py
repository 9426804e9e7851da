"""What routes of notices share: who may, and how an announcement is answered."""

from typing import Annotated

from fastapi import Response, Security
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller, Scope, current_caller
from madang.core.web import expect, say_version
from madang.notices.models import Announcement
from madang.notices.schemas import AnnouncementDetail
from madang.notices.service.describing import describe

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.NOTICES_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.NOTICES_WRITE])]
# Telephone numbers are participants' own.
Phoning = Annotated[Caller, Security(current_caller, scopes=[Scope.NOTICES_READ, Scope.PARTICIPANTS_READ])]


async def answer(db: AsyncSession, response: Response, announcement: Announcement) -> AnnouncementDetail:
    """Return an announcement as it stands, with its version."""
    shown = await describe(db, announcement)
    say_version(response, shown.version)
    return shown


async def expect_announcement(db: AsyncSession, announcement: Announcement, version: int) -> None:
    """Refuse what was decided on another version of it than this. Errors: Stale, with the current one."""
    if announcement.version != version:
        expect(version, await describe(db, announcement))
