"""How the plans of a whole training get on, and who is due, late or silent with a report."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.rules.tree import Row, build
from madang.delegations.models import Delegation
from madang.follow_up import queries
from madang.follow_up.models import PlanReport, ReportPeriod
from madang.follow_up.queries import OwnedPlan
from madang.follow_up.rules.progress import Cohort, Progress, add_up
from madang.follow_up.rules.timing import ReportState
from madang.follow_up.schemas import (
    CityProgress,
    CohortPlan,
    CohortShown,
    GoalProgress,
    PillarProgress,
    ProgressShown,
    ReportPeriodShown,
)
from madang.follow_up.service.describing import count_reported, find_state
from madang.participants.service.requirements import today_in
from madang.programme.models import Edition


async def describe_cohort(db: AsyncSession, edition: Edition, period_id: UUID | None, now: datetime) -> CohortShown:
    """Return the cohort of an edition, as reported in one period; without `period_id`, in the one that is due.

    Every plan that was handed in is in it. The number of statements does not grow with them. Errors: NotFound.
    """
    today = today_in(edition, now)
    periods = await queries.list_periods(db, edition.id)
    period = await queries.get_period(db, edition.id, period_id) if period_id else _choose(periods, today)
    plans = await queries.list_plans(db, edition.id)
    fields = await queries.read_progress(db, [owned.plan.id for owned in plans])
    trees = {plan_id: build(of_plan) for plan_id, of_plan in fields.items()}
    cohort = add_up((owned.plan.id, _city_of(owned), trees[owned.plan.id]) for owned in plans)
    listed = await _list_plans(db, plans, trees, cohort, period, today)
    pillars = await queries.list_pillars(db, edition.id)
    cities = {owned.delegation.id: owned.delegation for owned in plans if owned.delegation}
    return CohortShown(
        today=today,
        default_language=edition.default_language,
        period=ReportPeriodShown.model_validate(period) if period else None,
        periods=[ReportPeriodShown.model_validate(each) for each in periods],
        counts={**dict.fromkeys(ReportState, 0), **Counter(plan.state for plan in listed if plan.state)},
        plans=listed,
        together=ProgressShown.model_validate(cohort.together),
        by_pillar=[
            PillarProgress(key=key, name=name, **vars(cohort.by_pillar.get(key, Progress())))
            for key, name in pillars.items()
        ],
        by_goal=[GoalProgress(goal=goal, **vars(progress)) for goal, progress in cohort.by_goal.items()],
        by_city=_list_cities(cohort, cities),
    )


def _choose(periods: Sequence[ReportPeriod], today: date) -> ReportPeriod | None:
    """Return the period that is looked at now: the last one that is open; before the first one, that."""
    opened = [period for period in periods if period.opens_on <= today]
    return opened[-1] if opened else next(iter(periods), None)


def _city_of(owned: OwnedPlan) -> UUID | None:
    return owned.delegation.id if owned.delegation else None


def _list_cities(cohort: Cohort, cities: Mapping[UUID, Delegation]) -> list[CityProgress]:
    found = [
        CityProgress(delegation_id=city_id, city=cities[city_id].city if city_id else {}, **vars(progress))
        for city_id, progress in cohort.by_city.items()
    ]
    return sorted(found, key=lambda each: cities[each.delegation_id].search_name if each.delegation_id else "\uffff")


async def _list_plans(
    db: AsyncSession,
    plans: Sequence[OwnedPlan],
    trees: Mapping[UUID, Row],
    cohort: Cohort,
    period: ReportPeriod | None,
    today: date,
) -> list[CohortPlan]:
    reports: Mapping[UUID, PlanReport] = await queries.find_reports(db, period.id) if period else {}
    ids = [report.id for report in reports.values()]
    entries = await queries.list_entries(db, ids)
    ratings = await queries.count_ratings(db, ids)
    reminders = await queries.last_reminders(db, period.id) if period else {}
    listed = []
    for owned in plans:
        plan, report = owned.plan, reports.get(owned.plan.id)
        progress = cohort.by_plan[plan.id]
        listed.append(
            CohortPlan(
                id=plan.id,
                key=plan.key,
                title=plan.title,
                status=plan.status,
                owner_kind=plan.owner_kind,
                city=owned.delegation.city if owned.delegation else None,
                name=owned.registration.badge_name if owned.registration else None,
                state=find_state(period, plan, report, today) if period else None,
                opened_at=report.opened_at if report else None,
                completed_at=report.completed_at if report else None,
                reminded_on=reminders.get(plan.id),
                actions=progress.actions,
                reported=count_reported(trees[plan.id], entries[report.id].values()) if report else 0,
                rated=ratings.get(report.id, 0) if report else 0,
                progress=ProgressShown.model_validate(progress),
            )
        )
    return listed
