"""What one was told, and that one has read it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.core.errors import NotFound
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.web import Db, EditionSlug, Now, Paging, ReadDb, Retryable, RetryableRoute, make_page, refusals
from madang.notices.queries import own as queries
from madang.notices.schemas import NoticePage
from madang.notices.service import own as service
from madang.notices.service.describing import show
from madang.participants.access import Owner
from madang.participants.queries.care import get_own_registration

router = APIRouter(
    prefix="/api/v1/me/registrations/{edition}/notices", tags=["registration"], route_class=RetryableRoute
)

_OWN = (Unauthenticated, LoginNeeded, NotFound)


@router.get("", response_model=Page[NoticePage], responses=refusals(*_OWN))
async def list_own_notices(
    slug: EditionSlug, request: Request, response: Response, caller: Owner, db: ReadDb, page: Paging, now: Now
) -> dict[str, Any]:
    """List what the caller was told, the newest first; `banner` is what is urgent still."""
    registration, edition = await get_own_registration(db, caller.account_id, slug)
    found = await queries.list_own(db, registration.id, page)
    items = [show(notice, announcement, edition, now) for notice, announcement in found.items]
    return make_page(request, response, Found(items, found.next_cursor))


@router.post("/{notice_id}/acknowledge", response_model=NoticePage, responses=refusals(*_OWN))
async def acknowledge_own_notice(
    slug: EditionSlug, notice_id: UUID, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> NoticePage:
    """Say that one has read it; the first time counts."""
    registration, edition = await get_own_registration(db, caller.account_id, slug)
    notice, announcement = await queries.get_own(db, registration.id, notice_id)
    await service.acknowledge(db, notice, now)
    return show(notice, announcement, edition, now)
