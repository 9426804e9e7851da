"""Reminders of reports, to whoever may complete them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.queries.people import find_writer
from madang.core.text import in_language
from madang.follow_up import queries
from madang.follow_up.rules.timing import OWED
from madang.follow_up.service.describing import find_state
from madang.mails.words import choose_language, make_mail, say_as_line, say_day
from madang.outbox.worker import Mail, Renderer
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
        person = await find_writer(db, plan, ids["person"])
        if person is None:
            return None
        language = choose_language(person.language, plan.language, edition.default_language)
        line = say_as_line(
            "report_late" if today > period.due_on else "report_due",
            language,
            plan=plan.title or plan.key,
            period=in_language(period.name, language, edition.default_language),
            until=say_day(period.due_on, language),
        )
        return make_mail(
            "report_reminder",
            recipient=person.email,
            language=language,
            base_url=self.base_url,
            values={"edition": in_language(edition.title, language, edition.default_language), "when_line": line},
            address=f"{self.base_url}/e/{edition.slug}/plans/{plan.id}/reports/{period.id}",
        )
