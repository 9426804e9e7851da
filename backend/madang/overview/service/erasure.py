"""Erasing a person: each domain forgets its own, in one transaction; bytes and mails in folders go afterwards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.accounts.service import erasure as accounts
from madang.action_plans.service.erasure import erase_from_plans
from madang.case_studies.service.erasure import erase_from_case_studies
from madang.core import idempotency
from madang.core.errors import Invalid
from madang.delegations.service.erasure import erase_from_delegations
from madang.files.service import forget_files, remove_bytes
from madang.files.storage import FileStore
from madang.follow_up.service.erasure import erase_from_reports
from madang.notices.service.own import forget_person
from madang.outbox.delivery import Folder
from madang.outbox.service import forget_recipient
from madang.overview import queries
from madang.overview.schemas import AccountLeft
from madang.participants.models import Registration
from madang.participants.service.erasure import addresses_of, erase_registration, names_of
from madang.people.models import Person
from madang.people.queries import find_with_duplicates
from madang.people.service import erase_person
from madang.programme.models import Edition
from madang.programme.service.erasure import erase_from_programmes, forget_publisher, has_part_elsewhere
from madang.schedules.service.calendar_links import forget_link
from madang.stage.service import forget_names
from madang.visits.service.erasure import erase_from_visits


@dataclass(frozen=True)
class Remains:
    """What still lies in folders once an erasure is committed."""

    account: AccountLeft
    files: frozenset[UUID]
    mails: frozenset[UUID]

    async def remove(self, store: FileStore, filed: Folder) -> None:
        """Remove it. What a crash leaves of the files, the worker removes."""
        await remove_bytes(store, self.files)
        for message_id in self.mails:
            filed.path(message_id).unlink(missing_ok=True)


async def erase(
    db: AsyncSession,
    registration: Registration,
    edition: Edition,
    *,
    reason: str,
    person_id: UUID | None = None,
    within: UUID | None = None,
    now: datetime,
) -> Remains:
    """Erase the person of a locked registration from everything but the counts and the consents.

    The account goes with it, unless it has another registration or a role that is no guest's. `person_id` names them
    in the programme: then their name leaves its releases, too. `within`: the only edition whose
    programme the caller works on, and in no other may the person have a part; None: all of them.
    Without it, they are who their registration says: they leave this edition's programme, and are removed altogether
    unless they have a part in another. Errors: PersonErased; Invalid for no such person.
    """
    account = await queries.find_account_by_id(db, registration.account_id)
    addresses, names = addresses_of(registration), names_of(registration)
    if account is not None:
        addresses |= {account.email, account.email_as_typed}
    people = await _find_people(db, person_id, within=within)
    linked = [] if people or not registration.person_id else await find_with_duplicates(db, registration.person_id)
    shared = bool(linked) and await has_part_elsewhere(db, [person.id for person in linked], edition.id)
    # What a participant typed as their name may be any word: a programme loses the names of its own people only.
    own_names = {name for person in [*people, *linked] for name in _names_of_person(person)}
    names |= own_names
    elsewhere = await queries.has_other_registration(db, registration, registration.account_id, addresses)
    mentioned = await queries.theirs_of_files(db, edition.id, registration.account_id, ())

    given = await erase_registration(db, registration, edition, reason=reason, now=now)
    await forget_person(db, edition.id, registration.id, names | addresses)
    files = mentioned | await queries.theirs_of_files(db, edition.id, None, given)
    await forget_files(db, files)
    await erase_from_delegations(
        db,
        edition.id,
        addresses=addresses,
        names=names | addresses,
        account_id=account.id if account else None,
        now=now,
    )
    await erase_from_reports(db, edition.id, names | addresses, now, account_id=account.id if account else None)
    await erase_from_visits(db, edition.id, registration.id, names | addresses)
    await erase_from_case_studies(db, edition.id, registration.id, names | addresses)
    await forget_names(db, names | addresses, now, edition_id=edition.id)
    if people:
        await erase_from_programmes(db, [person.id for person in people], own_names, now, edition_id=within)
        await forget_names(db, own_names, now, edition_id=within)
        await erase_person(db, people, now)
    if linked:
        bound = edition.id if shared else within
        await erase_from_programmes(db, [person.id for person in linked], own_names, now, edition_id=bound)
        await forget_names(db, own_names, now, edition_id=bound)
        if not shared:
            await erase_person(db, linked, now)
    await forget_link(db, registration.id)

    kept = elsewhere or (account is not None and await accounts.leave_edition(db, account.id, edition.id))
    await erase_from_plans(
        db,
        edition.id,
        account_id=account.id if account else None,
        addresses=addresses,
        names=names | addresses,
        everywhere=not kept,
        now=now,
    )
    scope = edition.id if kept else None
    links = await accounts.find_links(db, addresses, edition_id=scope)
    about = [registration.id, *links, *([account.id] if account and not kept else [])]
    mails = await forget_recipient(db, () if kept else addresses, about, now)
    await accounts.forget_invitations(db, addresses, links, edition_id=scope)
    words = {str(registration.id), *map(str, files), *addresses}
    caller = f"account:{account.id}" if account and not kept else None
    await idempotency.forget(db, words, caller=caller)
    left = await _leave(db, account, kept=kept, now=now)
    return Remains(left, frozenset(files), frozenset(mails))


async def _find_people(db: AsyncSession, person_id: UUID | None, *, within: UUID | None) -> list[Person]:
    if person_id is None:
        return []
    found = list(await find_with_duplicates(db, person_id))
    elsewhere = within is not None and await has_part_elsewhere(db, [person.id for person in found], within)
    if not found or elsewhere:
        raise Invalid("there is no such person", errors=[("/body/person_id", "there is no such person")])
    return found


def _names_of_person(person: Person) -> Collection[str]:
    return [name for name in (person.badge_name, person.passport_name, person.own_script_name) if name]


async def _leave(db: AsyncSession, account: Account | None, *, kept: bool, now: datetime) -> AccountLeft:
    if account is None:
        return AccountLeft.NONE
    if kept:
        return AccountLeft.KEPT
    await forget_publisher(db, account.id)
    await accounts.erase_account(db, account, now)
    return AccountLeft.CLOSED
