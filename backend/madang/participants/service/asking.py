"""Asking to register, by somebody who may not have an account yet."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts import queries as accounts
from madang.accounts import throttle
from madang.accounts.models import LinkPurpose, Role
from madang.accounts.rules import LINK_LIFE, LINKS_AT_ONCE, find_address
from madang.accounts.service import links
from madang.accounts.service.invitations import offer
from madang.core.errors import NotFound
from madang.participants import queries, rules
from madang.participants.errors import RegistrationClosed
from madang.participants.service.decisions import register_path
from madang.programme.models import Visibility
from madang.programme.queries import find_edition


async def ask_to_register(
    db: AsyncSession, *, email: str, slug: str, language: str | None, network: str, now: datetime
) -> None:
    """Have a link to the form of an edition mailed: one that signs in where the address has an account, else an
    invitation that makes one. Of the same address few are written in a while, and the answer is always the same.

    Errors: NotFound, RegistrationClosed, which the edition alone decides; TooManyAttempts of one network.
    """
    edition = await find_edition(db, slug)
    form = await queries.find_form(db, edition.id) if edition else None
    if edition is None or edition.visibility is Visibility.PRIVATE or form is None:
        raise NotFound(f"there is nothing to register to at {slug!r}")
    if not rules.is_open(form, now):
        raise RegistrationClosed("the form takes nothing at this moment: it is not open yet, or closed")
    await throttle.count(db, throttle.asking(network), now)
    address = find_address(email)
    if not address or await accounts.count_links_since(db, address, now - LINK_LIFE) >= LINKS_AT_ONCE:
        return
    letter = links.Letter("registration_link", {"edition_id": edition.id})
    account = await accounts.find_account(db, address)
    if account is not None:
        await links.make_link(
            db,
            LinkPurpose.SIGN_IN,
            address,
            now,
            life=LINK_LIFE,
            language=language,
            next_path=register_path(edition),
            letter=letter,
        )
        return
    await offer(
        db,
        email=email,
        role=Role.PARTICIPANT,
        edition_id=edition.id,
        language=language or edition.default_language,
        letter=letter,
        next_path=register_path(edition),
        invited_by_id=None,
        now=now,
    )
