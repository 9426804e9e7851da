"""What routes of follow-up share: who may."""

from typing import Annotated

from fastapi import Path, Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.participants.access import Owner

__all__ = ["ActionId", "Owner", "Reader", "Writer"]

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.ACTION_PLANS_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.ACTION_PLANS_WRITE])]
ActionId = Annotated[str, Path(description="The action's row in the plan.", max_length=12, pattern=r"^[0-9a-z]{12}$")]
