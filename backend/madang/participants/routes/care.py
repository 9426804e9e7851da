"""What the routes of care share: who calls, in which edition, and what opens sensitive details."""

from typing import Annotated

from fastapi import Depends, Path, Request, Security

from madang.accounts.access import Caller, Scope, SignedInCaller, current_caller, settled_caller
from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.participants.service.sensitive import Vault

Own = Annotated[SignedInCaller, Depends(settled_caller)]
Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.PARTICIPANTS_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.PARTICIPANTS_WRITE])]
Confidant = Annotated[Caller, Security(current_caller, scopes=[Scope.PARTICIPANTS_SENSITIVE])]

EditionSlug = Annotated[str, Path(alias="edition", max_length=64, pattern=r"^[a-z0-9-]+$", examples=["gsef-cbt-2019"])]

OWN = (Unauthenticated, LoginNeeded)


def _vault(request: Request) -> Vault:
    vault: Vault = request.app.state.vault
    return vault


TheVault = Annotated[Vault, Depends(_vault)]
