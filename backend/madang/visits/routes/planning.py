"""Who goes where: planned, carried out, changed by hand, and listed for a bus."""

import time
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import Database
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Retryable,
    RetryableRoute,
    expect,
    refusals,
    say_version,
)
from madang.delegations.queries import find_delegations
from madang.programme.queries import get_edition
from madang.visits.errors import NotTakingPart, PlanOutdated, VisitFull, VisitNotOffered
from madang.visits.queries import people
from madang.visits.queries.rounds import Planned, get_visit
from madang.visits.routes.common import Escort, Reader, Writer
from madang.visits.rules import Plan
from madang.visits.schemas.people import (
    AssignmentGiven,
    PlaceGiven,
    PlanAsked,
    VisitList,
    VisitPersonPublic,
    VisitPlan,
)
from madang.visits.schemas.rounds import VisitRoundPublic
from madang.visits.service import describing, places, planning
from madang.visits.service.planning import Basis

router = APIRouter(prefix="/api/v1/editions/{edition}/visits/{session_id}", tags=["visits"], route_class=RetryableRoute)


async def _basis(db: AsyncSession, visit: Planned, *, keep: bool) -> Basis:
    participants = planning.in_turn(await people.list_participants(db, visit))
    return Basis(visit.offers, participants, keep)


@router.post("/plan", response_model=VisitPlan, responses=refusals(NotFound, Invalid))
async def plan_visit(
    slug: EditionSlug, session_id: UUID, data: PlanAsked, request: Request, caller: Reader
) -> VisitPlan:
    """Say what assigning would give, also if options were otherwise; nothing is stored.

    It may take seconds, in which no transaction is open: nobody who reads or writes waits for it.
    """
    database: Database = request.app.state.database
    async with database.read() as db:
        edition = await get_edition(db, caller, slug)
        visit = await get_visit(db, edition.id, session_id)
        saved = await _basis(db, visit, keep=data.keep)
        delegations = await find_delegations(
            db, {person.delegation_id for person in saved.people if person.delegation_id}
        )
    basis = Basis(planning.what_if(visit, data.options), saved.people, data.keep)
    began = time.perf_counter()
    plan = await planning.compute(basis)
    return planning.describe_plan(visit, basis, plan, delegations, time.perf_counter() - began)


@dataclass(frozen=True)
class _Worked:
    """What was sent, and the plan that it names; None when that is not what would be planned now."""

    data: AssignmentGiven
    plan: Plan | None


async def _work_out(
    slug: EditionSlug, session_id: UUID, data: AssignmentGiven, request: Request, caller: Writer
) -> _Worked:
    """Compute the plan before the writing transaction begins, in which it is only compared and stored."""
    database: Database = request.app.state.database
    async with database.read() as db:
        edition = await get_edition(db, caller, slug)
        basis = await _basis(db, await get_visit(db, edition.id, session_id), keep=data.keep)
    same = basis.fingerprint == data.fingerprint
    return _Worked(data, await planning.compute(basis) if same else None)


@router.post(
    "/assignment",
    response_model=VisitRoundPublic,
    responses=refusals(NotFound, Stale, VersionRequired, PlanOutdated),
)
async def assign_visit(
    slug: EditionSlug,
    session_id: UUID,
    response: Response,
    caller: Writer,
    worked: Annotated[_Worked, Depends(_work_out)],
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> VisitRoundPublic:
    """Give the places of the plan that was looked at. What hands have pinned stays; participants read it from now on.

    412 when another organiser was faster, `plan_outdated` when anything that the plan depends on has changed since.
    """
    edition = await get_edition(db, caller, slug)
    visit = await get_visit(db, edition.id, session_id, lock="exclusive")
    if visit.version != version:
        expect(version, await describing.describe_round(db, visit))
    basis = await _basis(db, visit, keep=worked.data.keep)
    if worked.plan is None or basis.fingerprint != worked.data.fingerprint:
        raise PlanOutdated("something that this plan was computed from has changed; plan again")
    await planning.carry_out(db, visit, basis, worked.plan, now, account_id=caller.account_id)
    shown = await describing.describe_round(db, await get_visit(db, edition.id, session_id))
    say_version(response, shown.version)
    return shown


@router.put(
    "/people/{registration_id}/place",
    response_model=VisitPersonPublic,
    responses=refusals(NotFound, Invalid, NotTakingPart, VisitFull, VisitNotOffered),
)
async def place_visit_person(
    slug: EditionSlug,
    session_id: UUID,
    registration_id: UUID,
    data: PlaceGiven,
    caller: Writer,
    db: Db,
    now: Now,
) -> VisitPersonPublic:
    """Put somebody on an option by hand, or on the end of the waitlist. Who is pinned stays when others are planned."""
    edition = await get_edition(db, caller, slug)
    visit = await get_visit(db, edition.id, session_id, lock="exclusive")
    person = await places.place_by_hand(db, edition, visit, registration_id, data, now)
    delegation_id = person.registration.delegation_id
    delegations = await find_delegations(db, {delegation_id} if delegation_id else set())
    begun = await get_visit(db, edition.id, session_id)
    return describing.describe_person(person, delegations, await people.waitlist_positions(db, begun))


@router.get("/lists/{option_id}", response_model=VisitList, responses=refusals(NotFound))
async def take_visit_list(
    slug: EditionSlug, session_id: UUID, option_id: UUID, request: Request, caller: Escort, db: Db, now: Now
) -> VisitList:
    """Take the list of who goes on an option, to be printed; that it was taken is written down."""
    edition = await get_edition(db, caller, slug)
    visit = await get_visit(db, edition.id, session_id)
    return await places.take_list(db, request.app.state.vault, edition, visit, option_id, now)
