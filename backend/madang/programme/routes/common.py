"""What the programme's routes share: who may, and what can be refused."""

from typing import Annotated

from fastapi import Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.core.errors import InUse, Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.web import refusals

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_WRITE])]
Publisher = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_PUBLISH])]
Founder = Annotated[Caller, Security(current_caller, scopes=[Scope.EDITIONS_WRITE])]


READ = refusals(NotFound)
CREATE = refusals(NotFound, Taken, Invalid)
CHANGE = refusals(NotFound, Stale, VersionRequired, Invalid)
DELETE = refusals(NotFound, Stale, VersionRequired, InUse)
