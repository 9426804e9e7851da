"""Mailed links: asked for, looked at, and pressed once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import links, queries, rules, throttle
from madang.accounts.errors import CodeWrong, LinkExpired, LinkRevoked, LinkUnknown, LinkUsed
from madang.accounts.models import LinkPurpose, MailedLink
from madang.audit.models import Outcome
from madang.audit.service import record
from madang.core.errors import Refusal
from madang.core.keys import Keyring
from madang.outbox.service import post

_MAIL = {
    LinkPurpose.INVITATION: "invitation",
    LinkPurpose.SIGN_IN: "sign_in_link",
    LinkPurpose.PASSWORD_RESET: "password_reset_link",
    LinkPurpose.EMAIL_CHANGE: "email_change_link",
}


@dataclass(frozen=True)
class Letter:
    """In which words a link is mailed: the kind of message, and the ids that its renderer needs besides the link's."""

    kind: str
    ids: Mapping[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """What shows that somebody reads the mails of an address: a link's token, or its code with the address."""

    token: str | None = None
    email: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Shown:
    """A link that was shown to be somebody's, and what the typing of its code counts on until it is forgiven."""

    link_id: UUID
    counted_on: throttle.Subjects | None


async def make_link(
    db: AsyncSession,
    purpose: LinkPurpose,
    email: str,
    now: datetime,
    *,
    life: timedelta,
    account_id: UUID | None = None,
    language: str | None = None,
    next_path: str | None = None,
    letter: Letter | None = None,
) -> MailedLink:
    """Make a link and write its mail, in the words of `letter` or those of its purpose. `email` is normalised."""
    link = MailedLink(
        purpose=purpose,
        email=email,
        account_id=account_id,
        language=language,
        next=next_path,
        created_at=now,
        expires_at=now + life,
    )
    db.add(link)
    await db.flush()
    letter = letter or Letter(_MAIL[purpose])
    await post(db, letter.kind, now, once=letter_name(link.id), link_id=link.id, **letter.ids)
    return link


def letter_name(link_id: UUID) -> str:
    """Return under which name (`once`) a link's letter stands in the outbox: found along an index."""
    return f"link:{link_id}"


async def ask_for_link(
    db: AsyncSession,
    *,
    purpose: LinkPurpose,
    email: str,
    network: str,
    language: str | None,
    next_path: str | None,
    now: datetime,
) -> None:
    """Have a link mailed to an address, if it has an account: which is only looked up when the mail is written.

    Known and unknown addresses cost the same. Where enough living links are on their way already, nothing more is
    written. Errors: TooManyAttempts, of one network at ever other addresses.
    """
    await throttle.count(db, throttle.asking(network), now)
    since = now - rules.LINK_LIFE
    young = await queries.count_young_links(db, email, purpose, since, most_tries=rules.TRIES_OF_A_CODE)
    if young < rules.LINKS_AT_ONCE:
        await make_link(db, purpose, email, now, life=rules.LINK_LIFE, language=language, next_path=next_path)


async def show(
    db: AsyncSession, keyring: Keyring, proof: Proof, purpose: LinkPurpose | None, *, network: str, now: datetime
) -> list[Shown]:
    """Return the link of a token, or those that a typed code could be of, its try counted before it is compared.

    To be committed before `compare` looks. Errors: LinkUnknown, TooManyAttempts.
    """
    if proof.token is not None:
        link_id = links.find_link_id(keyring, proof.token)
        if link_id is None:
            raise LinkUnknown("this link was not made here; is all of it there?")
        return [Shown(link_id, None)]
    email = rules.find_address(proof.email or "")
    counted_on = throttle.from_network(email, network)
    await throttle.count(db, counted_on, now)
    living = await queries.list_living_links(db, email, purpose, now, most_tries=rules.TRIES_OF_A_CODE)
    tried = update(MailedLink).where(col(MailedLink.id).in_([link.id for link in living]))
    await db.exec(tried.values(tries=col(MailedLink.tries) + 1).execution_options(synchronize_session=False))
    return [Shown(link.id, counted_on) for link in living]


def compare(keyring: Keyring, proof: Proof, candidates: list[Shown]) -> Shown:
    """Return the link that the proof is of. Errors: CodeWrong, alike whether the address has an account or not."""
    if proof.token is not None:
        return candidates[0]
    for candidate in candidates:
        if links.is_code_of(keyring, candidate.link_id, proof.code or ""):
            return candidate
    raise CodeWrong("this code is not right, or no longer good")


async def get_living(db: AsyncSession, link_id: UUID, purpose: LinkPurpose | None, now: datetime) -> MailedLink:
    """Return a link that can be pressed. Errors: LinkUnknown, LinkUsed, LinkRevoked, LinkExpired."""
    link = await queries.find_link(db, link_id)
    refusal = _find_fault(link, purpose, now)
    if link is None or refusal is not None:
        raise refusal or LinkUnknown("there is no such link any more")
    return link


def _find_fault(link: MailedLink | None, purpose: LinkPurpose | None, now: datetime) -> Refusal | None:
    if link is None or purpose not in (None, link.purpose):
        return LinkUnknown("there is no such link")
    if link.used_at is not None:
        return LinkUsed("this link was used already")
    if link.revoked_at is not None:
        return LinkRevoked("this link was taken back")
    if link.expires_at <= now:
        return LinkExpired("this link is too old")
    return None


async def press(db: AsyncSession, shown: Shown, purpose: LinkPurpose, now: datetime) -> MailedLink:
    """Use a link up: one conditional UPDATE decides who was first.

    Errors: LinkUnknown, LinkUsed, LinkRevoked, LinkExpired.
    """
    link = await get_living(db, shown.link_id, purpose, now)
    use = update(MailedLink).where(
        col(MailedLink.id) == link.id, col(MailedLink.used_at).is_(None), col(MailedLink.revoked_at).is_(None)
    )
    used = await db.exec(use.values(used_at=now).execution_options(synchronize_session=False))
    if used.rowcount != 1:
        raise LinkUsed("this link was used already")
    await forgive_look(db, shown, now)
    return link


async def forgive_look(db: AsyncSession, shown: Shown, now: datetime) -> None:
    """Take the counted try of a right code back."""
    if shown.counted_on is not None:
        await throttle.forgive(db, shown.counted_on, now)


async def revoke_links(db: AsyncSession, email: str, now: datetime) -> None:
    """Take every living link back that lets somebody into the account of an address; invitations stay."""
    take_back = update(MailedLink).where(
        col(MailedLink.email) == email,
        col(MailedLink.purpose) != LinkPurpose.INVITATION,
        col(MailedLink.used_at).is_(None),
        col(MailedLink.revoked_at).is_(None),
    )
    await db.exec(take_back.values(revoked_at=now).execution_options(synchronize_session=False))


async def revoke_email_changes(db: AsyncSession, account_id: UUID, now: datetime) -> None:
    """Take back what would give an account another address: whoever asked for it may be whom its owner locks out.

    Such a link stands under its new address, where `revoke_links` does not find it.
    """
    take_back = update(MailedLink).where(
        col(MailedLink.account_id) == account_id,
        col(MailedLink.purpose) == LinkPurpose.EMAIL_CHANGE,
        col(MailedLink.used_at).is_(None),
        col(MailedLink.revoked_at).is_(None),
    )
    await db.exec(take_back.values(revoked_at=now).execution_options(synchronize_session=False))


async def record_refused(db: AsyncSession, shown: Shown, refusal: Refusal, now: datetime) -> None:
    """Write down that a link of ours was refused: it may have been read by somebody whom it was not for."""
    if refusal.audited:
        return  # that is written down of itself
    link = await queries.find_link(db, shown.link_id)
    record(
        db,
        "link.pressed",
        now,
        account_id=link.account_id if link else None,
        subject_kind="mailed_link",
        subject_id=shown.link_id,
        outcome=Outcome.DENIED,
        code=refusal.code,
    )
    await db.flush()
