"""Accounts as the API takes and gives them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from madang.accounts.models import Role
from madang.accounts.rules import PASSWORD_LONGEST_GUESS
from madang.core.schemas import Input, Output

Password = Annotated[str, Field(min_length=1, max_length=PASSWORD_LONGEST_GUESS)]


class AccessToken(Output):
    """What signing in gives; the refresh token comes as a cookie that scripts of a page cannot read."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 -- no secret
    expires_in: int = Field(description="Seconds.")
    must_change_password: bool


class RolePublic(Output):
    """A role, in one edition or in the whole installation."""

    role: Role
    edition_id: UUID | None


class Me(Output):
    """The caller's own account."""

    id: UUID
    email: str
    must_change_password: bool
    roles: list[RolePublic]
    scopes: list[str]


class PasswordChange(Input):
    """A new password, and the present one."""

    current_password: Password
    new_password: Password
