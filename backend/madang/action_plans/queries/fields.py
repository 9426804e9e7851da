"""The rows of a plan's fields: the few that a change touches, or those since a revision."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.models import Account
from madang.action_plans.models import ActionPlan, PlanContributor, PlanField
from madang.action_plans.rules.fields import Vocabulary
from madang.action_plans.rules.merging import Stored
from madang.delegations.models import Delegation
from madang.participants.models import Registration
from madang.programme.models import Topic
from madang.programme.models import Vocabulary as TopicVocabulary

_FEW = 20
VOCABULARIES = {TopicVocabulary.PILLAR: Vocabulary.PILLARS, TopicVocabulary.FIELD: Vocabulary.STRENGTHS}


def _beneath(row: str) -> ColumnElement[bool]:
    # All that begins with `row/`: by the index, for `0` is the character behind `/`.
    return and_(col(PlanField.path) >= f"{row}/", col(PlanField.path) < f"{row}0")


async def find_around(db: AsyncSession, plan_id: UUID, paths: Collection[str]) -> dict[str, Stored]:
    """Return what stands at some paths and anywhere in the outermost rows that these belong to, in one statement."""
    outermost = {"/".join(path.split("/")[:2]) for path in paths if "/" in path}
    statement = select(PlanField).where(PlanField.plan_id == plan_id)
    if len(outermost) <= _FEW:
        whole = [or_(col(PlanField.path) == row, _beneath(row)) for row in sorted(outermost)]
        own = col(PlanField.path).in_([path for path in paths if "/" not in path])
        statement = statement.where(or_(own, *whole))
    return {row.path: _as_stored(row) for row in (await db.exec(statement)).all()}


def _as_stored(row: PlanField) -> Stored:
    return Stored(row.value, row.revision, row.account_id, row.at)


async def find_since(db: AsyncSession, plan_id: UUID, revision: int) -> dict[str, Stored]:
    """Return the fields that were changed after a revision, by path."""
    statement = select(PlanField).where(PlanField.plan_id == plan_id, PlanField.revision > revision)
    found = (await db.exec(statement.order_by(col(PlanField.path)))).all()
    return {row.path: _as_stored(row) for row in found}


async def count_fields(db: AsyncSession, plan_id: UUID) -> int:
    """Return how many fields of a plan are stored, emptied ones and removed rows included."""
    statement = select(func.count()).select_from(PlanField).where(PlanField.plan_id == plan_id)
    return (await db.exec(statement)).one()


async def find_outermost_rows(db: AsyncSession, plan_id: UUID, name: str) -> set[str]:
    """Return the paths of a plan's own rows of one kind, such as `actions`, without those that were removed."""
    row = func.substr(col(PlanField.path), 1, len(name) + 13)
    any_field = select(row).distinct().where(PlanField.plan_id == plan_id, _beneath(name))
    said = select(PlanField.path, PlanField.value).where(
        PlanField.plan_id == plan_id, _beneath(name), func.length(col(PlanField.path)) == len(name) + 13
    )
    removed = {path for path, value in (await db.exec(said)).all() if value is False}
    return set((await db.exec(any_field)).all()) - removed


async def find_known(db: AsyncSession, edition_id: UUID) -> dict[Vocabulary, frozenset[str]]:
    """Return the keys of an edition's pillars and fields of strength."""
    found = await db.exec(select(Topic.vocabulary, Topic.key).where(Topic.edition_id == edition_id))
    topics = found.all()
    return {
        known: frozenset(key for vocabulary, key in topics if vocabulary is listed)
        for listed, known in VOCABULARIES.items()
    }


async def find_names(db: AsyncSession, plan: ActionPlan, account_ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Return how those who write a plan are called in its edition, by account. Organisers are not among them."""
    wanted = {account_id for account_id in account_ids if account_id is not None}
    if not wanted:
        return {}
    # Who has come and not yet written is known by the address alone.
    contributors = (
        select(Account.id, PlanContributor.name)
        .join(Account, or_(col(Account.id) == PlanContributor.account_id, col(Account.email) == PlanContributor.email))
        .where(PlanContributor.plan_id == plan.id, col(Account.id).in_(wanted))
    )
    focal = select(Delegation.focal_account_id, Delegation.focal_name).where(
        Delegation.id == plan.delegation_id, col(Delegation.focal_account_id).in_(wanted)
    )
    registered = select(Registration.account_id, Registration.badge_name).where(
        Registration.edition_id == plan.edition_id, col(Registration.account_id).in_(wanted)
    )
    names: dict[UUID, str] = {}
    for statement in (contributors, focal, registered):
        for account_id, name in (await db.exec(statement)).all():
            if account_id is not None and name:
                names[account_id] = name
    return names
