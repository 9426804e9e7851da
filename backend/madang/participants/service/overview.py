"""A delegation on one page: who comes, how far each of them is, and what is missing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import Caller
from madang.delegations.models import Delegation
from madang.delegations.rules import find_warnings
from madang.delegations.schemas import EditionFrame
from madang.delegations.service import describe
from madang.participants import rules
from madang.participants.models import (
    MemberRole,
    Registration,
    RegistrationStatus,
    Requirement,
    RequirementState,
    SensitiveKind,
)
from madang.participants.owed import concerns
from madang.participants.queries import members as queries
from madang.participants.schemas.members import (
    DelegationOverview,
    MemberStanding,
    RequirementAsked,
    RequirementStanding,
)
from madang.participants.service.membership import describe_columns, describe_member
from madang.programme.models import Edition


async def describe_delegation(
    db: AsyncSession, caller: Caller, edition: Edition, delegation: Delegation, now: datetime
) -> DelegationOverview:
    """Return a delegation with its members and their standing, by as many statements for one member as for fifty."""
    everybody = await queries.list_members(db, delegation)
    present = [member for member in everybody if member.status in rules.SEATED and member.erased_at is None]
    former = [member for member in everybody if member not in present]
    ids = [member.id for member in present]
    asked = await queries.list_requirements(db, edition.id)
    details = await queries.find_given_details(db, ids)
    states = await queries.find_requirement_states(db, ids)
    members = [_stand(member, asked, details, states) for member in present]
    keys = {requirement.key for member in members for requirement in member.requirements}
    shown = await describe(db, caller, delegation, now)
    return DelegationOverview(
        edition=EditionFrame.model_validate(edition),
        delegation=shown,
        warnings=find_warnings(
            [member.capacity for member in present if member.capacity],
            heads=sum(member.member_role is MemberRole.HEAD for member in present),
            free_seats=sum(seats.seats - seats.taken for seats in shown.seats),
        ),
        requirements=[RequirementAsked.model_validate(one) for one in asked if one.key in keys],
        members=members,
        former=[describe_member(member) for member in former],
        missing=sum(member.missing for member in members),
    )


def _stand(
    member: Registration,
    asked: Sequence[Requirement],
    details: set[tuple[UUID, SensitiveKind]],
    states: dict[tuple[UUID, UUID], RequirementState],
) -> MemberStanding:
    given = {kind: (member.id, kind) in details for kind in queries.NAMED_DETAILS}
    requirements = [
        RequirementStanding(
            key=requirement.key, state=states.get((member.id, requirement.id), RequirementState.MISSING)
        )
        for requirement in asked
        if concerns(requirement, member)
    ]
    owed = [
        member.status is RegistrationStatus.DRAFT,
        *(not there for there in given.values()),
        *(requirement.state is RequirementState.MISSING for requirement in requirements),
    ]
    return MemberStanding(
        **describe_columns(member),
        emergency_contact=given[SensitiveKind.EMERGENCY_CONTACT],
        passport=given[SensitiveKind.PASSPORT],
        requirements=requirements,
        missing=sum(owed),
    )
