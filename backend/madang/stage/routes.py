"""The speaker's timer: read by every screen without signing in, controlled by organisers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path, Request, Response, Security
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller, Scope, current_caller
from madang.core.db import Database
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    refusals,
    say_version,
)
from madang.feeds.errors import EditionUnknown, SessionUnknown
from madang.feeds.negotiation import matches
from madang.feeds.published import find_published_session
from madang.programme.queries import get_edition, get_session
from madang.stage import queries, service
from madang.stage.errors import TimerNotRunning, TimerRunning, TimerUnset
from madang.stage.models import SpeakerTimer
from madang.stage.schemas import SecondsAdded, TimerFields, TimerShown

router = APIRouter(route_class=RetryableRoute)

# A moderator's phone runs the clock and changes nothing of the programme.
Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_READ])]
Moderator = Annotated[Caller, Security(current_caller, scopes=[Scope.STAGE_WRITE])]

SessionKey = Annotated[str, Path(description="The session's key.", max_length=64)]
IfNoneMatch = Annotated[str | None, Header(description="The `ETag` of what the client has.", max_length=1000)]
_TIMER = "/api/v1/editions/{edition}/sessions/{session_id}/timer"
_CHANGE = (NotFound, Stale, VersionRequired)


@router.get(
    "/public/v1/editions/{edition}/sessions/{key}/timer",
    tags=["public"],
    response_model=TimerShown,
    responses={
        304: {"description": "The client has this answer already (`If-None-Match`)."},
        **refusals(EditionUnknown, SessionUnknown),
    },
)
async def public_timer(
    edition: EditionSlug,
    key: SessionKey,
    request: Request,
    response: Response,
    now: Now,
    if_none_match: IfNoneMatch = None,
) -> TimerShown | Response:
    """The speaker's time in a published session: to be asked for every two seconds, and counted between.

    `Madang-Now` is the server's clock, also with a 304, so that every screen shows the same. No cache keeps it.
    """
    timer = await _find_published(request, edition, key)
    # A session that was made anew has another timer of the same version.
    headers = {
        "ETag": f'"{timer.id.hex}-{timer.version}"' if timer else '"0"',
        "Cache-Control": "no-store",
        "Madang-Now": now.isoformat(timespec="milliseconds"),
    }
    if if_none_match and matches(if_none_match.encode("latin-1", "replace"), headers["ETag"].encode()):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return service.describe(timer)


async def _find_published(request: Request, slug: str, key: str) -> SpeakerTimer | None:
    database: Database = request.app.state.database
    session = await find_published_session(database, request.app.state.feeds, slug, key)
    async with database.read() as db:
        return await queries.find_timer(db, UUID(session["id"]))


@router.get(_TIMER, tags=["stage"], response_model=TimerShown, responses=refusals(NotFound))
async def get_timer(slug: EditionSlug, session_id: UUID, response: Response, caller: Reader, db: ReadDb) -> TimerShown:
    """Read the timer of a session, published or not; version 0 where nobody has set one."""
    session = await get_session(db, await get_edition(db, caller, slug), session_id)
    return _say(response, await queries.find_timer(db, session.id))


@router.put(_TIMER, tags=["stage"], response_model=TimerShown, responses=refusals(*_CHANGE, Invalid))
async def set_timer(
    slug: EditionSlug,
    session_id: UUID,
    data: TimerFields,
    response: Response,
    caller: Moderator,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> TimerShown:
    """Say who speaks and for how long; `If-Match: "0"` sets the first. The clock stays as it is: a reset is its own."""
    session = await get_session(db, await get_edition(db, caller, slug), session_id)
    timer = await _expected(db, session.id, version)
    return _say(response, await service.set_timer(db, session, timer, data, now))


@router.post(
    f"{_TIMER}/start", tags=["stage"], response_model=TimerShown, responses=refusals(*_CHANGE, TimerUnset, TimerRunning)
)
async def start_timer(
    slug: EditionSlug,
    session_id: UUID,
    response: Response,
    caller: Moderator,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> TimerShown:
    """Let the clock run, from where it stands."""
    session = await get_session(db, await get_edition(db, caller, slug), session_id)
    return _say(response, await service.start(db, await _expected(db, session.id, version), now))


@router.post(
    f"{_TIMER}/pause",
    tags=["stage"],
    response_model=TimerShown,
    responses=refusals(*_CHANGE, TimerUnset, TimerNotRunning),
)
async def pause_timer(
    slug: EditionSlug,
    session_id: UUID,
    response: Response,
    caller: Moderator,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> TimerShown:
    """Stop the clock; what is left stays left."""
    session = await get_session(db, await get_edition(db, caller, slug), session_id)
    return _say(response, await service.pause(db, await _expected(db, session.id, version), now))


@router.post(f"{_TIMER}/reset", tags=["stage"], response_model=TimerShown, responses=refusals(*_CHANGE, TimerUnset))
async def reset_timer(
    slug: EditionSlug,
    session_id: UUID,
    response: Response,
    caller: Moderator,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> TimerShown:
    """Stop the clock and give all the time back; what is at its beginning stays there."""
    session = await get_session(db, await get_edition(db, caller, slug), session_id)
    return _say(response, await service.reset(db, await _expected(db, session.id, version), now))


@router.post(
    f"{_TIMER}/add", tags=["stage"], response_model=TimerShown, responses=refusals(*_CHANGE, TimerUnset, Invalid)
)
async def add_to_timer(
    slug: EditionSlug,
    session_id: UUID,
    data: SecondsAdded,
    response: Response,
    caller: Moderator,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> TimerShown:
    """Give some seconds more, or take some away, running or not."""
    session = await get_session(db, await get_edition(db, caller, slug), session_id)
    timer = await _expected(db, session.id, version)
    return _say(response, await service.add(db, timer, data.seconds, now))


async def _expected(db: AsyncSession, session_id: UUID, version: int) -> SpeakerTimer | None:
    """Return a session's timer, locked. Errors: Stale, with how it stands, when it is of another version."""
    timer = await queries.find_timer(db, session_id, lock=True)
    expect(version, service.describe(timer))
    return timer


def _say(response: Response, timer: SpeakerTimer | None) -> TimerShown:
    shown = service.describe(timer)
    say_version(response, shown.version)
    return shown
