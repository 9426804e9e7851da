"""Members of delegations as the API takes and gives them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from madang.accounts.schemas import Email
from madang.core.schemas import Input, Output, PartialInput
from madang.core.text import LanguageTag, Line
from madang.delegations.models import Capacity
from madang.delegations.rules import CompositionWarning
from madang.delegations.schemas import Comment, DelegationPublic, EditionFrame
from madang.participants.models import MemberRole, RegistrationStatus, RequirementState


class NomineeGiven(Input):
    """Somebody whom a city nominates; `language` is the one that they are written to in."""

    name: Line
    email: Email
    capacity: Capacity
    role: MemberRole = MemberRole.MEMBER
    position: Line | None = None
    language: LanguageTag | None = None


class SuccessorGiven(Input):
    """Somebody who comes instead of a member; capacity and role are the member's where they are left out."""

    name: Line
    email: Email
    capacity: Capacity | None = None
    role: MemberRole | None = None
    position: Line | None = None
    language: LanguageTag | None = None
    comment: Comment | None = Field(None, description="Why; told to the member who no longer comes.")


class MemberUpdate(PartialInput):
    """What may change of a member. Name and position are the member's own once they have signed in."""

    name: Line
    position: Line | None
    capacity: Capacity
    role: MemberRole


class MemberWithdrawal(Input):
    """Why a member no longer comes; told to them."""

    comment: Comment | None = None


class MemberPublic(Output):
    """A member of a delegation: who it is and how far they are. Nothing of what they wrote into the form."""

    id: UUID
    name: str
    email: str | None = Field(description="null: the person was erased.")
    position: str | None
    capacity: Capacity | None
    role: MemberRole | None
    status: RegistrationStatus
    signed_in: bool = Field(description="Whether they have taken the registration over.")
    submitted_at: datetime | None
    replaced_by_id: UUID | None
    version: int
    updated_at: datetime


class RequirementAsked(Output):
    """Something that the edition needs of at least one of the members."""

    key: str
    title: dict[str, str]
    due_on: date


class RequirementStanding(Output):
    """Where one member stands with one requirement."""

    key: str
    state: RequirementState


class MemberStanding(MemberPublic):
    """A member with what is given and what is missing.

    Of sensitive details only those that everybody has to give are named: whether somebody has an access need, or
    eats otherwise, is already told by whether they said so.
    """

    emergency_contact: bool
    passport: bool
    requirements: list[RequirementStanding]
    missing: int = Field(description="How many things this member still owes.")


class DelegationOverview(Output):
    """A delegation on one page."""

    edition: EditionFrame
    delegation: DelegationPublic
    warnings: list[CompositionWarning]
    requirements: list[RequirementAsked]
    members: list[MemberStanding]
    former: list[MemberPublic]
    missing: int = Field(description="How many things all members together still owe.")
