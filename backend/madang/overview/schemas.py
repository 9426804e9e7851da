"""What the API takes and gives of whole people."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from madang.core.schemas import Input, Output
from madang.core.text import Line


class Erase(Input):
    """Why somebody is erased, and who they are in the programme, where they speak or host."""

    reason: Line
    person_id: UUID | None = None


class EraseOwn(Input):
    """That one wants to be erased."""

    confirm: Literal[True] = Field(description="It cannot be undone.")


class AccountLeft(StrEnum):
    """What became of the account."""

    CLOSED = "closed"
    KEPT = "kept"
    NONE = "none"


class Erased(Output):
    """That somebody was erased. An account is kept where it has another registration or role."""

    registration_id: UUID
    erased_at: datetime
    account: AccountLeft


class OwnData(Output):
    """All that this installation knows of somebody, by what it is stored as. More keys may come."""

    taken_at: datetime
    account: dict[str, Any]
    roles: list[dict[str, Any]]
    logins: list[dict[str, Any]]
    api_tokens: list[dict[str, Any]]
    invitations: list[dict[str, Any]]
    mails: list[dict[str, Any]]
    files: list[dict[str, Any]]
    delegations: list[dict[str, Any]]
    registrations: list[dict[str, Any]]
    plan_contributions: list[dict[str, Any]]
    plan_fields: list[dict[str, Any]]
    plan_comments: list[dict[str, Any]]
    plan_events: list[dict[str, Any]]
    audit: list[dict[str, Any]]
