"""Organisers read what is about to be told, hold it back or send it, and see who has acknowledged."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.text import LanguageTag
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    make_page,
    refusals,
    say_version,
)
from madang.mails.notice_words import chat_text
from madang.notices.errors import AnnouncementOver
from madang.notices.models import Announcement
from madang.notices.queries import announcements as queries
from madang.notices.routes.common import Phoning, Reader, Writer, answer, expect_announcement
from madang.notices.schemas import (
    AnnouncementDetail,
    AnnouncementPublic,
    CallList,
    ChatText,
    NoticePublic,
    NoticeUpdate,
    UrgentCreate,
    UrgentPreview,
)
from madang.notices.service import sending, urgent
from madang.notices.service.describing import describe_all, describe_notices, make_call_list
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1/editions/{edition}/announcements", tags=["notices"], route_class=RetryableRoute)

_DECIDED = refusals(NotFound, Stale, VersionRequired, AnnouncementOver)


@router.get("", response_model=Page[AnnouncementPublic], responses=refusals(NotFound))
async def list_announcements(
    slug: EditionSlug, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List what people are or were told, the newest first. At most one announcement of changes is not sent yet."""
    edition = await get_edition(db, caller, slug)
    found = await queries.list_announcements(db, edition, page)
    return make_page(request, response, Found(await describe_all(db, found.items), found.next_cursor))


