"""What spans domains: erasing a person, and taking along what is known of oneself."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response, Security

from madang.accounts.access import Caller, Scope, SignedInCaller, current_caller, settled_caller
from madang.accounts.errors import FreshLoginNeeded, LoginNeeded, Unauthenticated
from madang.accounts.queries import get_account
from madang.accounts.service import require_fresh
from madang.core.errors import Invalid, NotFound
from madang.core.web import Db, EditionSlug, Now, Retryable, RetryableRoute, refusals
from madang.outbox.delivery import Folder
from madang.overview.schemas import Erase, Erased, EraseOwn, OwnData
from madang.overview.service.erasure import Remains, erase
from madang.overview.service.own_data import take_own_data
from madang.participants.errors import PersonErased
from madang.participants.models import Registration
from madang.participants.queries import get_registration
from madang.participants.queries.care import get_own_registration
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1", tags=["people's own data"], route_class=RetryableRoute)


Own = Annotated[SignedInCaller, Depends(settled_caller)]
# Who is erased may be in the programme, too.
Eraser = Annotated[Caller, Security(current_caller, scopes=[Scope.PARTICIPANTS_WRITE, Scope.PEOPLE_WRITE])]


_OWN = (Unauthenticated, LoginNeeded)


@router.get("/me/data", response_model=OwnData, responses=refusals(*_OWN))
async def take_my_data(request: Request, response: Response, caller: Own, db: Db, now: Now) -> OwnData:
    """Take along all that is known of oneself, as one JSON file; that is written down."""
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return await take_own_data(db, request.app.state.vault, await get_account(db, caller.account_id), now)


def _answer(request: Request, afterwards: BackgroundTasks, registration: Registration, remains: Remains) -> Erased:
    # By then the transaction is committed: nothing is removed for an erasure that did not happen.
    settings = request.app.state.settings
    # Mails lie there also from before a server was set.
    afterwards.add_task(remains.remove, request.app.state.files, Folder(settings.mails_dir, settings.mail_sender))
    erased_at = registration.erased_at
    assert erased_at is not None
    return Erased(registration_id=registration.id, erased_at=erased_at, account=remains.account)


@router.post(
    "/me/registrations/{edition}/erase",
    response_model=Erased,
    responses=refusals(*_OWN, FreshLoginNeeded, NotFound, PersonErased),
)
async def erase_own_registration(
    slug: EditionSlug,
    _confirmed: EraseOwn,
    request: Request,
    afterwards: BackgroundTasks,
    caller: Own,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> Erased:
    """Have oneself erased from an edition, soon after signing in. The account goes, too, unless needed elsewhere."""
    await require_fresh(db, caller.login_id, now)
    registration, edition = await get_own_registration(db, caller.account_id, slug, lock=True)
    remains = await erase(db, registration, edition, reason="asked for by the person", now=now)
    return _answer(request, afterwards, registration, remains)


@router.post(
    "/editions/{edition}/participants/{registration_id}/erase",
    response_model=Erased,
    responses=refusals(NotFound, PersonErased, Invalid),
)
async def erase_participant(
    slug: EditionSlug,
    registration_id: UUID,
    data: Erase,
    request: Request,
    afterwards: BackgroundTasks,
    caller: Eraser,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> Erased:
    """Erase somebody who asked for it: from lists, search, files, mails and releases. Counts stay as they are."""
    edition = await get_edition(db, caller, slug)
    registration = await get_registration(db, caller, edition, registration_id, lock=True, erased_too=True)
    within = None if caller.is_administrator else edition.id
    remains = await erase(
        db, registration, edition, reason=data.reason, person_id=data.person_id, within=within, now=now
    )
    return _answer(request, afterwards, registration, remains)
