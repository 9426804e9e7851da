"""What is said about a plan: comments, suggestions, endorsements; by both doors."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.errors import Forbidden
from madang.action_plans.errors import (
    CommentOver,
    CommentsFull,
    EndorsementNeeded,
    FieldsInvalid,
    PlanLocked,
)
from madang.action_plans.queries import life as queries
from madang.action_plans.routes.common import OWN, OWN_PREFIX, PREFIX, Owner, Reader, Writer
from madang.action_plans.schemas.talk import (
    CommentSettled,
    PlanCommentGiven,
    PlanCommentPublic,
    PlanEndorsementGiven,
    PlanEndorsementPublic,
    PlanEndorsements,
)
from madang.action_plans.service import comments, endorsements
from madang.action_plans.service.common import Held, hold, hold_own
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.pages import Found, PageRequest
from madang.core.schemas import Page
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    make_page,
    refusals,
    say_version,
    send_file,
)
from madang.files.rules import MediaType, download_name
from madang.files.storage import FileStore

own = APIRouter(prefix=f"{OWN_PREFIX}/{{plan_id}}", tags=["action plans"], route_class=RetryableRoute)
office = APIRouter(prefix=f"{PREFIX}/{{plan_id}}", tags=["action plans"], route_class=RetryableRoute)

_BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document, as it was handed in.", "content": _BINARY}
}


async def _list_comments(
    db: AsyncSession, held: Held, request: Request, response: Response, page: PageRequest
) -> dict[str, Any]:
    found = await queries.list_comments(db, held.plan.id, page)
    items = await comments.describe_comments(db, held, found.items)
    return make_page(request, response, Found(items, found.next_cursor))


@own.get("/comments", response_model=Page[PlanCommentPublic], responses=refusals(*OWN))
async def list_own_plan_comments(
    plan_id: UUID, request: Request, response: Response, caller: Owner, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List what is said about a plan, settled or not, the oldest first."""
    return await _list_comments(db, await hold_own(db, caller, plan_id), request, response, page)