@router.post("/preview", response_model=UrgentPreview, responses=refusals(NotFound, Invalid))
async def preview_urgent_announcement(
    slug: EditionSlug, data: UrgentCreate, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> UrgentPreview:
    """Say to how many people something urgent would go; nothing is sent."""
    return await urgent.preview(db, await get_edition(db, caller, slug), data, now)


@router.post("", response_model=AnnouncementDetail, status_code=201, responses=refusals(NotFound, Invalid))
async def announce_urgently(
    slug: EditionSlug, data: UrgentCreate, response: Response, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> AnnouncementDetail:
    """Tell people something that cannot wait: a mail at once, and a banner on their pages until they acknowledge it."""
    edition = await get_edition(db, caller, slug, lock="shared")
    return await answer(db, response, await urgent.announce(db, edition, data, now))


@router.get("/{announcement_id}", response_model=AnnouncementDetail, responses=refusals(NotFound))
async def get_announcement(
    slug: EditionSlug, announcement_id: UUID, response: Response, caller: Reader, db: ReadDb
) -> AnnouncementDetail:
    """Read an announcement: everything that it tells, and to how many."""
    edition = await get_edition(db, caller, slug)
    return await answer(db, response, await queries.get_announcement(db, edition, announcement_id))


def _wanted(
    acknowledged: Annotated[
        bool | None, Query(description="Only who has acknowledged, or who was told and has not.")
    ] = None,
    bounced: Annotated[bool | None, Query(description="Only whose mail came back, or did not.")] = None,
    withheld: Annotated[bool | None, Query(description="Only from whom it is withheld, or is not.")] = None,
) -> queries.Wanted:
    return queries.Wanted(acknowledged=acknowledged, bounced=bounced, withheld=withheld)


@router.get("/{announcement_id}/notices", response_model=Page[NoticePublic], responses=refusals(NotFound))
async def list_notices(
    slug: EditionSlug,
    announcement_id: UUID,
    request: Request,
    response: Response,
    caller: Reader,
    db: ReadDb,
    page: Paging,
    wanted: Annotated[queries.Wanted, Depends(_wanted)],
) -> dict[str, Any]:
    """List who is told what, by name."""
    edition = await get_edition(db, caller, slug)
    announcement = await queries.get_announcement(db, edition, announcement_id)
    bounced = (await queries.find_bounced(db, [announcement.id])).get(announcement.id, set())
    found = await queries.list_notices(db, announcement, wanted, bounced, page)
    items = await describe_notices(db, announcement, found.items, bounced)
    return make_page(request, response, Found(items, found.next_cursor))


async def _get_to_decide(
    db: AsyncSession, caller: Writer, slug: str, announcement_id: UUID, version: int
) -> Announcement:
    edition = await get_edition(db, caller, slug)
    announcement = await queries.get_announcement(db, edition, announcement_id, lock=True)
    await expect_announcement(db, announcement, version)
    return announcement


@router.patch("/{announcement_id}/notices/{notice_id}", response_model=NoticePublic, responses=_DECIDED)
async def change_notice(
    slug: EditionSlug,
    announcement_id: UUID,
    notice_id: UUID,
    data: NoticeUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> NoticePublic:
    """Withhold a notice from one person, or let it go; `If-Match` is the announcement's version.

    What is withheld counts as known once the others are told. What that person would be told besides, they are.
    """
    announcement = await _get_to_decide(db, caller, slug, announcement_id, version)
    notice, registration = await queries.get_notice(db, announcement, notice_id)
    await sending.withhold(db, announcement, notice, now, withheld=data.withheld)
    say_version(response, announcement.version)
    return (await describe_notices(db, announcement, [(notice, registration)], set()))[0]


@router.post("/{announcement_id}/hold", response_model=AnnouncementDetail, responses=_DECIDED)
async def hold_announcement(
    slug: EditionSlug,
    announcement_id: UUID,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    _retry: Retryable,
    now: Now,
) -> AnnouncementDetail:
    """Hold an announcement back: it is brought up to date, and goes out only when an organiser sends it."""
    announcement = await _get_to_decide(db, caller, slug, announcement_id, version)
    await sending.hold(db, announcement, now)
    return await answer(db, response, announcement)


@router.post("/{announcement_id}/release", response_model=AnnouncementDetail, responses=_DECIDED)
async def release_announcement(
    slug: EditionSlug,
    announcement_id: UUID,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    _retry: Retryable,
    now: Now,
) -> AnnouncementDetail:
    """Send an announcement now: exactly what was read. What has changed since is announced next."""
    announcement = await _get_to_decide(db, caller, slug, announcement_id, version)
    await sending.send(db, announcement, now)
    return await answer(db, response, announcement)


@router.post("/{announcement_id}/discard", response_model=AnnouncementDetail, responses=_DECIDED)
async def discard_announcement(
    slug: EditionSlug,
    announcement_id: UUID,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    _retry: Retryable,
    now: Now,
) -> AnnouncementDetail:
    """Tell nobody: what has changed counts as known, and is not announced again."""
    announcement = await _get_to_decide(db, caller, slug, announcement_id, version)
    await sending.discard(db, announcement, now)
    return await answer(db, response, announcement)


@router.get("/{announcement_id}/chat-text", response_model=ChatText, responses=refusals(NotFound))
async def get_chat_text(
    slug: EditionSlug,
    announcement_id: UUID,
    request: Request,
    caller: Reader,
    db: ReadDb,
    lang: Annotated[LanguageTag | None, Query(description="In which language; else the edition's own.")] = None,
) -> ChatText:
    """Write an announcement as a text to paste into a chat: what concerns several people, nobody's own place."""
    edition = await get_edition(db, caller, slug)
    announcement = await queries.get_announcement(db, edition, announcement_id)
    language, text = chat_text(announcement, edition, lang, request.app.state.settings.base_url)
    return ChatText(language=language, text=text)


@router.get("/{announcement_id}/call-list", response_model=CallList, responses=refusals(NotFound))
async def take_call_list(slug: EditionSlug, announcement_id: UUID, caller: Phoning, db: Db, now: Now) -> CallList:
    """Take along who has not acknowledged, with telephone numbers; that is written down."""
    edition = await get_edition(db, caller, slug)
    announcement = await queries.get_announcement(db, edition, announcement_id)
    record(
        db,
        "announcement.call_list_taken",
        now,
        edition_id=edition.id,
        subject_kind="announcement",
        subject_id=announcement.id,
    )
    return await make_call_list(db, announcement, now)
