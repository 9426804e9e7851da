"""Reports as organisers read and rate them."""

from uuid import UUID

from fastapi import APIRouter, Response

from madang.action_plans.queries.plans import get_plan
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.web import Db, EditionSlug, ExpectedVersion, Now, ReadDb, RetryableRoute, refusals, say_version
from madang.follow_up import queries
from madang.follow_up.errors import ReportOpen
from madang.follow_up.models import ActionRating
from madang.follow_up.routes.common import ActionId, Reader, Writer
from madang.follow_up.schemas import ActionRatingShown, PlanReports, RatingFields, ReportShown
from madang.follow_up.service import describing, reports
from madang.programme.queries import get_edition

router = APIRouter(
    prefix="/api/v1/editions/{edition}/action-plans/{plan_id}/reports", tags=["follow-up"], route_class=RetryableRoute
)


@router.get("", response_model=PlanReports, responses=refusals(NotFound))
async def get_plan_reports(slug: EditionSlug, plan_id: UUID, caller: Reader, db: ReadDb, now: Now) -> PlanReports:
    """List when a plan is reported on, and where each report stands."""
    edition = await get_edition(db, caller, slug)
    return await describing.list_own(db, await get_plan(db, edition.id, plan_id), edition, now)


@router.get("/{period_id}", response_model=ReportShown, responses=refusals(NotFound))
async def get_plan_report(
    slug: EditionSlug, plan_id: UUID, period_id: UUID, response: Response, caller: Reader, db: ReadDb, now: Now
) -> ReportShown:
    """Read a report, also while it is written."""
    edition = await get_edition(db, caller, slug)
    plan = await get_plan(db, edition.id, plan_id)
    period = await queries.get_period(db, edition.id, period_id)
    shown = await describing.describe(db, plan, edition, period, now)
    say_version(response, shown.version)
    return shown


@router.put(
    "/{period_id}/ratings/{action_id}",
    response_model=ActionRatingShown,
    responses=refusals(NotFound, Stale, VersionRequired, Invalid, ReportOpen),
)
async def rate_action(
    slug: EditionSlug,
    plan_id: UUID,
    period_id: UUID,
    action_id: ActionId,
    data: RatingFields,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> ActionRating:
    """Say how far an action of a completed report has come, by its evidence; `If-Match: "0"` for the first time."""
    edition = await get_edition(db, caller, slug, lock="shared")
    plan = await get_plan(db, edition.id, plan_id, lock=True)
    period = await queries.get_period(db, edition.id, period_id)
    rating = await reports.rate(
        db, plan, period, action_id, data, account_id=caller.account_id, version=version, now=now
    )
    say_version(response, rating.version)
    return rating
