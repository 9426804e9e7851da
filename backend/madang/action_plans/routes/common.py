"""What routes of action plans share: who may.

There are two doors to a plan. Whoever writes it comes by `/api/v1/me/action-plans/{plan_id}` and `Owner`: being signed
in is enough, the rows decide (`queries.plans.get_own_plan`). Organisers come by their edition, with a scope.
"""

from typing import Annotated

from fastapi import Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.core.errors import NotFound
from madang.participants.access import Owner

__all__ = ["OWN", "OWN_PREFIX", "PREFIX", "Owner", "Reader", "Writer"]

OWN_PREFIX = "/api/v1/me/action-plans"
PREFIX = "/api/v1/editions/{edition}/action-plans"

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.ACTION_PLANS_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.ACTION_PLANS_WRITE])]

OWN = (Unauthenticated, LoginNeeded, NotFound)
"""What every operation of one's own plan may answer."""
