"""Reminders of reports, to whoever may complete them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.queries import find_account_by_id
from madang.action_plans.models import ActionPlan
from madang.core.text import in_language
from madang.delegations.queries import find_delegations
from madang.follow_up import queries
from madang.follow_up.rules.timing import OWED
from madang.follow_up.service.describing import find_state
from madang.mails.words import choose_language, make_mail, say_as_line, say_day
from madang.outbox.worker import Mail, Renderer
from madang.participants.queries import find_registration
from madang.participants.service.requirements import today_in
from madang.programme.queries import find_edition_by_id


@dataclass(frozen=True)
class FollowUpLetters:
    """What these renderers need besides the database."""

    base_url: str

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of each kind of message."""
        return {"report_reminder": self.reminder}

    async def reminder(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Ask for a report; nothing, when it is complete by now or nobody expects it any more."""
        plan = await queries.find_plan(db, UUID(ids["plan_id"]))
        period = await queries.find_period(db, UUID(ids["period_id"]))
        edition = await find_edition_by_id(db, plan.edition_id) if plan else None
        if plan is None or period is None or edition is None:
            return None
        today = today_in(edition, now)
        if find_state(period, plan, await queries.find_report(db, plan.id, period.id), today) not in OWED:
            return None
        found = await _find_reader(db, plan, ids)
        if found is None:
            return None
        recipient, wished = found
        language = choose_language(wished, plan.language, edition.default_language)
        line = say_as_line(
            "report_late" if today > period.due_on else "report_due",
            language,
            plan=plan.title or plan.key,
            period=in_language(period.name, language, edition.default_language),
            until=say_day(period.due_on, language),
        )
        return make_mail(
            "report_reminder",
            recipient=recipient,
            language=language,
            base_url=self.base_url,
            values={"edition": in_language(edition.title, language, edition.default_language), "when_line": line},
            address=f"{self.base_url}/e/{edition.slug}/plans/{plan.id}/reports/{period.id}",
        )


async def _find_reader(db: AsyncSession, plan: ActionPlan, ids: Mapping[str, str]) -> tuple[str, str | None] | None:
    """Return the address that a letter goes to and its reader's language; None when they are gone."""
    if "account_id" in ids:
        account = await find_account_by_id(db, UUID(ids["account_id"]))
        return (account.email_as_typed, account.language) if account else None
    if "registration_id" in ids:
        registration = await find_registration(db, UUID(ids["registration_id"]))
        if registration is None or registration.erased_at is not None:
            return None
        return registration.email_as_typed, registration.language
    delegation = (
        (await find_delegations(db, {plan.delegation_id})).get(plan.delegation_id) if plan.delegation_id else None
    )
    if delegation is None or not delegation.focal_email:
        return None
    return delegation.focal_email, next(iter(delegation.working_languages), None)
