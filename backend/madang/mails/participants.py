"""Mails to participants: what organisers write to many, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.text import in_language
from madang.delegations.queries import find_delegations
from madang.mails.words import WORDS, choose_language, make_mail, say_day
from madang.outbox.worker import Mail, Renderer
from madang.participants import owed, wording
from madang.participants.queries import find_registration
from madang.participants.queries.lists import find_message
from madang.participants.schemas.requirements import Standing
from madang.participants.service.messages import compose
from madang.participants.service.requirements import describe_all, today_in
from madang.programme.queries import find_edition_by_id


@dataclass(frozen=True)
class ParticipantRenderers:
    """Renderers of mails to participants."""

    base_url: str

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of each kind of message."""
        return {"organiser_message": self.organiser_message, "requirement_reminder": self.requirement_reminder}

    async def organiser_message(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Put an organiser's words together for one reader; nobody reads them who was erased meanwhile."""
        registration = await find_registration(db, UUID(ids["registration_id"]))
        message = await find_message(db, UUID(ids["message_id"]))
        edition = await find_edition_by_id(db, message.edition_id) if message else None
        if registration is None or registration.erased_at or message is None or edition is None:
            return None
        delegation = None
        if registration.delegation_id is not None:
            found = await find_delegations(db, {registration.delegation_id})
            delegation = found.get(registration.delegation_id)
        said = compose(message, registration, delegation, edition, self.base_url)
        language = choose_language(registration.language)
        return make_mail(
            "organiser_message",
            recipient=registration.email_as_typed,
            language=language,
            base_url=self.base_url,
            values={
                "subject": said.subject,
                "edition": in_language(edition.title, language, edition.default_language),
            },
            lines=wording.paragraphs(said.text),
        )

    async def requirement_reminder(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Say what somebody still owes and by when; nothing, when all of it has come in meanwhile."""
        registration = await find_registration(db, UUID(ids["registration_id"]))
        edition = await find_edition_by_id(db, registration.edition_id) if registration else None
        if registration is None or registration.erased_at or edition is None:
            return None
        if registration.status not in owed.CHASED:
            return None
        language = choose_language(registration.language)
        words = WORDS[language]["requirement"]
        missing = [each for each in await describe_all(db, registration, today_in(edition, now)) if _is_missing(each)]
        if not missing:
            return None
        own = WORDS[language]["kinds"]["requirement_reminder"]
        name = in_language(edition.title, language, edition.default_language)
        lines = [
            words["overdue" if each.overdue else "due"].format(
                title=in_language(each.requirement.title, registration.language, edition.default_language),
                day=say_day(each.requirement.due_on, language),
            )
            for each in missing
        ]
        return make_mail(
            "requirement_reminder",
            recipient=registration.email_as_typed,
            language=language,
            base_url=self.base_url,
            values={"edition": name},
            lines=[*(line.format(edition=name) for line in own["lines"]), *lines],
            address=f"{self.base_url}/e/{edition.slug}/mine",
        )


def _is_missing(standing: Standing) -> bool:
    return standing.state not in owed.MET
