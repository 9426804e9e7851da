"""What a link in a mail leads to: read and acknowledged without signing in. Its secret stands in no address."""

from fastapi import APIRouter, Request

from madang.accounts.errors import LinkUnknown
from madang.core.web import Db, Now, ReadDb, refusals
from madang.notices.schemas import NoticeLink, NoticePage
from madang.notices.service import own as service
from madang.notices.service.describing import show

router = APIRouter(prefix="/api/v1/notices", tags=["notices"])


@router.post("/page", response_model=NoticePage, responses=refusals(LinkUnknown))
async def open_notice(link: NoticeLink, request: Request, db: ReadDb, now: Now) -> NoticePage:
    """Say what the link of a mail is about; that acknowledges nothing."""
    return show(*await service.open_link(db, request.app.state.keyring, link.token, now), now)


@router.post("/acknowledge", response_model=NoticePage, responses=refusals(LinkUnknown))
async def acknowledge_notice(link: NoticeLink, request: Request, db: Db, now: Now) -> NoticePage:
    """Say that one has read it, by the link of its mail; the first time counts, however often it comes."""
    notice, announcement, edition = await service.open_link(db, request.app.state.keyring, link.token, now)
    await service.acknowledge(db, notice, now)
    return show(notice, announcement, edition, now)
