"""Running orders of the sessions in which plans are presented, for organisers and their projector."""

from uuid import UUID

from fastapi import APIRouter, Response

from madang.action_plans.queries.presentations import find_presentation
from madang.action_plans.routes.common import Reader, Writer
from madang.action_plans.schemas.presentations import PresentationFields, PresentationPlans, PresentationShown
from madang.action_plans.service import presentations as service
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.web import Db, EditionSlug, ExpectedVersion, Now, ReadDb, expect, refusals, say_version
from madang.programme.queries import get_edition, get_session

router = APIRouter(prefix="/api/v1/editions/{edition}/plan-presentations", tags=["action plans"])


@router.get("/{session_id}", response_model=PresentationShown, responses=refusals(NotFound))
async def get_plan_presentation(
    slug: EditionSlug, session_id: UUID, response: Response, caller: Reader, db: ReadDb
) -> PresentationShown:
    """Read in which order plans are presented in a session, and how many minutes each has; version 0: nobody said."""
    session = await get_session(db, await get_edition(db, caller, slug), session_id)
    shown = await service.describe_order(db, session, await find_presentation(db, session.id))
    say_version(response, shown.version)
    return shown


@router.put(
    "/{session_id}",
    response_model=PresentationShown,
    responses=refusals(NotFound, Stale, VersionRequired, Invalid),
)
async def set_plan_presentation(
    slug: EditionSlug,
    session_id: UUID,
    data: PresentationFields,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> PresentationShown:
    """Set the running order of a session of the kind `presentation` or `closing`, whole. A plan is presented once."""
    session = await get_session(db, await get_edition(db, caller, slug, lock="shared"), session_id)
    presentation = await find_presentation(db, session.id, lock=True)
    expect(version, await service.describe_order(db, session, presentation))
    presentation = await service.set_order(db, session, presentation, data, now)
    shown = await service.describe_order(db, session, presentation)
    say_version(response, shown.version)
    return shown


@router.get("/{session_id}/plans", response_model=PresentationPlans, responses=refusals(NotFound))
async def get_plans_on_stage(slug: EditionSlug, session_id: UUID, caller: Reader, db: ReadDb) -> PresentationPlans:
    """Read all plans of a running order with all their fields: whatever a projector shows, without a network too."""
    edition = await get_edition(db, caller, slug)
    session = await get_session(db, edition, session_id)
    return await service.describe_stage(db, edition, session, await find_presentation(db, session.id))
