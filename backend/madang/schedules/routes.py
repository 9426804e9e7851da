"""One's own schedule, the private calendar, and whom to call."""

import asyncio
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response, Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.core.errors import AlreadyCreated, Invalid, NotFound, Stale, VersionRequired
from madang.core.text import LanguageTag
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    keep_secret,
    refusals,
    say_version,
)
from madang.feeds.own_calendar import empty_calendar, own_calendar
from madang.feeds.render import MEDIA_TYPES
from madang.participants.access import Owner
from madang.participants.queries.care import get_own_registration
from madang.programme.queries import get_edition
from madang.schedules import queries, service
from madang.schedules.schemas import CalendarLinkShown, HelplineFields, HelplinePublic, ScheduleShown

router = APIRouter(prefix="/api/v1", tags=["schedules"], route_class=RetryableRoute)

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_WRITE])]

_OWN = (Unauthenticated, LoginNeeded, NotFound)
_MINE = "/me/registrations/{edition}"
Language = Annotated[
    LanguageTag | None,
    Query(description="Language of texts; left out: that of the registration.", max_length=16),
]
CalendarToken = Annotated[str, Path(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class CalendarAnswer(Response):
    """For the document: the answer is a calendar."""

    media_type = "text/calendar"


@router.get(f"{_MINE}/schedule", response_model=ScheduleShown, responses=refusals(*_OWN))
async def get_own_schedule(
    slug: EditionSlug, caller: Owner, db: ReadDb, now: Now, lang: Language = None
) -> ScheduleShown:
    """Read your sessions and your visit as the current release has them, and whom to call.

    Without sessions until you are accepted and something is published.
    """
    mine, edition = await get_own_registration(db, caller.account_id, slug)
    own = await service.gather(db, edition, mine)
    helpline = await queries.find_helpline(db, edition.id)
    return service.describe_schedule(own, helpline, lang or mine.language, now)


@router.get(f"{_MINE}/calendar-link", response_model=CalendarLinkShown, responses=refusals(*_OWN))
async def get_calendar_link(slug: EditionSlug, request: Request, caller: Owner, db: ReadDb) -> CalendarLinkShown:
    """Read the address of your private calendar; it is null while there is none."""
    mine, _ = await get_own_registration(db, caller.account_id, slug)
    state = request.app.state
    return service.describe_link(await queries.find_link(db, mine.id), state.keyring, state.settings.base_url)


@router.post(
    f"{_MINE}/calendar-link",
    response_model=CalendarLinkShown,
    status_code=201,
    responses=refusals(*_OWN, Stale, AlreadyCreated),
)
async def make_calendar_link(
    slug: EditionSlug, request: Request, caller: Owner, db: Db, _retry: Retryable, now: Now
) -> CalendarLinkShown:
    """Make the address of your private calendar, or a new one: the one before answers 404 from then on."""
    mine, _ = await get_own_registration(db, caller.account_id, slug, lock=True)
    link = await service.make_link(db, mine, now)
    keep_secret(request, link.id)
    state = request.app.state
    return service.describe_link(link, state.keyring, state.settings.base_url)


@router.delete(f"{_MINE}/calendar-link", status_code=204, responses=refusals(*_OWN))
async def remove_calendar_link(slug: EditionSlug, caller: Owner, db: Db, now: Now) -> None:
    """Take the address of your private calendar away: it answers 404 from then on."""
    mine, _ = await get_own_registration(db, caller.account_id, slug, lock=True)
    await service.remove_link(db, mine, now)


@router.get("/calendars/{token}.ics", response_class=CalendarAnswer, responses=refusals(NotFound))
async def get_own_calendar(token: CalendarToken, request: Request, db: ReadDb, lang: Language = None) -> Response:
    """Read somebody's schedule as iCalendar, by their private address: whoever has it may. No cache keeps it."""
    owner = await service.find_owner(db, request.app.state.keyring, token)
    if owner is None:
        raise NotFound("there is no calendar at this address, or no longer")
    registration, edition = owner
    own = await service.gather(db, edition, registration)
    spoken = lang or registration.language
    if own.snapshot is None or own.release is None or not own.entries:
        render = partial(
            empty_calendar,
            title=edition.title,
            default_language=edition.default_language,
            zone=edition.timezone,
            lang=spoken,
            since=own.release.published_at if own.release else registration.updated_at,
        )
    else:
        render = partial(
            own_calendar,
            own.snapshot,
            own.entries,
            lang=spoken,
            published_at=own.release.published_at,
            base_url=request.app.state.settings.base_url,
        )
    body = await asyncio.to_thread(render)
    headers = {"Content-Disposition": f'inline; filename="{edition.slug}.ics"'}
    return Response(body, media_type=MEDIA_TYPES["ics"], headers=headers)


@router.get("/editions/{edition}/helpline", response_model=HelplinePublic, responses=refusals(NotFound))
async def get_helpline(slug: EditionSlug, response: Response, caller: Reader, db: ReadDb) -> HelplinePublic:
    """Read whom participants of an edition call; version 0 where nobody has written it down yet."""
    edition = await get_edition(db, caller, slug)
    shown = service.describe_helpline(await queries.find_helpline(db, edition.id))
    say_version(response, shown.version)
    return shown


@router.put(
    "/editions/{edition}/helpline",
    response_model=HelplinePublic,
    responses=refusals(NotFound, Stale, VersionRequired, Invalid),
)
async def set_helpline(
    slug: EditionSlug,
    data: HelplineFields,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> HelplinePublic:
    """Set whom participants call, whole: on their schedule by a press, also without a network."""
    edition = await get_edition(db, caller, slug, lock="shared")
    helpline = await queries.find_helpline(db, edition.id, lock=True)
    expect(version, service.describe_helpline(helpline))
    helpline = await service.set_helpline(db, edition, helpline, data, now)
    say_version(response, helpline.version)
    return service.describe_helpline(helpline)
