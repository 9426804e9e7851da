"""What routes of visits share: who may."""

from typing import Annotated

from fastapi import Security

from madang.accounts.access import Caller, Scope, current_caller

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.VISITS_READ])]
# Names with telephone numbers, and who needs what on a bus.
Escort = Annotated[Caller, Security(current_caller, scopes=[Scope.VISITS_READ, Scope.PARTICIPANTS_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.VISITS_WRITE])]
