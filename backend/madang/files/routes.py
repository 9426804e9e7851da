"""Handing in files, in pieces that survive a bad line, and reading them again."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Security
from fastapi.responses import StreamingResponse
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import ClientDisconnect

from madang.accounts.access import Caller, Scope, SignedInCaller, current_caller, settled_caller
from madang.accounts.errors import Forbidden, LoginNeeded, Unauthenticated
from madang.accounts.models import Role
from madang.audit.service import record
from madang.core.errors import Invalid, NotFound
from madang.core.schemas import MAX_INTEGER
from madang.core.text import Line
from madang.core.web import (
    Db,
    EditionSlug,
    Now,
    ReadDb,
    Retryable,
    RetryableRoute,
    after_refusal,
    refusals,
    send_file,
)
from madang.files import queries, service
from madang.files.errors import ContentUnlike, FileIncomplete, FilesTooMany, FileTooLarge, OffsetWrong
from madang.files.models import StoredFile
from madang.files.rules import PIECE_BYTES, MediaType, download_name
from madang.files.schemas import FileCreate, FilePublic
from madang.files.storage import FileStore
from madang.participants.queries import find_own_registration
from madang.programme.models import Edition
from madang.programme.queries import find_edition, find_editions_by_id, get_edition

router = APIRouter(prefix="/api/v1", tags=["files"], route_class=RetryableRoute)


Own = Annotated[SignedInCaller, Depends(settled_caller)]
Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.PARTICIPANTS_READ])]

_OWN = (Unauthenticated, LoginNeeded)
_BYTES = "application/octet-stream"
_CONTENT: dict[str, Any] = {"content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}}}
_FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file, as it was handed in.", **_CONTENT}}


def _store(request: Request) -> FileStore:
    store: FileStore = request.app.state.files
    return store


Store = Annotated[FileStore, Depends(_store)]


def _piece_bytes(request: Request) -> int:
    most: int = request.app.state.settings.max_body_bytes
    return min(most, PIECE_BYTES)


def _describe(request: Request, file: StoredFile, edition: Edition) -> FilePublic:
    return FilePublic(
        id=file.id,
        edition=edition.slug,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        received=file.received,
        complete=file.completed_at is not None,
        sensitive=file.sealed,
        sha256=file.sha256,
        created_at=file.created_at,
        piece_bytes=_piece_bytes(request),
    )


async def _describe_own(request: Request, db: AsyncSession, file: StoredFile) -> FilePublic:
    return _describe(request, file, (await find_editions_by_id(db, [file.edition_id]))[file.edition_id])


@router.post(
    "/me/files",
    response_model=FilePublic,
    status_code=201,
    responses=refusals(*_OWN, NotFound, FileTooLarge, FilesTooMany, Invalid),
)
async def begin_file(
    request: Request, data: FileCreate, caller: Own, db: Db, _retry: Retryable, now: Now
) -> FilePublic:
    """Begin to hand in a file; its pieces follow. For whoever takes part in the edition or works on it."""
    edition = await find_edition(db, data.edition)
    takes_part = edition is not None and (
        caller.roles_in(edition.id) or await find_own_registration(db, caller.account_id, edition.id)
    )
    if edition is None or not takes_part:
        raise NotFound(f"there is no edition {data.edition!r} that you take part in")
    most = request.app.state.settings.max_file_bytes
    file = await service.begin_file(
        db, data, edition_id=edition.id, account_id=caller.account_id, most_bytes=most, now=now
    )
    return _describe(request, file, edition)


@router.get("/me/files/{file_id}", response_model=FilePublic, responses=refusals(*_OWN, NotFound))
async def get_own_file(file_id: UUID, request: Request, caller: Own, db: ReadDb) -> FilePublic:
    """Read how much of one's own file is there: from `received` on, the rest is to be sent."""
    return await _describe_own(request, db, await queries.get_own_file(db, caller.account_id, file_id))


