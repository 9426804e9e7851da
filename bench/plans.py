"""Invented action plans in the registry of an edition, put into the database as if they had been presented."""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from sqlmodel import select

from bench.servers import Madang
from madang import tables
from madang.action_plans.models import ActionPlan, OwnerKind, PlanEvent, PlanStatus, PlanVersion
from madang.action_plans.rules.sdg import TARGETS
from madang.action_plans.service import publishing
from madang.core.db import Database
from madang.delegations.models import Delegation
from madang.programme.models import Edition
from madang.settings import Settings

_ACTIONS = 8
_AT = datetime(2019, 11, 1, 1, tzinfo=UTC)
_WORDS = "A revolving fund that savings groups and the city fill together, lent by a committee of borrowers. "
_PATIENCE = 10.0

assert tables  # imports every model


def publish_plans(madang: Madang, slug: str, plans: int) -> None:
    """Publish so many plans of eight actions each, and wait until the server shows them."""
    asyncio.run(_insert(madang.settings(), slug, plans))
    deadline = time.monotonic() + _PATIENCE
    address = f"{madang.url}/public/v1/editions/{slug}/action-plans"
    while httpx.get(address).json()["total"] < plans:
        if time.monotonic() > deadline:
            raise RuntimeError("the registry does not show what was published")
        time.sleep(0.2)


async def _insert(settings: Settings, slug: str, plans: int) -> None:
    database = Database(settings.sqlalchemy_url)
    async with database.write() as db:
        edition = (await db.exec(select(Edition).where(Edition.slug == slug))).one()
        for number in range(plans):
            at = _AT + timedelta(minutes=number)
            city = Delegation(
                edition_id=edition.id,
                key=f"city-{number}",
                city={"en": f"City {number}"},
                search_name=f"city {number}",
                country=("UG", "NP", "PH", "TZ")[number % 4],
                local_government={"en": f"City {number}"},
            )
            db.add(city)
            await db.flush()
            plan = ActionPlan(
                edition_id=edition.id,
                key=city.key,
                owner_kind=OwnerKind.DELEGATION,
                delegation_id=city.id,
                language="en",
                title=f"Plan {number}",
                status=PlanStatus.PRESENTED,
                presented_at=at,
                public_agreed_at=at,
                endorsed_on=date(2019, 12, 1),
            )
            db.add(plan)
            await db.flush()
            db.add(
                PlanEvent(
                    plan_id=plan.id,
                    at=at,
                    what="moved",
                    from_status=PlanStatus.SUBMITTED,
                    to_status=PlanStatus.PRESENTED,
                )
            )
            fields = _fields(number)
            db.add(
                PlanVersion(plan_id=plan.id, number=1, status=PlanStatus.PRESENTED, revision=1, fields=fields, at=at)
            )
            await db.flush()
            await publishing.publish(db, plan, None, at)
    await database.close()


def _fields(number: int) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "title": f"Plan {number}: work together",
        "problem": _WORDS * 8,
        "objective": _WORDS * 4,
        "pillars": ["finance"],
    }
    for at in range(_ACTIONS):
        action = f"actions/k2f9s000{at:04}"
        fields |= {
            f"{action}/title": f"Action {at} of plan {number}",
            f"{action}/description": _WORDS * 6,
            f"{action}/planned_start": "2020-01-15",
            f"{action}/planned_end": "2021-12-31",
            f"{action}/sdg": [TARGETS[(number * 7 + at * 11) % len(TARGETS)]],
            f"{action}/milestones/k2f9s0000001/title": "By-law passed",
            f"{action}/milestones/k2f9s0000001/due": "2020-06-30",
            f"{action}/budget/k2f9s0000001/year": 2020,
            f"{action}/budget/k2f9s0000001/currency": "UGX",
            f"{action}/budget/k2f9s0000001/planned": "350000000",
        }
    return fields
