"""Renderers of what is mailed about registrations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import links
from madang.accounts import queries as accounts
from madang.accounts.models import MailedLink
from madang.core.keys import Keyring
from madang.core.text import in_language
from madang.mails.calendar_file import edition_calendar
from madang.mails.words import choose_language, make_mail, say_days, say_moment
from madang.outbox.worker import Attachment, Mail, Renderer
from madang.participants import queries
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition
from madang.programme.queries import find_edition_by_id

_STANDS = {
    "registration_received": RegistrationStatus.SUBMITTED,
    "registration_accepted": RegistrationStatus.ACCEPTED,
    "registration_waitlisted": RegistrationStatus.WAITLISTED,
    "place_offered": RegistrationStatus.WAITLISTED,
    "offer_expired": RegistrationStatus.WAITLISTED,
    "registration_declined": RegistrationStatus.DECLINED,
    "registration_cancelled": RegistrationStatus.CANCELLED,
}


@dataclass(frozen=True)
class RegistrationRenderers:
    """What renderers of registrations need besides the database."""

    keyring: Keyring
    base_url: str

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of every kind of message about registrations."""
        return {
            "registration_link": self.link,
            "registration_invitation": self.invitation,
            **{kind: self._standing(kind) for kind in _STANDS},
        }

    async def link(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Lead somebody who asked for it to the form: by a link that signs in, or by one that makes an account."""
        link = await self._find_living(db, ids, now)
        edition = await find_edition_by_id(db, UUID(ids["edition_id"]))
        if link is None or edition is None:
            return None
        language = choose_language(link.language, edition.default_language)
        values = self._name(edition, language) | {"until": say_moment(link.expires_at, language, edition.timezone)}
        return self._with_link("registration_link", link, link.email, language, values)

    async def invitation(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Ask somebody whom the organisers entered to complete their registration."""
        found = await self._find(db, ids)
        if found is None:
            return None
        registration, edition = found
        language = choose_language(registration.language, edition.default_language)
        values = self._name(edition, language)
        if "link_id" not in ids:  # they are a participant already: signing in leads there
            return self._to_page("registration_invitation", registration, edition, language, values)
        link = await self._find_living(db, ids, now)
        if link is None:
            return None
        return self._with_link("registration_invitation", link, registration.email_as_typed, language, values)

    def _standing(self, kind: str) -> Renderer:
        async def render(db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
            found = await self._find(db, ids)
            # What was true when it was written may be over: a place taken since, a registration sent and cancelled.
            if found is None or found[0].status is not _STANDS[kind]:
                return None
            registration, edition = found
            if kind == "place_offered" and (registration.offered_until is None or registration.offered_until <= now):
                return None
            language = choose_language(registration.language, edition.default_language)
            values: dict[str, object] = {**self._name(edition, language), "comment": "", "until": ""}
            event = await queries.find_event(db, UUID(ids["event_id"]))
            if event is not None and event.told:
                values["comment"] = event.comment
            if registration.offered_until is not None:
                values["until"] = say_moment(registration.offered_until, language, edition.timezone)
            attachments: tuple[Attachment, ...] = ()
            if kind == "registration_accepted":
                attachments = (self._calendar(edition, language, datetime.fromisoformat(ids["at"])),)
            return self._to_page(kind, registration, edition, language, values, attachments)

        return render

    @staticmethod
    async def _find(db: AsyncSession, ids: Mapping[str, str]) -> tuple[Registration, Edition] | None:
        registration = await queries.find_registration(db, UUID(ids["registration_id"]))
        if registration is None or registration.erased_at is not None:
            return None
        edition = await find_edition_by_id(db, registration.edition_id)
        return (registration, edition) if edition else None

    @staticmethod
    async def _find_living(db: AsyncSession, ids: Mapping[str, str], now: datetime) -> MailedLink | None:
        link = await accounts.find_link(db, UUID(ids["link_id"]))
        if link is None or link.used_at or link.revoked_at or link.expires_at <= now:
            return None
        return link

    @staticmethod
    def _name(edition: Edition, language: str) -> dict[str, object]:
        return {
            "edition": in_language(edition.title, language, edition.default_language),
            "days": say_days([date.fromisoformat(day) for day in edition.days], language),
        }

    def _calendar(self, edition: Edition, language: str, stamp: datetime) -> Attachment:
        content = edition_calendar(
            slug=edition.slug,
            title=in_language(edition.title, language, edition.default_language),
            place=in_language(edition.place, language, edition.default_language),
            days=[date.fromisoformat(day) for day in edition.days],
            address=f"{self.base_url}/e/{edition.slug}",
            stamp=stamp,
        )
        return Attachment(f"{edition.slug}.ics", "calendar", content)

    def _with_link(
        self, kind: str, link: MailedLink, recipient: str, language: str, values: Mapping[str, object]
    ) -> Mail:
        return make_mail(
            kind,
            recipient=recipient,
            language=language,
            base_url=self.base_url,
            values=values,
            address=links.make_address(self.keyring, self.base_url, link.purpose, link.id, language),
            code=links.make_code(self.keyring, link.id),
        )

    def _to_page(
        self,
        kind: str,
        registration: Registration,
        edition: Edition,
        language: str,
        values: Mapping[str, object],
        attachments: tuple[Attachment, ...] = (),
    ) -> Mail:
        return make_mail(
            kind,
            recipient=registration.email_as_typed,
            language=language,
            base_url=self.base_url,
            values=values,
            address=f"{self.base_url}/e/{edition.slug}/register?lang={language}",
            attachments=attachments,
        )
