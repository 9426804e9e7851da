"""A plan taken along as PDF, DOCX or XLSX."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.action_plans.queries.plans import get_own_plan, get_plan
from madang.core.db import Database
from madang.core.errors import NotFound
from madang.core.schemas import MAX_INTEGER
from madang.core.web import EditionSlug, Now, refusals
from madang.documents.schemas import DocumentForm
from madang.documents.service.taking import Material, gather
from madang.documents.words import DocumentLanguage
from madang.files.rules import MediaType
from madang.participants.access import Owner
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1", tags=["action plans"])

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.ACTION_PLANS_READ])]

_MEDIA = {
    DocumentForm.PDF: MediaType.PDF,
    DocumentForm.DOCX: MediaType.DOCX,
    DocumentForm.XLSX: MediaType.XLSX,
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The plan, as a file.", "content": {media: {} for media in _MEDIA.values()}}
}
Lang = Annotated[DocumentLanguage | None, Query(description="The language of its headings; the plan's own if omitted.")]
Number = Annotated[
    int | None, Query(ge=1, le=MAX_INTEGER, description="Which version; the plan as it is now if omitted.")
]


async def _own_material(
    plan_id: UUID, request: Request, caller: Owner, now: Now, lang: Lang = None, number: Number = None
) -> Material:
    """Gather in a transaction that is over before anything is rendered."""
    database: Database = request.app.state.database
    async with database.read() as db:
        standing = await get_own_plan(db, caller.account_id, plan_id)
        return await gather(db, standing.plan, standing.edition, now, lang=lang, number=number)


async def _material(
    slug: EditionSlug,
    plan_id: UUID,
    request: Request,
    caller: Reader,
    now: Now,
    lang: Lang = None,
    number: Number = None,
) -> Material:
    database: Database = request.app.state.database
    async with database.read() as db:
        edition = await get_edition(db, caller, slug)
        plan = await get_plan(db, edition.id, plan_id)
        return await gather(db, plan, edition, now, lang=lang, number=number)


async def _answer(material: Material, form: DocumentForm) -> Response:
    paper = material.paper
    name = f"{paper.key}{'' if paper.number is None else f'-v{paper.number}'}.{form}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Language": material.language,
        "Cache-Control": "no-store",
    }
    return Response(await asyncio.to_thread(material.render, form), media_type=_MEDIA[form], headers=headers)


@router.get(
    "/me/action-plans/{plan_id}/document.{form}",
    response_class=Response,
    responses={**_FILE, **refusals(Unauthenticated, LoginNeeded, NotFound)},
)
async def get_own_plan_document(form: DocumentForm, material: Annotated[Material, Depends(_own_material)]) -> Response:
    """Take one's plan along: as PDF to be printed, as DOCX to be written on in, as XLSX to be changed and imported."""
    return await _answer(material, form)


@router.get(
    "/editions/{edition}/action-plans/{plan_id}/document.{form}",
    response_class=Response,
    responses={**_FILE, **refusals(NotFound)},
)
async def get_plan_document(form: DocumentForm, material: Annotated[Material, Depends(_material)]) -> Response:
    """Take a plan along as PDF, DOCX or XLSX. For organisers."""
    return await _answer(material, form)
