"""One's own account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from madang.accounts import queries, service
from madang.accounts.access import Caller, SignedInCaller, known_caller, signed_in_caller
from madang.accounts.errors import (
    PasswordWeak,
    PasswordWrong,
    TooManyAttempts,
    Unauthenticated,
)
from madang.accounts.schemas import Me, PasswordChange, RolePublic
from madang.core.web import Db, Now, ReadDb, refusals, writing

router = APIRouter(prefix="/api/v1", tags=["accounts"])

Known = Annotated[Caller, Depends(known_caller)]
SignedIn = Annotated[SignedInCaller, Depends(signed_in_caller)]


@router.get("/me", response_model=Me, responses=refusals(Unauthenticated))
async def read_me(caller: Known, db: ReadDb) -> Me:
    """Read the caller's own account."""
    account = await queries.get_account(db, caller.account_id)
    grants = await queries.list_grants(db, caller.account_id)
    return Me(
        id=account.id,
        email=account.email_as_typed,
        must_change_password=account.must_change_password,
        roles=[RolePublic.model_validate(grant) for grant in grants],
        scopes=sorted(caller.scopes),
    )


async def _changed(request: Request, change: PasswordChange, caller: SignedIn, now: Now) -> tuple[service.Attempt, str]:
    """Return the attempt of a caller who knows the present password, and the hash of the new one."""
    current, new = change.current_password, change.new_password
    async with writing(request) as db:
        attempt = await service.begin_password_change(
            db, caller.account_id, login_id=caller.login_id, current=current, new=new, now=now
        )
    return attempt, await service.make_password_hash(request.app.state.passwords, attempt, current=current, new=new)


@router.put(
    "/me/password",
    status_code=204,
    responses=refusals(Unauthenticated, PasswordWrong, PasswordWeak, TooManyAttempts),
)
async def change_password(
    changed: Annotated[tuple[service.Attempt, str], Depends(_changed)], caller: SignedIn, db: Db, now: Now
) -> None:
    """Set a new password; every other login of the account ends."""
    attempt, password_hash = changed
    await service.change_password(db, attempt, password_hash, login_id=caller.login_id, now=now)
