"""What an edition needs from whom, and who is late with it. All pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from madang.participants.models import (
    Registration,
    RegistrationStatus,
    Requirement,
    RequirementAnswer,
    RequirementState,
)

# Of whom something is needed: who may still come.
OWING = frozenset({RegistrationStatus.DRAFT, RegistrationStatus.SUBMITTED, RegistrationStatus.ACCEPTED})
# Who is reminded and looked after: a draft may be of somebody who only looked.
CHASED = frozenset({RegistrationStatus.SUBMITTED, RegistrationStatus.ACCEPTED})
MET = frozenset({RequirementState.GIVEN, RequirementState.CHECKED, RequirementState.WAIVED})


def concerns(requirement: Requirement, registration: Registration) -> bool:
    """Whether a requirement is asked of somebody: of their kind, their delegation and their nationality."""
    return (
        (not requirement.kinds or registration.kind in requirement.kinds)
        and (not requirement.delegation_ids or str(registration.delegation_id) in requirement.delegation_ids)
        and (not requirement.nationalities or registration.nationality in requirement.nationalities)
    )


def state_of(answer: RequirementAnswer | None) -> RequirementState:
    """Return where somebody with this answer stands; without one, it is missing."""
    return RequirementState.MISSING if answer is None else answer.state


def is_overdue(requirement: Requirement, answer: RequirementAnswer | None, today: date) -> bool:
    """Whether it is missing though the day by which it was needed is over."""
    return state_of(answer) not in MET and requirement.due_on < today


def overdue_since(
    requirements: Iterable[Requirement],
    registration: Registration,
    answers: Mapping[UUID, RequirementAnswer],
    today: date,
) -> date | None:
    """Return the day on which the first thing that somebody owes was due; None when nothing is late.

    `answers` are theirs, by requirement.
    """
    late = [
        requirement.due_on
        for requirement in requirements
        if concerns(requirement, registration) and is_overdue(requirement, answers.get(requirement.id), today)
    ]
    return min(late, default=None)


def by_urgency(requirement: Requirement, answer: RequirementAnswer | None) -> tuple[bool, date, int, str]:
    """Return the key by which one's own list is sorted: what is missing first, by its day."""
    return (state_of(answer) in MET, requirement.due_on, requirement.position, requirement.key)
