"""Participants as a file: taken along, and brought in."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller
from madang.audit.service import record
from madang.core.csv_text import csv_line
from madang.core.db import Database
from madang.core.errors import NotFound, Taken
from madang.core.web import Db, EditionSlug, Now, Retryable, RetryableRoute, refusals
from madang.participants import columns
from madang.participants.errors import ImportInvalid, ImportUnreadable
from madang.participants.models import Registration
from madang.participants.queries import find_form, lists
from madang.participants.routes.common import Reader, Writer
from madang.participants.routes.listing import Reason, Wanted, delegations_of
from madang.participants.schemas.imports import ImportReport
from madang.participants.schemas.lists import ListFormat
from madang.participants.service.imports import import_participants
from madang.participants.spreadsheets import CSV, NDJSON, XLSX, Table, XlsxWriter, chunks, read_table, say
from madang.programme.models import Edition
from madang.programme.queries import get_edition

router = APIRouter(prefix="/editions/{edition}", tags=["participants"], route_class=RetryableRoute)

_MEDIA = {ListFormat.CSV: f"{CSV}; charset=utf-8", ListFormat.XLSX: XLSX, ListFormat.NDJSON: NDJSON}
_SHARED = (
    "id",
    "kind",
    "status",
    "badge_name",
    "organisation",
    "position",
    "country",
    "delegation",
    "capacity",
    "updated_at",
)
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The participants, as a file.",
        "content": {media.split(";")[0]: {} for media in _MEDIA.values()},
    }
}


class _Rows:
    """The rows of an export, a few hundred at a time, in a reading transaction of its own.

    The route's transaction is over by the time that a body is sent.
    """

    def __init__(self, database: Database, caller: Caller, edition: Edition, filters: lists.Filters) -> None:
        self._database = database
        self._caller = caller
        self._edition = edition
        self._filters = filters

    async def __aiter__(self) -> AsyncIterator[tuple[list[str], list[list[Any]]]]:
        """Give the heading with no rows, then rows with it."""
        whole = lists.is_organiser(self._caller, self._edition)
        async with self._database.read() as db:
            questions = columns.questions_of(await find_form(db, self._edition.id)) if whole else {}
            names = columns.columns_of(questions)
            kept = names if whole else [name for name in names if name in _SHARED]
            yield kept, []
            async for rows in lists.walk(db, self._caller, self._edition, self._filters):
                cells = await self._cells(db, rows, questions)
                places = [names.index(name) for name in kept]
                yield kept, [[each[place] for place in places] for each in cells]

    @staticmethod
    async def _cells(db: AsyncSession, rows: Sequence[Registration], questions: dict[str, str]) -> list[list[Any]]:
        delegations = await delegations_of(db, rows)
        keys = {each.id: each.key for each in delegations.values()}
        return [
            columns.cells_of(row, keys.get(row.delegation_id) if row.delegation_id else None, questions) for row in rows
        ]


async def _as_text(rows: _Rows, form: ListFormat) -> AsyncIterator[bytes]:
    async for names, cells in rows:
        if form is ListFormat.CSV and not cells:
            yield b"\xef\xbb\xbf" + csv_line(names).encode()  # without the mark Excel takes it for Latin-1
        elif form is ListFormat.CSV:
            yield "".join(csv_line(say(cell) for cell in each) for each in cells).encode()
        else:
            yield b"".join(orjson.dumps(dict(zip(names, each, strict=True))) + b"\n" for each in cells)


async def _as_workbook(rows: _Rows) -> AsyncIterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "participants.xlsx"
        book = XlsxWriter(path)

        def write(some: list[list[Any]]) -> None:
            for each in some:
                book.write(say(cell) for cell in each)

        async for names, cells in rows:
            if cells:
                await asyncio.to_thread(write, cells)
            else:
                book.write(names, bold=True)
        await asyncio.to_thread(book.close)
        for piece in chunks(path):
            yield piece


@router.get("/participants.{form}", response_class=StreamingResponse, responses={**_FILE, **refusals(NotFound)})
async def export_participants(
    slug: EditionSlug,
    form: ListFormat,
    request: Request,
    caller: Reader,
    db: Db,
    filters: Wanted,
    reason: Reason,
    now: Now,
) -> StreamingResponse:
    """Take participants along as a file, whose taking is written down with its reason.

    What an organiser takes can be imported again. What a spreadsheet would calculate bears an apostrophe, which the
    import takes off.
    """
    edition = await get_edition(db, caller, slug)
    record(db, "participants.exported", now, edition_id=edition.id, reason=reason)
    rows = _Rows(request.app.state.database, caller, edition, filters)
    body = _as_workbook(rows) if form is ListFormat.XLSX else _as_text(rows, form)
    name = f"participants-{slug}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(body, media_type=_MEDIA[form], headers=headers)


async def _given_table(request: Request, _caller: Writer) -> Table:
    """Return the table in the body, before any transaction: a slow sender must not keep others from writing."""
    media_type = request.headers.get("content-type", "")
    return await asyncio.to_thread(read_table, await request.body(), media_type)


@router.post(
    "/participants/import",
    response_model=ImportReport,
    responses=refusals(NotFound, ImportUnreadable, ImportInvalid, Taken),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in (CSV, XLSX, NDJSON)},
        }
    },
)
async def import_file(
    slug: EditionSlug,
    caller: Writer,
    table: Annotated[Table, Depends(_given_table)],
    db: Db,
    _retry: Retryable,
    now: Now,
    dry_run: Annotated[bool, Query(description="Report what it would do, and do nothing.")] = False,
) -> ImportReport:
    """Add and change participants as a file says, all of it or nothing.

    A row is about the participant of its `id`, else of its `email`; who is not there yet is added. A column that the
    file does not have is left as it is. A dry run reports what is wrong with a 200, an import refuses with all of it.
    """
    edition = await get_edition(db, caller, slug, lock="shared")
    report = await import_participants(db, edition, table, now, dry_run=dry_run)
    if report.faults and not dry_run:
        count = len(report.faults)
        raise ImportInvalid(
            f"row {report.faults[0].row}, {report.faults[0].column}: {report.faults[0].detail}"
            + (f" (and {count - 1} more)" if count > 1 else ""),
            errors=[(f"/rows/{each.row}/{each.column}", each.detail) for each in report.faults],
        )
    return report
