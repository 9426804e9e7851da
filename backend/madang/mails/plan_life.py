"""Letters about action plans: returned, commented on, handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.accounts.queries import find_account_by_id
from madang.action_plans.models import ActionPlan, PlanStatus
from madang.action_plans.queries.life import find_comment, find_event
from madang.action_plans.queries.people import find_writer
from madang.action_plans.queries.plans import find_plan_by_id
from madang.core.text import in_language
from madang.mails.words import choose_language, make_mail, say_as_line
from madang.outbox.worker import Mail, Renderer
from madang.programme.models import Edition
from madang.programme.queries import find_edition_by_id

_QUOTED = 300  # characters of a comment that a mail repeats


@dataclass(frozen=True)
class _Reader:
    """Whom a letter goes to; an organiser reads a plan at another address."""

    name: str
    email: str
    language: str | None
    organiser: bool = False


@dataclass(frozen=True)
class PlanLetters:
    """What these renderers need besides the database."""

    base_url: str

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of every kind of message about action plans."""
        return {
            "plan_returned": self.returned,
            "plan_commented": self.commented,
            "plan_handed_over": self.handed_over,
        }

    async def returned(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Say that a plan is a draft again, and why."""
        found = await self._find(db, ids)
        event = await find_event(db, UUID(ids["event_id"]))
        # Handed in once more before this was sent: whoever did that knows.
        if found is None or event is None or found[0].status is not PlanStatus.DRAFT:
            return None
        plan, edition, reader = found
        return self._write("plan_returned", plan, edition, reader, {"comment": event.comment})

    async def commented(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Repeat what was said beside a field; the other comments of that day are read on the page."""
        found = await self._find(db, ids)
        comment = await find_comment(db, UUID(ids["comment_id"]))
        if found is None or comment is None:
            return None
        plan, edition, reader = found
        language = choose_language(reader.language, edition.default_language)
        said = comment.text if len(comment.text) <= _QUOTED else f"{comment.text[:_QUOTED].rstrip()}…"
        lines: dict[str, object] = {
            "comment_line": say_as_line("plan_comment", language, comment=said),
            "suggestion_line": "" if comment.suggestion is None else say_as_line("plan_suggestion", language),
        }
        return self._write("plan_commented", plan, edition, reader, lines)

    async def handed_over(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Tell somebody that a plan is theirs from now on."""
        found = await self._find(db, {"writer": f"account:{ids['account_id']}", **ids})
        return None if found is None else self._write("plan_handed_over", *found, {})

    @staticmethod
    async def _find(db: AsyncSession, ids: Mapping[str, str]) -> tuple[ActionPlan, Edition, _Reader] | None:
        plan = await find_plan_by_id(db, UUID(ids["plan_id"]))
        edition = await find_edition_by_id(db, plan.edition_id) if plan else None
        if plan is None or edition is None:
            return None
        # Whoever does not write it any more is not written to.
        writer = await find_writer(db, plan, ids["writer"])
        if writer is not None:
            return plan, edition, _Reader(writer.name, writer.email, writer.language)
        account = await _find_account(db, ids["writer"])
        if account is None or "comment_id" not in ids:
            return None
        return plan, edition, _Reader("", account.email_as_typed, account.language, organiser=True)

    def _write(
        self, kind: str, plan: ActionPlan, edition: Edition, reader: _Reader, lines: Mapping[str, object]
    ) -> Mail:
        language = choose_language(reader.language, edition.default_language)
        place = "organise" if reader.organiser else "e"
        return make_mail(
            kind,
            recipient=reader.email,
            language=language,
            base_url=self.base_url,
            values={
                "greeting": say_as_line("plan_greeting", language, person=reader.name),
                "edition": in_language(edition.title, language, edition.default_language),
                "plan": plan.title or say_as_line("plan_untitled", language),
                **lines,
            },
            address=f"{self.base_url}/{place}/{edition.slug}/plans/{plan.id}?lang={language}",
        )


async def _find_account(db: AsyncSession, writer: str) -> Account | None:
    kind, _, account_id = writer.partition(":")
    account = await find_account_by_id(db, UUID(account_id)) if kind == "account" else None
    return account if account is not None and account.disabled_at is None else None
