"""One renderer a kind of message: what is looked up when a mail is sent, and whether it still is to be sent at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import links, queries
from madang.accounts.models import Account, LinkPurpose, MailedLink
from madang.core.keys import Keyring
from madang.core.text import in_language
from madang.mails.registrations import RegistrationRenderers
from madang.mails.words import WORDS, choose_language, make_mail, say_moment, say_role
from madang.outbox.worker import Mail, Renderer
from madang.programme.queries import find_edition_by_id

_NOTICES = (
    "password_changed",
    "second_factor_added",
    "second_factor_removed",
    "account_recovered",
    "refresh_reused",
)


@dataclass(frozen=True)
class Renderers:
    """What renderers need besides the database."""

    keyring: Keyring
    base_url: str

    def by_kind(self) -> dict[str, Renderer]:
        """Return the renderer of every kind of message."""
        return {
            "invitation": self.invitation,
            "sign_in_link": self.link_of_account,
            "password_reset_link": self.link_of_account,
            "email_change_link": self.email_change_link,
            "email_changed": self.email_changed,
            "login_started": self.login_started,
            "recovery_code_used": self.recovery_code_used,
            "api_token_created": self.api_token,
            "api_token_expiring": self.api_token,
            "role_granted": self.role,
            "role_removed": self.role,
            **{kind: self._notice(kind) for kind in _NOTICES},
            **RegistrationRenderers(self.keyring, self.base_url).by_kind(),
        }

    async def invitation(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Say who invites to what, in which role."""
        link = await self._living_link(db, ids, now)
        invitation = await queries.find_invitation_of(db, link.id) if link else None
        if link is None or invitation is None:
            return None
        language = choose_language(invitation.language)
        name, zone = await self._name_edition(db, invitation.edition_id, language)
        inviter = await queries.get_account(db, invitation.invited_by_id) if invitation.invited_by_id else None
        values = {
            "inviter": inviter.email_as_typed if inviter else "Madang",
            "edition": name,
            "role": say_role(invitation.role, language),
            "until": say_moment(link.expires_at, language, zone),
        }
        return self._with_link("invitation", link, invitation.email_as_typed, language, values)

    async def link_of_account(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Mail a link to the account of an address, if there is one: here it is looked up, not when it was asked."""
        link = await self._living_link(db, ids, now)
        account = await queries.find_account(db, link.email) if link else None
        if link is None or account is None or account.disabled_at is not None:
            return None
        language = choose_language(link.language, account.language)
        values = {"until": say_moment(link.expires_at, language)}
        kind = "sign_in_link" if link.purpose is LinkPurpose.SIGN_IN else "password_reset_link"
        return self._with_link(kind, link, account.email_as_typed, language, values)

    async def email_change_link(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Ask the new address of an account whether it is theirs."""
        link = await self._living_link(db, ids, now)
        if link is None:
            return None
        language = choose_language(link.language)
        values = {"until": say_moment(link.expires_at, language)}
        return self._with_link("email_change_link", link, link.email, language, values)

    async def email_changed(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Tell the old address."""
        link = await queries.find_link(db, UUID(ids["old_link_id"]))
        account = await self._find_account(db, ids)
        if link is None or account is None:
            return None
        language = choose_language(account.language)
        values = {"when": say_moment(link.created_at, language)}
        return make_mail(
            "email_changed", recipient=link.email, language=language, base_url=self.base_url, values=values
        )

    async def login_started(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Say that somebody signed in from where nobody did before."""
        account = await self._find_account(db, ids)
        login = await queries.find_login(db, UUID(ids["login_id"]))
        if account is None or login is None:
            return None
        language = choose_language(account.language)
        values = {
            "when": say_moment(login.created_at, language),
            "address": login.address or "?",
            "browser": login.user_agent or "?",
        }
        return self._to(account, "login_started", language, values)

    async def recovery_code_used(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Say that a recovery code was used, and how many are left."""
        account = await self._find_account(db, ids)
        if account is None:
            return None
        language = choose_language(account.language)
        left = await queries.count_recovery_codes(db, account.id)
        return self._to(account, "recovery_code_used", language, {"when": self._when(ids, language), "left": left})

    async def api_token(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> Mail | None:
        """Tell the owner of an API token that it was made, or that it will end."""
        token = await queries.find_api_token(db, UUID(ids["token_id"]))
        expiring = "days" in ids
        if token is None or token.revoked_at is not None or (expiring and token.expires_at <= now):
            return None
        account = await queries.get_account(db, token.account_id)
        language = choose_language(account.language)
        values = {
            "token": token.name,
            "when": say_moment(token.created_at, language),
            "until": say_moment(token.expires_at, language),
        }
        kind = "api_token_expiring" if expiring else "api_token_created"
        return self._to(account, kind, language, values, address="/account/tokens" if expiring else None)

    async def role(self, db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
        """Tell somebody about a role that they have got or lost."""
        account = await self._find_account(db, ids)
        if account is None:
            return None
        language = choose_language(account.language)
        name, _ = await self._name_edition(db, UUID(ids["edition_id"]) if "edition_id" in ids else None, language)
        values = {"edition": name, "role": say_role(ids["role"], language)}
        granted = ids["what"] == "granted"
        kind = "role_granted" if granted else "role_removed"
        return self._to(account, kind, language, values, address="/sign-in" if granted else None)

    def _notice(self, kind: str) -> Renderer:
        async def render(db: AsyncSession, ids: Mapping[str, str], _now: datetime) -> Mail | None:
            account = await self._find_account(db, ids)
            if account is None:
                return None
            language = choose_language(account.language)
            return self._to(account, kind, language, {"when": self._when(ids, language)})

        return render

    @staticmethod
    def _when(ids: Mapping[str, str], language: str) -> str:
        return say_moment(datetime.fromisoformat(ids["at"]), language)

    async def _living_link(self, db: AsyncSession, ids: Mapping[str, str], now: datetime) -> MailedLink | None:
        link = await queries.find_link(db, UUID(ids["link_id"]))
        if link is None or link.used_at or link.revoked_at or link.expires_at <= now:
            return None
        return link

    @staticmethod
    async def _find_account(db: AsyncSession, ids: Mapping[str, str]) -> Account | None:
        return await queries.find_account_by_id(db, UUID(ids["account_id"]))

    @staticmethod
    async def _name_edition(db: AsyncSession, edition_id: UUID | None, language: str) -> tuple[str, str]:
        edition = await find_edition_by_id(db, edition_id) if edition_id else None
        if edition is None:
            return str(WORDS[language]["installation"]), "UTC"
        return in_language(edition.title, language, edition.default_language), edition.timezone

    def _with_link(
        self, kind: str, link: MailedLink, recipient: str, language: str, values: Mapping[str, object]
    ) -> Mail:
        return make_mail(
            kind,
            recipient=recipient,
            language=language,
            base_url=self.base_url,
            values=values,
            address=links.make_address(self.keyring, self.base_url, link.purpose, link.id),
            code=links.make_code(self.keyring, link.id),
        )

    def _to(
        self,
        account: Account,
        kind: str,
        language: str,
        values: Mapping[str, object],
        *,
        address: str | None = None,
    ) -> Mail:
        return make_mail(
            kind,
            recipient=account.email_as_typed,
            language=language,
            base_url=self.base_url,
            values=values,
            address=f"{self.base_url}{address}" if address else None,
        )
