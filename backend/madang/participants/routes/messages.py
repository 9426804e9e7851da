"""Organisers write to many participants at once."""

from typing import Any

from fastapi import APIRouter, Request, Response

from madang.accounts.queries import find_accounts
from madang.core.errors import Invalid, NotFound
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.web import Db, EditionSlug, Now, Paging, ReadDb, Retryable, RetryableRoute, make_page, refusals
from madang.participants.models import OrganiserMessage
from madang.participants.queries.requirements import page_messages
from madang.participants.routes.common import Writer
from madang.participants.schemas.messages import MessageCreate, MessagePreview, MessagePublic
from madang.participants.service import messages
from madang.programme.queries import get_edition

router = APIRouter(
    prefix="/editions/{edition}/participants/messages", tags=["participants"], route_class=RetryableRoute
)


def _describe(message: OrganiserMessage, by: str | None) -> MessagePublic:
    return MessagePublic(**message.model_dump(exclude={"by"}), by=by)


@router.get("", response_model=Page[MessagePublic], responses=refusals(NotFound))
async def list_messages(
    slug: EditionSlug, request: Request, response: Response, caller: Writer, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List what organisers wrote to participants, the newest first."""
    edition = await get_edition(db, caller, slug)
    found = await page_messages(db, edition, page)
    accounts = await find_accounts(db, (each.account_id for each in found.items))
    items = [
        _describe(each, accounts[each.account_id].email_as_typed if each.account_id in accounts else None)
        for each in found.items
    ]
    return make_page(request, response, Found(items, found.next_cursor))


@router.post("/preview", response_model=MessagePreview, responses=refusals(NotFound, Invalid))
async def preview_message(
    slug: EditionSlug, data: MessageCreate, request: Request, caller: Writer, db: Db, _retry: Retryable
) -> MessagePreview:
    """Show how many a message would go to and what the first of each language would read; nothing is sent."""
    edition = await get_edition(db, caller, slug)
    return await messages.preview(db, caller, edition, data, request.app.state.settings.base_url)


@router.post("", response_model=MessagePublic, status_code=201, responses=refusals(NotFound, Invalid))
async def send_message(
    slug: EditionSlug, data: MessageCreate, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> MessagePublic:
    """Write to many participants: a mail each, in their language."""
    edition = await get_edition(db, caller, slug, lock="shared")
    message = await messages.send(db, caller, edition, data, now)
    accounts = await find_accounts(db, [caller.account_id])
    return _describe(message, accounts[caller.account_id].email_as_typed)
