"""Accounts as the API takes and gives them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from madang.accounts.models import LinkPurpose, Role
from madang.accounts.rules import EMAIL_MAX, PASSWORD_LONGEST_GUESS, Scope
from madang.core.calendar import Moment
from madang.core.schemas import Input, Output
from madang.core.text import LanguageTag, Line, Slug

Password = Annotated[str, Field(min_length=1, max_length=PASSWORD_LONGEST_GUESS)]
Email = Annotated[str, Field(min_length=3, max_length=EMAIL_MAX)]
Code = Annotated[str, Field(min_length=1, max_length=40, description="Digits; spaces and dashes do not matter.")]
LinkToken = Annotated[str, Field(min_length=1, max_length=100, description="What stood behind `#` in the link.")]
OwnPath = Annotated[str, Field(max_length=500, pattern=r"^/[^/\\\x00-\x20][\x21-\x5b\x5d-\x7e]*$|^/$")]


class AccessToken(Output):
    """What signing in gives; the refresh token comes as a cookie that scripts of a page cannot read."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 -- no secret
    expires_in: int = Field(description="Seconds.")
    must_change_password: bool


class EditionNamed(Output):
    """An edition by name."""

    id: UUID
    slug: str
    title: dict[str, str]


class RolePublic(Output):
    """A role, in one edition or in the whole installation."""

    role: Role
    edition: EditionNamed | None


class SecondFactorStanding(Output):
    """Whether the second factor is in force, whether this installation wants one of the caller, what codes are left."""

    enabled: bool
    required: bool
    recovery_codes_left: int


class Me(Output):
    """The caller's own account."""

    id: UUID
    version: int
    email: str
    language: str | None
    must_change_password: bool
    has_password: bool
    second_factor: SecondFactorStanding
    roles: list[RolePublic]
    scopes: list[str]


class MeUpdate(Input):
    """A change of one's own account; null: the language of whatever a mail is about."""

    language: LanguageTag | None


class PasswordChange(Input):
    """A new password, and the present one; whoever has none yet is mailed a link."""

    current_password: Password
    new_password: Password


class EmailChange(Input):
    """The address that an account is to have."""

    email: Email


class LinkAsked(Input):
    """Which link is to be mailed, and where to."""

    email: Email
    purpose: Literal[LinkPurpose.SIGN_IN, LinkPurpose.PASSWORD_RESET]
    language: LanguageTag | None = None
    next: OwnPath | None = None


class LinkSent(Output):
    """The same for every address."""

    expires_in: int = Field(description="Seconds.")


class LinkProof(Input):
    """What shows that somebody reads the mails of an address: a link's token, or the address with the typed code."""

    token: LinkToken | None = None
    email: Email | None = None
    code: Code | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "LinkProof":
        by_code = self.email is not None and self.code is not None
        if (self.token is None) != by_code or (self.token is not None and (self.email or self.code)):
            raise ValueError("give a token, or an e-mail address and its code")
        return self


class LinkLook(LinkProof):
    """A link to be looked at; a code may say what it is for."""

    purpose: LinkPurpose | None = None


class InvitationOffer(Output):
    """What an invitation offers."""

    role: Role
    edition: EditionNamed | None
    invited_by: str | None


class LinkPublic(Output):
    """What a link is about."""

    purpose: LinkPurpose
    email: str
    expires_at: datetime
    next: str | None
    has_account: bool
    has_password: bool
    invitation: InvitationOffer | None


class PasswordReset(LinkProof):
    """A new password instead of a forgotten one."""

    new_password: Password


class InvitationAnswer(LinkProof):
    """Taking an invitation: the password is needed by some roles, and only where there is no account yet."""

    new_password: Password | None = None
    language: LanguageTag | None = None


class InvitationAccepted(Output):
    """Whether an account was made, which is signed in then; one that was there signs in as ever."""

    account_created: bool
    access: AccessToken | None


class FactorShown(Input):
    """A code of the second factor or a recovery code, with the ticket of the first."""

    ticket: str = Field(min_length=1, max_length=2048)
    code: Code


class FactorCode(Input):
    """A code of the second factor, or a recovery code."""

    code: Code


class Enrolment(Output):
    """A secret for a phone's app, in three ways; in force once a code of it was confirmed."""

    secret: str
    uri: str
    qr_svg: str


class RecoveryCodes(Output):
    """Codes for whoever lost the phone, each good once; shown this once."""

    recovery_codes: list[str]


class LoginPublic(Output):
    """A login that is not over."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str
    address: str | None
    current: bool


class ApiTokenCreate(Input):
    """An API token to be made: what it may do, where, and until when."""

    name: Annotated[Line, Field(max_length=120)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    expires_at: Moment
    edition: Slug | None = Field(None, description="Slug of the only edition that it is to be good for.")


class ApiTokenRotate(Input):
    """How long the old token goes on beside the new one."""

    overlap_hours: int = Field(24, ge=0, le=168)


class TokenState(StrEnum):
    """What has become of an API token."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


class ApiTokenPublic(Output):
    """An API token, without its secret."""

    id: UUID
    version: int
    name: str
    beginning: str
    scopes: list[str]
    edition: EditionNamed | None
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    replaced_by_id: UUID | None
    state: TokenState


class ApiTokenCreated(ApiTokenPublic):
    """A fresh API token with its secret, which is shown this once."""

    token: str


class EditionRole(StrEnum):
    """A role in an edition."""

    ORGANISER = "organiser"
    DOOR_STAFF = "door_staff"
    FOCAL_POINT = "focal_point"
    PARTICIPANT = "participant"
    PARTNER = "partner"


class RoleHolder(Output):
    """Somebody who has a role."""

    id: UUID
    role: Role
    account_id: UUID
    email: str
    granted_at: datetime
    last_used_at: datetime | None
    second_factor: bool
    disabled: bool


class InvitationCreate(Input):
    """A role to be offered to an address."""

    email: Email
    role: EditionRole
    language: LanguageTag = "en"


class AdministratorInvite(Input):
    """The whole installation to be offered to an address."""

    email: Email
    language: LanguageTag = "en"


class InvitationState(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


class LetterState(StrEnum):
    """What has become of the mail of an invitation's latest link; `filed`: it lies in the folder of mails."""

    WAITING = "waiting"
    SENT = "sent"
    FILED = "filed"
    FAILED = "failed"
    DROPPED = "dropped"


class InvitationPublic(Output):
    """An invitation; `mail` is unknown when its mail is so old that nothing is kept of it."""

    id: UUID
    version: int
    email: str
    role: Role
    language: str
    invited_by: str | None
    created_at: datetime
    expires_at: datetime
    state: InvitationState
    mail: LetterState | None


class AccountPublic(Output):
    """An account, for whoever looks after the installation."""

    id: UUID
    version: int
    email: str
    created_at: datetime
    disabled_at: datetime | None
    roles: list[RolePublic]
    second_factor: bool


class AccountUpdate(Input):
    """Closing an account, or opening it again."""

    disabled: bool
