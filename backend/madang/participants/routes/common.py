"""What routes of participants share: who may, whose registrations they are."""

from typing import Annotated

from fastapi import Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.participants.access import Owner

__all__ = ["Owner", "Reader", "Writer"]

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.PARTICIPANTS_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.PARTICIPANTS_WRITE])]
