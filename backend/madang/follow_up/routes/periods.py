"""When cities report, as organisers say; whoever owes a report is reminded; how all plans get on."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from madang.core.errors import InUse, Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.schemas import Page
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    make_page,
    refusals,
    say_version,
)
from madang.follow_up import queries
from madang.follow_up.models import ReportPeriod
from madang.follow_up.routes.common import Reader, Writer
from madang.follow_up.schemas import (
    CohortShown,
    RemindedOfReports,
    RemindOfReports,
    ReportPeriodFields,
    ReportPeriodShown,
    ReportPeriodUpdate,
)
from madang.follow_up.service import cohort, reminding
from madang.follow_up.service import periods as service
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1/editions/{edition}", tags=["follow-up"], route_class=RetryableRoute)
_PERIOD = "/report-periods/{period_id}"


@router.get("/report-periods", response_model=Page[ReportPeriodShown], responses=refusals(NotFound))
async def list_report_periods(
    slug: EditionSlug, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List when cities report, the first due one first."""
    edition = await get_edition(db, caller, slug)
    return make_page(request, response, await queries.page_periods(db, edition, page))


@router.post(
    "/report-periods", response_model=ReportPeriodShown, status_code=201, responses=refusals(NotFound, Invalid, Taken)
)
async def create_report_period(
    slug: EditionSlug, data: ReportPeriodFields, response: Response, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> ReportPeriod:
    """Have every city report once more."""
    edition = await get_edition(db, caller, slug, lock="shared")
    period = await service.create_period(db, edition, data, now)
    say_version(response, period.version)
    return period


@router.get(_PERIOD, response_model=ReportPeriodShown, responses=refusals(NotFound))
async def get_report_period(
    slug: EditionSlug, period_id: UUID, response: Response, caller: Reader, db: ReadDb
) -> ReportPeriod:
    """Read one period."""
    edition = await get_edition(db, caller, slug)
    period = await queries.get_period(db, edition.id, period_id)
    say_version(response, period.version)
    return period


@router.patch(
    _PERIOD, response_model=ReportPeriodShown, responses=refusals(NotFound, Stale, VersionRequired, Invalid, Taken)
)
async def update_report_period(
    slug: EditionSlug,
    period_id: UUID,
    changes: ReportPeriodUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> ReportPeriod:
    """Change a period's name, days and reminders."""
    edition = await get_edition(db, caller, slug, lock="shared")
    period = await queries.get_period(db, edition.id, period_id, lock=True)
    expect(version, ReportPeriodShown.model_validate(period))
    await service.update_period(db, edition, period, changes, now)
    say_version(response, period.version)
    return period


@router.delete(_PERIOD, status_code=204, responses=refusals(NotFound, Stale, VersionRequired, InUse))
async def delete_report_period(
    slug: EditionSlug, period_id: UUID, caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Take a period back; possible until somebody has opened its report."""
    edition = await get_edition(db, caller, slug, lock="shared")
    period = await queries.get_period(db, edition.id, period_id, lock=True)
    expect(version, ReportPeriodShown.model_validate(period))
    await service.delete_period(db, period, now)


@router.post(f"{_PERIOD}/remind", response_model=RemindedOfReports, responses=refusals(NotFound))
async def remind_of_reports(
    slug: EditionSlug, period_id: UUID, data: RemindOfReports, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> RemindedOfReports:
    """Write now to the people of plans that owe the report; of nobody twice a day."""
    edition = await get_edition(db, caller, slug, lock="shared")
    period = await queries.get_period(db, edition.id, period_id)
    return await reminding.remind_by_hand(db, edition, period, data.plan_ids, account_id=caller.account_id, now=now)


@router.get("/cohort", response_model=CohortShown, responses=refusals(NotFound))
async def get_cohort(
    slug: EditionSlug,
    caller: Reader,
    db: ReadDb,
    now: Now,
    period_id: Annotated[
        UUID | None, Query(description="Whose reports are looked at; the one that is due when left out.")
    ] = None,
) -> CohortShown:
    """Read how all plans that were handed in get on, and whose report is due, late or silent."""
    edition = await get_edition(db, caller, slug)
    return await cohort.describe_cohort(db, edition, period_id, now)
