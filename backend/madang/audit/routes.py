"""The audit log, for organisers of an edition and for administrators."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response, Security
from fastapi.responses import StreamingResponse
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.queries import find_accounts, find_invited_addresses
from madang.audit import queries
from madang.audit.models import AuditEntry, Outcome
from madang.audit.schemas import Actor, AuditEntryPublic, ExportFormat
from madang.audit.service import record
from madang.core.calendar import Moment
from madang.core.csv_text import csv_line
from madang.core.db import Database
from madang.core.errors import NotFound
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.text import Line
from madang.core.web import Db, Now, Paging, ReadDb, make_page, refusals
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1", tags=["audit"])

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.AUDIT_READ])]
Overseer = Annotated[Caller, Security(current_caller, scopes=[Scope.INSTALLATION_READ])]

Reason = Annotated[Line, Query(min_length=3, max_length=500, description="Why it is taken; kept in the log itself.")]

_MEDIA = {ExportFormat.CSV: "text/csv; charset=utf-8", ExportFormat.NDJSON: "application/x-ndjson"}
_COLUMNS = [name for name in AuditEntryPublic.model_fields if name != "account"]


def _filters(
    account_id: Annotated[UUID | None, Query(description="Only what this account did.")] = None,
    subject_id: Annotated[UUID | None, Query(description="Only what was done to this.")] = None,
    action: Annotated[Line | None, Query(max_length=80, description="The beginning of an action's name.")] = None,
    outcome: Annotated[Outcome | None, Query(description="Only what was done, or denied.")] = None,
    since: Annotated[Moment | None, Query(description="From this moment on.")] = None,
    until: Annotated[Moment | None, Query(description="Before this moment.")] = None,
) -> queries.Filters:
    return queries.Filters(
        account_id=account_id, subject_id=subject_id, action=action, outcome=outcome, since=since, until=until
    )


Wanted = Annotated[queries.Filters, Depends(_filters)]


def _within(filters: queries.Filters, edition_id: UUID) -> queries.Filters:
    return queries.Filters(**{**vars(filters), "edition_id": edition_id})


async def _describe(db: AsyncSession, entries: list[AuditEntry]) -> list[AuditEntryPublic]:
    def subjects(kind: str) -> list[UUID | None]:
        return [entry.subject_id for entry in entries if entry.subject_kind == kind]

    accounts = await find_accounts(db, [*(entry.account_id for entry in entries), *subjects("account")])
    emails = {account.id: account.email_as_typed for account in accounts.values()}
    offered = await find_invited_addresses(db, subjects("invitation"))

    def describe(entry: AuditEntry) -> AuditEntryPublic:
        actor = Actor(id=entry.account_id, email=emails.get(entry.account_id)) if entry.account_id else None
        subject = None
        if entry.subject_id and entry.subject_kind in ("account", "invitation"):
            subject = (emails if entry.subject_kind == "account" else offered).get(entry.subject_id)
        return AuditEntryPublic(**entry.model_dump(), account=actor, subject_email=subject)

    return [describe(entry) for entry in entries]


async def _page(
    request: Request, response: Response, db: AsyncSession, filters: queries.Filters, page: Paging
) -> dict[str, Any]:
    found = await queries.list_entries(db, filters, page)
    return make_page(request, response, Found(await _describe(db, list(found.items)), found.next_cursor))


@router.get("/editions/{slug}/audit", response_model=Page[AuditEntryPublic], responses=refusals(NotFound))
async def list_audit(
    slug: str, request: Request, response: Response, caller: Reader, db: ReadDb, filters: Wanted, page: Paging
) -> dict[str, Any]:
    """List what was done in an edition, the newest first."""
    edition = await get_edition(db, caller, slug)
    return await _page(request, response, db, _within(filters, edition.id), page)


@router.get("/installation/audit", response_model=Page[AuditEntryPublic])
async def list_installation_audit(
    request: Request, response: Response, _caller: Overseer, db: ReadDb, filters: Wanted, page: Paging
) -> dict[str, Any]:
    """List what was done in the whole installation, the newest first."""
    return await _page(request, response, db, filters, page)


def _export(request: Request, filters: queries.Filters, form: ExportFormat) -> StreamingResponse:
    database: Database = request.app.state.database
    name = f"audit.{form}"

    async def body() -> AsyncIterator[bytes]:
        if form is ExportFormat.CSV:
            yield csv_line(["account_id", "email", *_COLUMNS]).encode()
        # The route's own transaction is over by now.
        async with database.read() as db:
            async for entries in queries.walk(db, filters):
                described = await _describe(db, list(entries))
                yield b"".join(_line(entry, form) for entry in described)

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(body(), media_type=_MEDIA[form], headers=headers)


def _line(entry: AuditEntryPublic, form: ExportFormat) -> bytes:
    if form is ExportFormat.NDJSON:
        return orjson.dumps(entry.model_dump(mode="json")) + b"\n"
    values = entry.model_dump(mode="json")
    actor = values["account"] or {"id": None, "email": None}
    values["fields"] = " ".join(values["fields"])
    return csv_line([actor["id"], actor["email"], *(values[name] for name in _COLUMNS)]).encode()


def _note(db: AsyncSession, filters: queries.Filters, reason: str, now: datetime) -> None:
    record(db, "audit.exported", now, edition_id=filters.edition_id, reason=reason)


_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The entries, as a file.", "content": {media.split(";")[0]: {} for media in _MEDIA.values()}}
}


@router.get(
    "/editions/{slug}/audit/export", response_class=StreamingResponse, responses={**_FILE, **refusals(NotFound)}
)
async def export_audit(
    slug: str,
    request: Request,
    caller: Reader,
    db: Db,
    filters: Wanted,
    reason: Reason,
    now: Now,
    format: ExportFormat = ExportFormat.CSV,
) -> StreamingResponse:
    """Take what was done in an edition along, as a file; that is written down with its reason."""
    wanted = _within(filters, (await get_edition(db, caller, slug)).id)
    _note(db, wanted, reason, now)
    return _export(request, wanted, format)


@router.get("/installation/audit/export", response_class=StreamingResponse, responses=_FILE)
async def export_installation_audit(
    request: Request,
    _caller: Overseer,
    db: Db,
    filters: Wanted,
    reason: Reason,
    now: Now,
    format: ExportFormat = ExportFormat.CSV,
) -> StreamingResponse:
    """Take what was done in the whole installation along, as a file; that is written down with its reason."""
    _note(db, filters, reason, now)
    return _export(request, filters, format)
