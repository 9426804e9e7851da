"""Who takes part in a visit, what they want and where they are, what they ask."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from madang.core.errors import NotFound
from madang.core.pages import CursorInvalid, Found
from madang.core.schemas import Page
from madang.core.text import Line
from madang.core.web import EditionSlug, Paging, ReadDb, make_page, refusals
from madang.delegations.queries import find_delegations
from madang.programme.queries import get_edition
from madang.visits.queries import people
from madang.visits.queries.rounds import get_visit
from madang.visits.routes.common import Reader
from madang.visits.schemas.own import VisitQuestionPublic
from madang.visits.schemas.people import VisitPersonPublic
from madang.visits.service import describing

router = APIRouter(prefix="/api/v1/editions/{edition}/visits/{session_id}", tags=["visits"])


@router.get("/people", response_model=Page[VisitPersonPublic], responses=refusals(NotFound, CursorInvalid))
async def list_visit_people(
    slug: EditionSlug,
    session_id: UUID,
    request: Request,
    response: Response,
    caller: Reader,
    db: ReadDb,
    page: Paging,
    option: Annotated[
        UUID | Literal["waitlist", "none"] | None,
        Query(description="Only who is on this option, on the waitlist, or without any place yet."),
    ] = None,
    delegation_id: Annotated[UUID | None, Query(description="Only members of this delegation.")] = None,
    q: Annotated[Line | None, Query(max_length=100, description="Beginnings of words of their names.")] = None,
) -> dict[str, Any]:
    """List everybody who takes part in a visit by name: their ranks, their place and why they have it."""
    edition = await get_edition(db, caller, slug)
    visit = await get_visit(db, edition.id, session_id)
    filters = people.PeopleFilters(
        option_id=option if isinstance(option, UUID) else None,
        waiting=option == "waitlist",
        unplaced=option == "none",
        delegation_id=delegation_id,
        name=q,
    )
    found = await people.list_people(db, visit, filters, page)
    ids = {each.registration.delegation_id for each in found.items if each.registration.delegation_id}
    delegations = await find_delegations(db, ids)
    positions = await people.waitlist_positions(db, visit)
    items = [describing.describe_person(each, delegations, positions) for each in found.items]
    return make_page(request, response, Found(items, found.next_cursor))


@router.get("/questions", response_model=Page[VisitQuestionPublic], responses=refusals(NotFound, CursorInvalid))
async def list_visit_questions(
    slug: EditionSlug, session_id: UUID, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List what hosts were asked about a visit and what they answered, the newest first; not by whom."""
    edition = await get_edition(db, caller, slug)
    visit = await get_visit(db, edition.id, session_id)
    return make_page(request, response, await people.list_questions(db, visit, page))
