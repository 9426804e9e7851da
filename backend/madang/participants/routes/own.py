"""One's own registrations: read, saved, sent, left."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import SignedInCaller
from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.accounts.queries import get_account
from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.text import Slug
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    make_page,
    refusals,
    say_version,
)
from madang.delegations.errors import SeatsTaken
from madang.participants import queries, service
from madang.participants.errors import OfferOver, RegistrationClosed, TransitionUnavailable
from madang.participants.routes.common import Owner
from madang.participants.rules import OwnAction
from madang.participants.schemas.registrations import (
    EditionHead,
    Leaving,
    RegistrationDraft,
    RegistrationStanding,
    RegistrationSummary,
)

router = APIRouter(prefix="/api/v1/me/registrations", tags=["registration"], route_class=RetryableRoute)

_OWN = (Unauthenticated, LoginNeeded, NotFound)
_LEAVE = refusals(*_OWN, TransitionUnavailable, OfferOver)


async def _get_own(db: AsyncSession, caller: SignedInCaller, slug: str, *, lock: bool = False) -> service.Own:
    edition = await queries.get_edition_to_join(db, caller, slug)
    return service.Own(
        account=await get_account(db, caller.account_id),
        edition=edition,
        form=await queries.find_form(db, edition.id),
        registration=await queries.find_own_registration(db, caller.account_id, edition.id, lock=lock),
    )


async def _answer(
    db: AsyncSession, response: Response, caller: SignedInCaller, slug: str, now: datetime
) -> RegistrationStanding:
    shown = await service.describe_own(db, await _get_own(db, caller, slug), now)
    say_version(response, shown.version)
    return shown


@router.get("", response_model=Page[RegistrationSummary], responses=refusals(Unauthenticated, LoginNeeded))
async def list_own_registrations(
    request: Request, response: Response, caller: Owner, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List the caller's registrations, the newest first."""
    found = await queries.list_own_registrations(db, caller.account_id, page)
    items = [
        RegistrationSummary.model_validate({**own.model_dump(), "edition": EditionHead.model_validate(edition)})
        for own, edition in found.items
    ]
    return make_page(request, response, Found(items, found.next_cursor))


@router.get("/{edition}", response_model=RegistrationStanding, responses=refusals(*_OWN))
async def get_own_registration(
    slug: EditionSlug, response: Response, caller: Owner, db: ReadDb, now: Now
) -> RegistrationStanding:
    """Read the form of an edition, the caller's registration to it, and what can be done with it now."""
    return await _answer(db, response, caller, slug, now)


@router.put(
    "/{edition}",
    response_model=RegistrationStanding,
    responses=refusals(*_OWN, Stale, VersionRequired, Invalid, RegistrationClosed, TransitionUnavailable),
)
async def save_own_registration(
    slug: EditionSlug,
    data: RegistrationDraft,
    response: Response,
    caller: Owner,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> RegistrationStanding:
    """Save the caller's registration, whole; `If-Match: "0"` begins it."""
    own = await _get_own(db, caller, slug, lock=True)
    expect(version, await service.describe_own(db, own, now))
    await service.save(db, own, data, now)
    return await _answer(db, response, caller, slug, now)


@router.post(
    "/{edition}/submit",
    response_model=RegistrationStanding,
    responses=refusals(*_OWN, Invalid, RegistrationClosed, TransitionUnavailable, SeatsTaken),
)
async def submit_own_registration(
    slug: EditionSlug, response: Response, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> RegistrationStanding:
    """Send the draft: to be approved, or, where nobody has to, to a place or the waitlist at once."""
    await service.submit(db, await _get_own(db, caller, slug, lock=True), now)
    return await _answer(db, response, caller, slug, now)


@router.post("/{edition}/cancel", response_model=RegistrationStanding, responses=_LEAVE)
async def cancel_own_registration(
    slug: EditionSlug, data: Leaving, response: Response, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> RegistrationStanding:
    """Say that one does not come; the place goes to who waits."""
    own = await _get_own(db, caller, slug, lock=True)
    await service.leave(db, own, OwnAction.CANCEL, data.comment or "", now)
    return await _answer(db, response, caller, slug, now)


@router.post("/{edition}/decline-place", response_model=RegistrationStanding, responses=_LEAVE)
async def decline_offered_place(
    slug: EditionSlug, data: Leaving, response: Response, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> RegistrationStanding:
    """Leave the place that is kept for the caller to whoever is next."""
    own = await _get_own(db, caller, slug, lock=True)
    await service.leave(db, own, OwnAction.DECLINE_PLACE, data.comment or "", now)
    return await _answer(db, response, caller, slug, now)


@router.post("/{edition}/accept-offer", response_model=RegistrationStanding, responses=_LEAVE)
async def accept_offered_place(
    slug: EditionSlug, response: Response, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> RegistrationStanding:
    """Take the place that is kept for the caller."""
    await service.accept_offer(db, await _get_own(db, caller, slug, lock=True), now)
    return await _answer(db, response, caller, slug, now)


@router.post(
    "/{edition}/restart",
    response_model=RegistrationStanding,
    responses=refusals(*_OWN, TransitionUnavailable, SeatsTaken),
)
async def restart_own_registration(
    slug: EditionSlug, response: Response, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> RegistrationStanding:
    """Begin a cancelled registration anew, with what it held."""
    await service.restart(db, await _get_own(db, caller, slug, lock=True), now)
    return await _answer(db, response, caller, slug, now)


@router.post("/{edition}/consents/{key}/give", response_model=RegistrationStanding, responses=refusals(*_OWN))
async def give_consent(
    slug: EditionSlug, key: Slug, response: Response, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> RegistrationStanding:
    """Give one consent, whatever the deadline; one that is given already stays as it is."""
    await service.set_consent(db, await _get_own(db, caller, slug, lock=True), key, now, given=True)
    return await _answer(db, response, caller, slug, now)


@router.post("/{edition}/consents/{key}/withdraw", response_model=RegistrationStanding, responses=refusals(*_OWN))
async def withdraw_consent(
    slug: EditionSlug, key: Slug, response: Response, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> RegistrationStanding:
    """Withdraw one consent, at any time; from then on its recipient reads nothing more."""
    await service.set_consent(db, await _get_own(db, caller, slug, lock=True), key, now, given=False)
    return await _answer(db, response, caller, slug, now)
