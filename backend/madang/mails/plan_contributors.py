"""The letter to somebody at home who is to write an action plan along."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.models import ActionPlan
from madang.action_plans.queries.contributors import find_contributor
from madang.action_plans.queries.owners import find_owners
from madang.action_plans.queries.plans import find_plan_by_id
from madang.core.text import in_language
from madang.mails.delegations import DelegationLetters
from madang.mails.words import choose_language
from madang.outbox.worker import Mail, Renderer
from madang.programme.models import Edition
from madang.programme.queries import find_edition_by_id


class PlanContributorLetters(DelegationLetters):
    """What is posted to contributors: a link to accept, or the way to the plan where none is needed."""

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of every kind of message."""
        return {"plan_contribution": self.plan_contribution}

    async def plan_contribution(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Ask somebody to write along: whose plan, of which training. Nothing once they were taken out again."""
        contributor = await find_contributor(db, UUID(ids["contributor_id"]))
        plan = await find_plan_by_id(db, contributor.plan_id) if contributor else None
        edition = await find_edition_by_id(db, plan.edition_id) if plan else None
        offered = await self._find_offered(db, ids, now)
        if contributor is None or plan is None or edition is None or offered is None:
            return None
        link, reader = offered
        language = choose_language(contributor.language)
        values = {
            "name": contributor.name,
            "owner": await _say_owner(db, plan, edition, language),
            "edition": in_language(edition.title, language, edition.default_language),
        }
        return self._letter("plan_contribution", link, reader, language, values, f"/e/{edition.slug}/plans/{plan.id}")


async def _say_owner(db: AsyncSession, plan: ActionPlan, edition: Edition, language: str) -> str:
    """Return whose plan it is: a trainee by name, else the city, else the training."""
    owner = (await find_owners(db, [plan]))[plan.id]
    if owner.name:
        return owner.name
    city = in_language(owner.city or {}, language, edition.default_language)
    return city or in_language(edition.title, language, edition.default_language)
