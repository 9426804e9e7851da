"""What every use case begins with: a plan, and who has it in hand; and how those who did something are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller
from madang.accounts.queries import find_accounts
from madang.action_plans.models import ActionPlan, PlanEvent, PlanStatus
from madang.action_plans.queries.fields import find_names
from madang.action_plans.queries.plans import PlanRole, get_own_plan, get_plan
from madang.action_plans.rules.transitions import Hand
from madang.action_plans.schemas.life import PlanAuthor
from madang.action_plans.service.contributors import note_arrival
from madang.core.origin import find_origin
from madang.programme.models import Edition
from madang.programme.queries import get_edition


@dataclass(frozen=True)
class Held:
    """A plan in somebody's hand."""

    plan: ActionPlan
    edition: Edition
    hand: Hand
    account_id: UUID


async def hold_own(db: AsyncSession, caller: Caller, plan_id: UUID, *, lock: bool = False) -> Held:
    """Return a plan for one of its writers; locked, nobody else changes it meanwhile. Errors: NotFound."""
    standing = await get_own_plan(db, caller.account_id, plan_id, lock=lock)
    if lock and standing.role is PlanRole.CONTRIBUTOR:
        await note_arrival(db, standing.plan, caller.account_id)
    return Held(standing.plan, standing.edition, Hand(standing.role), caller.account_id)


async def hold(db: AsyncSession, caller: Caller, slug: str, plan_id: UUID, *, lock: bool = False) -> Held:
    """Return a plan of an edition for an organiser of it. Errors: NotFound."""
    edition = await get_edition(db, caller, slug)
    return Held(await get_plan(db, edition.id, plan_id, lock=lock), edition, Hand.ORGANISER, caller.account_id)


def note_event(
    db: AsyncSession,
    plan: ActionPlan,
    what: str,
    now: datetime,
    *,
    before: PlanStatus | None = None,
    comment: str = "",
    version_number: int | None = None,
) -> PlanEvent:
    """Append to a plan's history; who did it is known from the transaction. No names: people can be erased.

    A published plan's version is raised with it, for by that the registry knows that its page tells something else.
    """
    origin = find_origin(db.sync_session)
    event = PlanEvent(
        plan_id=plan.id,
        at=now,
        account_id=origin.account_id if origin else None,
        what=what,
        from_status=before or plan.status,
        to_status=plan.status,
        comment=comment,
        version_number=version_number,
    )
    db.add(event)
    if plan.published_number is not None:
        plan.touch(now)
    return event


@dataclass(frozen=True)
class Authors:
    """How those are called who did something, as whoever asks may know it."""

    names: Mapping[UUID, str]  # writers
    organisers: Mapping[UUID, str]  # for organisers only
    asking: UUID

    def describe(self, account_id: UUID | None, *, office: bool | None = None) -> PlanAuthor:
        """Return whose doing it was. `office`: whether it was done for the organisers; None: guessed by the name."""
        named = None if account_id is None else self.names.get(account_id)
        by_office = account_id is not None and named is None if office is None else office
        if by_office and account_id is not None:
            named = self.organisers.get(account_id)
        return PlanAuthor(name=named, office=by_office, mine=account_id == self.asking)


async def find_authors(db: AsyncSession, held: Held, account_ids: Iterable[UUID | None]) -> Authors:
    """Return how these are called: writers by name, organisers by their address and to organisers only."""
    wanted = set(account_ids)
    names = await find_names(db, held.plan, wanted)
    accounts = await find_accounts(db, wanted) if held.hand is Hand.ORGANISER else {}
    emails = {account_id: account.email_as_typed for account_id, account in accounts.items()}
    return Authors(names, emails, held.account_id)
