"""Sessions with their people, topics, options and stops."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from madang.case_studies.service.calls import refuse_dropping as refuse_dropping_called
from madang.core.errors import InUse
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
)
from madang.programme import queries, service
from madang.programme.models import ProgrammeSession
from madang.programme.routes.common import CHANGE, CREATE, DELETE, READ, Reader, Writer
from madang.programme.schemas import SessionCreate, SessionPublic, SessionUpdate
from madang.visits.service.keeping import refuse_dropping

router = APIRouter(prefix="/editions/{edition}/programme/sessions", tags=["programme"], route_class=RetryableRoute)


@router.get("", response_model=Page[SessionPublic])
async def list_sessions(
    slug: EditionSlug, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List an edition's sessions by start, then key."""
    edition = await queries.get_edition(db, caller, slug)
    return make_page(request, response, await queries.list_sessions(db, edition, page))


@router.post("", response_model=SessionPublic, status_code=201, responses=CREATE)
async def create_session(
    slug: EditionSlug, data: SessionCreate, response: Response, caller: Writer, db: Db, _retry: Retryable
) -> ProgrammeSession:
    """Add a session."""
    edition = await queries.get_edition(db, caller, slug, lock="shared")
    session = await service.create_session(db, edition, data)
    say_version(response, session.version)
    return session


@router.get("/{session_id}", response_model=SessionPublic, responses=READ)
async def get_session(
    slug: EditionSlug, session_id: UUID, response: Response, caller: Reader, db: ReadDb
) -> ProgrammeSession:
    """Read one session."""
    edition = await queries.get_edition(db, caller, slug)
    session = await queries.get_session(db, edition, session_id)
    say_version(response, session.version)
    return session


@router.patch("/{session_id}", response_model=SessionPublic, responses=CHANGE | refusals(InUse))
async def update_session(
    slug: EditionSlug,
    session_id: UUID,
    changes: SessionUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> ProgrammeSession:
    """Change a session. An option that people are assigned to stays: it is withdrawn, or its stops are cancelled."""
    edition = await queries.get_edition(db, caller, slug, lock="shared")
    session = await queries.get_session(db, edition, session_id, lock=True)
    expect(version, SessionPublic.model_validate(session))
    if "options" in changes.model_fields_set:
        await refuse_dropping(db, service.find_dropped_options(session, changes.options, "/body/options"))
    await service.update_session(db, edition, session, changes, now)
    say_version(response, session.version)
    return session


@router.delete("/{session_id}", status_code=204, responses=DELETE)
async def delete_session(
    slug: EditionSlug, session_id: UUID, caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Remove a session; releases that show it stay. One that people are assigned to is cancelled instead."""
    edition = await queries.get_edition(db, caller, slug, lock="shared")
    session = await queries.get_session(db, edition, session_id, lock=True)
    expect(version, SessionPublic.model_validate(session))
    dropped = [service.Dropped(session.id, None, session.key, "/path/session_id")]
    await refuse_dropping(db, dropped)
    await refuse_dropping_called(db, dropped)
    await service.delete_session(db, edition, session, now)
