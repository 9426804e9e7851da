"""Whether a plan is public: agreed by whoever writes it, published by organisers."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from madang.accounts.errors import Forbidden
from madang.action_plans.errors import PublicationNotAgreed, VersionNotPublishable
from madang.action_plans.models import ActionPlan
from madang.action_plans.queries.plans import PlanRole, get_own_plan, get_plan
from madang.action_plans.routes.common import OWN, OWN_PREFIX, PREFIX, Owner, Reader, Writer
from madang.action_plans.schemas.publication import PlanPublication, PlanPublicationGiven, PublicationAgreed
from madang.action_plans.service import publishing
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.web import Db, EditionSlug, ExpectedVersion, Now, ReadDb, RetryableRoute, expect, refusals, say_version
from madang.programme.models import Edition
from madang.programme.queries import get_edition

router = APIRouter(tags=["action plans"], route_class=RetryableRoute)

_CHANGE = (NotFound, Stale, VersionRequired, Invalid)


@router.get(f"{OWN_PREFIX}/{{plan_id}}/publication", response_model=PlanPublication, responses=refusals(*OWN))
async def get_own_publication(
    plan_id: UUID, request: Request, response: Response, caller: Owner, db: ReadDb
) -> PlanPublication:
    """Read what the public sees of a plan that the caller writes."""
    standing = await get_own_plan(db, caller.account_id, plan_id)
    return await _say(db, standing.plan, standing.edition, request, response)


@router.put(
    f"{OWN_PREFIX}/{{plan_id}}/publication",
    response_model=PlanPublication,
    responses=refusals(*OWN, Forbidden, Stale, VersionRequired, Invalid),
)
async def agree_to_publication(
    plan_id: UUID,
    data: PublicationAgreed,
    request: Request,
    response: Response,
    caller: Owner,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> PlanPublication:
    """Agree that a plan is published, or take that back, which takes it out of the registry at once."""
    standing = await get_own_plan(db, caller.account_id, plan_id, lock=True)
    plan, edition = standing.plan, standing.edition
    if standing.role is not PlanRole.OWNER:
        raise Forbidden("whose plan it is agrees that it is published")
    if plan.version != version:
        expect(version, await _say(db, plan, edition, request, response))
    await publishing.agree(db, plan, now, agreed=data.agreed)
    return await _say(db, plan, edition, request, response)


@router.get(f"{PREFIX}/{{plan_id}}/publication", response_model=PlanPublication, responses=refusals(NotFound))
async def get_publication(
    slug: EditionSlug, plan_id: UUID, request: Request, response: Response, caller: Reader, db: ReadDb
) -> PlanPublication:
    """Read what the public sees of a plan, and which version is the newest that it could see."""
    edition = await get_edition(db, caller, slug)
    return await _say(db, await get_plan(db, edition.id, plan_id), edition, request, response)


@router.put(
    f"{PREFIX}/{{plan_id}}/publication",
    response_model=PlanPublication,
    responses=refusals(*_CHANGE, PublicationNotAgreed, VersionNotPublishable),
)
async def publish_plan(
    slug: EditionSlug,
    plan_id: UUID,
    data: PlanPublicationGiven,
    request: Request,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> PlanPublication:
    """Show a version of a plan in the public registry, in place of the one that is there."""
    edition = await get_edition(db, caller, slug)
    plan = await get_plan(db, edition.id, plan_id, lock=True)
    if plan.version != version:
        expect(version, await _say(db, plan, edition, request, response))
    await publishing.publish(db, plan, data.number, now)
    return await _say(db, plan, edition, request, response)


@router.delete(f"{PREFIX}/{{plan_id}}/publication", response_model=PlanPublication, responses=refusals(*_CHANGE))
async def withdraw_plan(
    slug: EditionSlug,
    plan_id: UUID,
    request: Request,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> PlanPublication:
    """Take a plan out of the public registry; its writers' word stands."""
    edition = await get_edition(db, caller, slug)
    plan = await get_plan(db, edition.id, plan_id, lock=True)
    if plan.version != version:
        expect(version, await _say(db, plan, edition, request, response))
    await publishing.withdraw(db, plan, now)
    return await _say(db, plan, edition, request, response)


async def _say(db: Db, plan: ActionPlan, edition: Edition, request: Request, response: Response) -> PlanPublication:
    shown = await publishing.describe(db, plan, edition, request.app.state.settings.base_url)
    say_version(response, shown.version)
    return shown
