"""What the routes of care share: who calls, in which edition, and what opens sensitive details."""

from typing import Annotated

from fastapi import Depends, Request, Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.participants.service.sensitive import Vault

Confidant = Annotated[Caller, Security(current_caller, scopes=[Scope.PARTICIPANTS_SENSITIVE])]


OWN = (Unauthenticated, LoginNeeded)


def _vault(request: Request) -> Vault:
    vault: Vault = request.app.state.vault
    return vault


TheVault = Annotated[Vault, Depends(_vault)]
