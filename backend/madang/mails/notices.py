"""Mails that tell people what has changed for them, and what cannot wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.keys import Keyring
from madang.core.text import in_language
from madang.mails.notice_words import NoticeWriter
from madang.mails.words import WORDS, choose_language, make_mail
from madang.notices.models import Announcement, Notice
from madang.notices.queries.own import find_with_edition
from madang.notices.rules import whole_items
from madang.notices.service.own import make_notice_token
from madang.outbox.worker import Mail, Renderer
from madang.participants import wording
from madang.participants.models import Registration, RegistrationStatus
from madang.participants.queries import find_registration
from madang.programme.models import Edition


@dataclass(frozen=True)
class NoticeLetters:
    """What these renderers need besides the database."""

    keyring: Keyring
    base_url: str

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of every kind of message."""
        return {"notice_changes": self.changes, "notice_urgent": self.urgent}

    async def changes(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Tell somebody what has changed for them, with old and new time and place, in their language."""
        found = await self._find(db, ids)
        if found is None:
            return None
        notice, announcement, edition, registration = found
        language = choose_language(registration.language, edition.default_language)
        values = self._values(edition, language)
        own = [line.format(**values) for line in WORDS[language]["kinds"]["notice_changes"]["lines"]]
        said = NoticeWriter(edition, language).say_all(whole_items(announcement.items, notice.items))
        return self._write("notice_changes", notice, registration, language, values, [*own, *said])

    async def urgent(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Give somebody the organisers' own words, in the reader's language where they are written in it."""
        found = await self._find(db, ids)
        if found is None:
            return None
        notice, announcement, edition, registration = found
        language = choose_language(registration.language, edition.default_language)
        reads, default = registration.language, edition.default_language
        values = self._values(edition, language) | {"title": in_language(announcement.title, reads, default)}
        lines = wording.paragraphs(in_language(announcement.text, reads, default))
        return self._write("notice_urgent", notice, registration, language, values, lines)

    @staticmethod
    async def _find(
        db: AsyncSession, ids: Mapping[str, str]
    ) -> tuple[Notice, Announcement, Edition, Registration] | None:
        found = await find_with_edition(db, UUID(ids["notice_id"]))
        registration = await find_registration(db, UUID(ids["registration_id"]))
        if found is None or registration is None or registration.erased_at is not None:
            return None
        if registration.status != RegistrationStatus.ACCEPTED:
            return None  # they have cancelled since: nothing of this concerns them
        return (*found, registration)

    def _values(self, edition: Edition, language: str) -> dict[str, str]:
        return {
            "edition": in_language(edition.title, language, edition.default_language),
            "schedule": f"{self.base_url}/e/{edition.slug}/schedule",
        }

    def _write(
        self,
        kind: str,
        notice: Notice,
        registration: Registration,
        language: str,
        values: Mapping[str, object],
        lines: list[str],
    ) -> Mail:
        token = make_notice_token(self.keyring, notice.id)
        return make_mail(
            kind,
            recipient=registration.email_as_typed,
            language=language,
            base_url=self.base_url,
            values=values,
            address=f"{self.base_url}/notice?lang={language}#{token}",
            lines=lines,
        )
