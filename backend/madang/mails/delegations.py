"""Letters to and about delegations: to the focal point, to whoever is nominated, to whoever no longer comes."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries as accounts
from madang.accounts.models import Account, Invitation, MailedLink
from madang.core.text import in_language
from madang.delegations.models import Delegation, DelegationStatus
from madang.delegations.queries import find_event, find_with_seats
from madang.mails.renderers import Renderers
from madang.mails.words import choose_language, make_mail, say_as_line, say_moment, say_seats
from madang.outbox.worker import Mail, Renderer
from madang.participants.models import Registration
from madang.participants.queries import find_registration
from madang.participants.queries.members import find_last_words
from madang.participants.rules import SEATED
from madang.programme.models import Edition
from madang.programme.queries import find_edition_by_id

_NOT_COMING = frozenset({DelegationStatus.DECLINED, DelegationStatus.WITHDRAWN})


class DelegationLetters(Renderers):
    """What delegations post. A letter brings a link to accept, or leads to the page where none is needed."""

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of every kind of message."""
        return {
            "delegation_invitation": self.delegation_invitation,
            "nomination": self.nomination,
            "membership_ended": self.membership_ended,
        }

    async def delegation_invitation(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Invite a city: by whom, to what, how many seats for whom, until when to nominate."""
        found = await self._find_delegation(db, ids)
        offered = await self._find_offered(db, ids, now)
        if found is None or offered is None or found[0].status in _NOT_COMING:
            return None
        delegation, edition = found
        link, reader = offered
        language = choose_language(link.language if link else None, reader.language)
        event = await find_event(db, UUID(ids["event_id"]))
        seats = say_seats({row.capacity: row.seats for row in delegation.seats}, language)
        until = say_moment(delegation.nominate_by, language, edition.timezone) if delegation.nominate_by else ""
        values = {
            **self._names(delegation, edition, language),
            "message": event.comment if event else "",
            "seats_line": say_as_line("seats", language, seats=seats),
            "deadline_line": say_as_line("nominate_by", language, until=until),
        }
        kind = "delegation_invitation"
        return self._letter(kind, link, reader, language, values, f"/e/{edition.slug}/delegation")

    async def nomination(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Tell somebody that their city nominates them, and where to register."""
        found = await self._find_delegation(db, ids)
        member = await find_registration(db, UUID(ids["registration_id"]))
        offered = await self._find_offered(db, ids, now)
        if found is None or member is None or offered is None or member.status not in SEATED or member.erased_at:
            return None
        delegation, edition = found
        link, reader = offered
        language = choose_language(member.language)
        values = {**self._names(delegation, edition, language), "name": member.badge_name}
        return self._letter("nomination", link, reader, language, values, f"/e/{edition.slug}/register")

    async def membership_ended(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Tell a member that they no longer come with their city, and why if that was said."""
        found = await self._find_delegation(db, ids)
        member = await find_registration(db, UUID(ids["registration_id"]))
        if found is None or member is None or not self._is_told(member, found[0]):
            return None
        delegation, edition = found
        language = choose_language(member.language)
        comment = await find_last_words(db, member.id)
        values = {
            **self._names(delegation, edition, language),
            "name": member.badge_name,
            "reason_line": say_as_line("reason", language, comment=comment),
        }
        return make_mail(
            "membership_ended",
            recipient=member.email_as_typed,
            language=language,
            base_url=self.base_url,
            values=values,
        )

    @staticmethod
    def _is_told(member: Registration, delegation: Delegation) -> bool:
        # Erased, or taken in again before the mail was written: then there is nothing to be told.
        return not member.erased_at and not (member.delegation_id == delegation.id and member.status in SEATED)

    @staticmethod
    async def _find_delegation(db: AsyncSession, ids: Mapping[str, str]) -> tuple[Delegation, Edition] | None:
        delegation = await find_with_seats(db, UUID(ids["delegation_id"]))
        edition = await find_edition_by_id(db, delegation.edition_id) if delegation else None
        return (delegation, edition) if delegation and edition else None

    async def _find_offered(
        self, db: AsyncSession, ids: Mapping[str, str], now: datetime
    ) -> tuple[MailedLink | None, Account | Invitation] | None:
        """Return the link with its invitation, or no link with the account that has the role; None: it is over."""
        if "link_id" not in ids:
            account = await self._find_account(db, ids)
            return (None, account) if account and account.disabled_at is None else None
        link = await self._living_link(db, ids, now)
        invitation = await accounts.find_invitation_of(db, link.id) if link else None
        return (link, invitation) if link and invitation else None

    @staticmethod
    def _names(delegation: Delegation, edition: Edition, language: str) -> dict[str, str]:
        default = edition.default_language
        return {
            "city": in_language(delegation.city, language, default),
            "edition": in_language(edition.title, language, default),
        }

    def _letter(
        self,
        kind: str,
        link: MailedLink | None,
        reader: Account | Invitation,
        language: str,
        values: Mapping[str, object],
        path: str,
    ) -> Mail:
        if link is not None:
            return self._with_link(kind, link, reader.email_as_typed, language, values)
        return make_mail(
            kind,
            recipient=reader.email_as_typed,
            language=language,
            base_url=self.base_url,
            values=values,
            address=f"{self.base_url}{path}?lang={language}",
        )