@office.get("/comments", response_model=Page[PlanCommentPublic], responses=refusals(NotFound))
async def list_plan_comments(
    slug: EditionSlug, plan_id: UUID, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List what is said about a plan, settled or not, the oldest first."""
    return await _list_comments(db, await hold(db, caller, slug, plan_id), request, response, page)


async def _comment(db: AsyncSession, held: Held, given: PlanCommentGiven, now: Now) -> PlanCommentPublic:
    comment = await comments.add_comment(db, held, given, now)
    return (await comments.describe_comments(db, held, [comment]))[0]


@own.post(
    "/comments",
    response_model=PlanCommentPublic,
    status_code=201,
    responses=refusals(*OWN, Invalid, CommentsFull),
)
async def comment_on_own_plan(
    plan_id: UUID, data: PlanCommentGiven, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> PlanCommentPublic:
    """Say something beside a field, suggest a value for it, or answer. The others get one mail a day at most."""
    return await _comment(db, await hold_own(db, caller, plan_id, lock=True), data, now)


@office.post(
    "/comments", response_model=PlanCommentPublic, status_code=201, responses=refusals(NotFound, Invalid, CommentsFull)
)
async def comment_on_plan(
    slug: EditionSlug, plan_id: UUID, data: PlanCommentGiven, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> PlanCommentPublic:
    """Say something beside a field, suggest a value for it, or answer. Its writers get one mail a day at most."""
    return await _comment(db, await hold(db, caller, slug, plan_id, lock=True), data, now)


_SETTLE = (CommentOver, Forbidden, Invalid)


async def _settle(db: AsyncSession, held: Held, comment_id: UUID, data: CommentSettled, now: Now) -> PlanCommentPublic:
    comment = await comments.settle_comment(db, held, comment_id, data.outcome, now)
    return (await comments.describe_comments(db, held, [comment]))[0]


@own.post(
    "/comments/{comment_id}/settle",
    response_model=PlanCommentPublic,
    responses=refusals(*OWN, *_SETTLE, PlanLocked, FieldsInvalid),
)
async def settle_own_plan_comment(
    plan_id: UUID, comment_id: UUID, data: CommentSettled, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> PlanCommentPublic:
    """Settle a comment. A suggestion that is accepted becomes the value of its field, as the caller's change."""
    return await _settle(db, await hold_own(db, caller, plan_id, lock=True), comment_id, data, now)


@office.post("/comments/{comment_id}/settle", response_model=PlanCommentPublic, responses=refusals(NotFound, *_SETTLE))
async def settle_plan_comment(
    slug: EditionSlug,
    plan_id: UUID,
    comment_id: UUID,
    data: CommentSettled,
    caller: Writer,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> PlanCommentPublic:
    """Settle what organisers said; only whoever writes the plan accepts a suggestion."""
    return await _settle(db, await hold(db, caller, slug, plan_id, lock=True), comment_id, data, now)


@own.get("/endorsements", response_model=PlanEndorsements, responses=refusals(*OWN))
async def get_own_plan_endorsements(plan_id: UUID, caller: Owner, db: ReadDb) -> PlanEndorsements:
    """List who stands behind a plan, the earliest first."""
    held = await hold_own(db, caller, plan_id)
    return await endorsements.describe_endorsements(db, await queries.list_endorsements(db, held.plan.id))


@office.get("/endorsements", response_model=PlanEndorsements, responses=refusals(NotFound))
async def get_plan_endorsements(slug: EditionSlug, plan_id: UUID, caller: Reader, db: ReadDb) -> PlanEndorsements:
    """List who stands behind a plan, the earliest first."""
    held = await hold(db, caller, slug, plan_id)
    return await endorsements.describe_endorsements(db, await queries.list_endorsements(db, held.plan.id))


async def _send_document(db: AsyncSession, held: Held, endorsement_id: UUID, request: Request) -> StreamingResponse:
    store: FileStore = request.app.state.files
    file = await endorsements.get_document(db, held, endorsement_id)
    content = store.read(file.id, sealed=file.sealed)
    name = download_name(file.name, MediaType(file.media_type))
    return await send_file(content, name=name, media_type=file.media_type, size=file.size)


@own.get(
    "/endorsements/{endorsement_id}/document",
    response_class=StreamingResponse,
    responses={**_DOCUMENT, **refusals(*OWN)},
)
async def get_own_plan_endorsement_document(
    plan_id: UUID, endorsement_id: UUID, request: Request, caller: Owner, db: ReadDb
) -> StreamingResponse:
    """Read the document of an endorsement, whoever of those who write the plan handed it in."""
    return await _send_document(db, await hold_own(db, caller, plan_id), endorsement_id, request)


@office.get(
    "/endorsements/{endorsement_id}/document",
    response_class=StreamingResponse,
    responses={**_DOCUMENT, **refusals(NotFound)},
)
async def get_plan_endorsement_document(
    slug: EditionSlug, plan_id: UUID, endorsement_id: UUID, request: Request, caller: Reader, db: ReadDb
) -> StreamingResponse:
    """Read the document of an endorsement."""
    return await _send_document(db, await hold(db, caller, slug, plan_id), endorsement_id, request)


@own.post("/endorsements", response_model=PlanEndorsementPublic, status_code=201, responses=refusals(*OWN, Invalid))
async def add_plan_endorsement(
    plan_id: UUID,
    data: PlanEndorsementGiven,
    response: Response,
    caller: Owner,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> PlanEndorsementPublic:
    """Write down who stands behind a plan, with the document that says so."""
    held = await hold_own(db, caller, plan_id, lock=True)
    endorsement = await endorsements.add_endorsement(db, held, data, now)
    say_version(response, endorsement.version)
    return await endorsements.describe_endorsement(db, endorsement)


@own.put(
    "/endorsements/{endorsement_id}",
    response_model=PlanEndorsementPublic,
    responses=refusals(*OWN, Stale, VersionRequired, Invalid),
)
async def update_plan_endorsement(
    plan_id: UUID,
    endorsement_id: UUID,
    data: PlanEndorsementGiven,
    response: Response,
    caller: Owner,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> PlanEndorsementPublic:
    """Correct an endorsement, whole; its document stays where the same one is named."""
    held = await hold_own(db, caller, plan_id, lock=True)
    endorsement = await queries.get_endorsement(db, held.plan.id, endorsement_id)
    expect(version, await endorsements.describe_endorsement(db, endorsement))
    await endorsements.update_endorsement(db, held, endorsement, data, now)
    say_version(response, endorsement.version)
    return await endorsements.describe_endorsement(db, endorsement)


@own.delete(
    "/endorsements/{endorsement_id}",
    status_code=204,
    responses=refusals(*OWN, Stale, VersionRequired, EndorsementNeeded),
)
async def delete_plan_endorsement(
    plan_id: UUID, endorsement_id: UUID, caller: Owner, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Take an endorsement away; a plan that was endorsed keeps one."""
    held = await hold_own(db, caller, plan_id, lock=True)
    endorsement = await queries.get_endorsement(db, held.plan.id, endorsement_id)
    expect(version, await endorsements.describe_endorsement(db, endorsement))
    await endorsements.remove_endorsement(db, held, endorsement, now)


router = APIRouter()
for door in (own, office):
    router.include_router(door)