async def _given_piece(request: Request, _caller: Own) -> bytes:
    """Return the body before any transaction: a slow sender must not keep others from writing."""
    try:
        return await request.body()
    except ClientDisconnect as lost:
        # Everyday on a bad line, and no fault of ours; nobody reads the answer.
        raise Invalid("the piece was cut off", errors=[("/body", "was cut off")]) from lost


@router.put(
    "/me/files/{file_id}/content",
    response_model=FilePublic,
    responses=refusals(*_OWN, NotFound, OffsetWrong, ContentUnlike, Invalid),
    openapi_extra={"requestBody": {"required": True, **_CONTENT}},
)
async def put_piece(
    file_id: UUID,
    request: Request,
    caller: Own,
    piece: Annotated[bytes, Depends(_given_piece)],
    db: Db,
    store: Store,
    now: Now,
    offset: Annotated[int, Query(ge=0, le=MAX_INTEGER, description="Where in the file the piece begins.")],
) -> FilePublic:
    """Send the next piece of a file. With the last one its content is looked at: it has to be what it says."""
    file = await queries.get_own_file(db, caller.account_id, file_id, lock=True)
    try:
        await service.append_piece(db, store, file, offset=offset, piece=piece, now=now)
    except ContentUnlike:
        after_refusal(request, lambda again: service.forget_files(again, [file_id]))
        await service.remove_bytes(store, [file_id])
        raise
    return await _describe_own(request, db, file)


@router.get(
    "/me/files/{file_id}/content",
    response_class=StreamingResponse,
    responses={**_FILE, **refusals(*_OWN, NotFound, FileIncomplete)},
)
async def get_own_content(file_id: UUID, caller: Own, db: ReadDb, store: Store) -> StreamingResponse:
    """Read one's own file again."""
    return await _answer(store, await queries.get_own_file(db, caller.account_id, file_id))


@router.get("/editions/{edition}/files/{file_id}", response_model=FilePublic, responses=refusals(NotFound))
async def get_file(slug: EditionSlug, file_id: UUID, request: Request, caller: Reader, db: ReadDb) -> FilePublic:
    """Read what a file of the edition is called and how large it is. For organisers."""
    edition = await _edition_of_organiser(db, caller, slug)
    return _describe(request, await queries.get_file(db, edition.id, file_id), edition)


@router.get(
    "/editions/{edition}/files/{file_id}/content",
    response_class=StreamingResponse,
    responses={**_FILE, **refusals(NotFound, FileIncomplete, Forbidden, Invalid)},
)
async def get_content(
    slug: EditionSlug,
    file_id: UUID,
    caller: Reader,
    db: Db,
    store: Store,
    now: Now,
    reason: Annotated[
        Line | None, Query(description="What it is needed for: kept in the audit log, required for a sensitive file.")
    ] = None,
) -> StreamingResponse:
    """Read a file of the edition; that is written down. For organisers; a sensitive file needs a reason."""
    edition = await _edition_of_organiser(db, caller, slug)
    file = await queries.get_file(db, edition.id, file_id)
    if file.sealed and Scope.PARTICIPANTS_SENSITIVE not in caller.scopes_in(edition.id):
        raise Forbidden(f"this needs {Scope.PARTICIPANTS_SENSITIVE}")
    if file.sealed and reason is None:
        raise Invalid("say what this file is needed for", errors=[("/query/reason", "is required here")])
    record(
        db,
        "file.read",
        now,
        edition_id=edition.id,
        subject_kind="stored_file",
        subject_id=file.id,
        reason=reason or "",
    )
    return await _answer(store, file)


async def _edition_of_organiser(db: AsyncSession, caller: Caller, slug: str) -> Edition:
    edition = await get_edition(db, caller, slug)
    if Role.ORGANISER not in caller.roles_in(edition.id):
        raise NotFound("there is no such file in this edition")
    return edition


async def _answer(store: FileStore, file: StoredFile) -> StreamingResponse:
    if file.completed_at is None:
        raise FileIncomplete(f"{file.received} of {file.size} bytes were received")
    name = download_name(file.name, MediaType(file.media_type))
    content = store.read(file.id, sealed=file.sealed)
    return await send_file(content, name=name, media_type=file.media_type, size=file.size)
