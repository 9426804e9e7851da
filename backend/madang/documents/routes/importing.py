"""A plan's workbook, brought back by whoever writes the plan."""

import asyncio
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.action_plans.errors import FieldsChanged, PlanLocked
from madang.action_plans.queries.plans import PlanRole, get_own_plan
from madang.action_plans.service.contributors import note_arrival
from madang.core.db import Database
from madang.core.errors import NotFound
from madang.core.web import Now, refusals, writing
from madang.core.workbooks import WorkbookRefused
from madang.documents.errors import PlanFileForeign, PlanFileInvalid, PlanFileUnreadable
from madang.documents.incoming import Book, Understood, read_book
from madang.documents.schemas import OnConflict, PlanFileReport
from madang.documents.service.bringing import bring_in, find_names, understand_book
from madang.files.rules import MediaType
from madang.participants.access import Owner

router = APIRouter(prefix="/api/v1", tags=["action plans"])


@dataclass(frozen=True)
class _Given:
    book: Book
    understood: Understood


async def _given_file(plan_id: UUID, request: Request, caller: Owner) -> _Given:
    """Return what the body says, before any transaction that writes: neither a slow sender nor a large file blocks.

    What the edition calls things is read first, so that a body is only taken from whoever may write the plan.
    """
    database: Database = request.app.state.database
    async with database.read() as db:
        standing = await get_own_plan(db, caller.account_id, plan_id)
        known = await find_names(db, standing.plan, standing.edition)
    try:
        book = await asyncio.to_thread(read_book, await request.body())
    except WorkbookRefused as problem:
        raise PlanFileUnreadable(str(problem)) from problem
    return _Given(book, await understand_book(book, known, caller.account_id))


@router.post(
    "/me/action-plans/{plan_id}/import",
    response_model=PlanFileReport,
    responses=refusals(
        Unauthenticated,
        LoginNeeded,
        NotFound,
        PlanFileUnreadable,
        PlanFileForeign,
        PlanFileInvalid,
        FieldsChanged,
        PlanLocked,
    ),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {MediaType.XLSX: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def import_own_plan(
    plan_id: UUID,
    request: Request,
    caller: Owner,
    given: Annotated[_Given, Depends(_given_file)],
    now: Now,
    check: Annotated[bool, Query(description="Report what it would do, and do nothing.")] = False,
    on_conflict: Annotated[
        OnConflict,
        Query(description="Where somebody else changed the same field since the file was taken: whose change counts."),
    ] = OnConflict.REFUSE,
) -> PlanFileReport:
    """Change a plan as its workbook says: what differs in it from the plan that it was taken of, field by field.

    All or nothing. The same file may come again: what stands so already changes nothing. Only checked, it answers
    what is wrong and what others changed meanwhile with a 200; else it refuses with all of it.
    """
    async with writing(request) as db:
        standing = await get_own_plan(db, caller.account_id, plan_id, lock=True)
        if standing.role is PlanRole.CONTRIBUTOR:
            await note_arrival(db, standing.plan, caller.account_id)
        outcome = await bring_in(
            db,
            standing.plan,
            caller.account_id,
            given.book,
            given.understood,
            now,
            check=check,
            on_conflict=on_conflict,
        )
    return await asyncio.to_thread(outcome.report, checked=check)
