"""The list of participants, one of them, and what organisers change there."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.calendar import Moment
from madang.core.errors import Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.pages import Found
from madang.core.text import Line
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
from madang.participants import rules
from madang.participants.errors import PlacesTaken
from madang.participants.models import Registration
from madang.participants.queries import get_registration, lists
from madang.participants.routes.common import Reader, Writer
from madang.participants.routes.listing import Wanted, delegations_of, describe
from madang.participants.schemas.lists import (
    BulkAnswer,
    BulkMove,
    ConsentGiven,
    ParticipantCounts,
    ParticipantDetail,
    ParticipantEvent,
    ParticipantPublic,
    ParticipantShared,
    ParticipantUpdate,
    Sort,
    StatusCount,
    SyncPage,
)
from madang.participants.service import corrections
from madang.participants.service.requirements import describe_all, today_in
from madang.programme.models import Edition
from madang.programme.queries import get_edition

router = APIRouter(prefix="/editions/{edition}/participants", tags=["participants"], route_class=RetryableRoute)

# A transaction may be committed after a later one. None lasts longer, so that who goes on from the mark misses nothing.
_LONGEST_TRANSACTION = timedelta(minutes=2)

_Participant = ParticipantPublic | ParticipantShared


@router.get("", response_model=SyncPage[_Participant], responses=refusals(NotFound, Invalid))
async def list_participants(
    slug: EditionSlug,
    request: Request,
    response: Response,
    caller: Reader,
    db: ReadDb,
    filters: Wanted,
    page: Paging,
    now: Now,
    q: Annotated[
        Line | None,
        Query(
            max_length=100,
            description="Beginnings of words of their names, in any script, with or without accents. "
            "The list is then in the order of the words that were found.",
        ),
    ] = None,
    sort: Annotated[Sort, Query(description="By name, or what changed last first.")] = Sort.NAME,
    updated_since: Annotated[
        Moment | None,
        Query(description="Only what changed since, in that order: a moment, then the `mark` of the answer before."),
    ] = None,
) -> dict[str, Any]:
    """List participants. A partner reads those who consented to them, and of those only what is for a badge.

    With `updated_since` the answer is a pull for a copy: follow `next` to its end, remove who is in `gone`, keep the
    first page's `mark` for the next pull. It takes no filter, for a copy has to learn who left it.
    """
    edition = await get_edition(db, caller, slug)
    more: dict[str, Any] = {}
    if updated_since is not None:
        if filters.narrow or q:
            raise Invalid("a pull takes no filter", errors=[("/query/updated_since", "takes no filter beside it")])
        found = await lists.list_changed(db, caller, edition, updated_since, page)
        if page.cursor is None:
            mark = max(updated_since, now - _LONGEST_TRANSACTION)
            more = {"mark": mark.isoformat(), "gone": await lists.list_gone(db, caller, edition, updated_since)}
    elif q:
        found = await lists.search(db, caller, edition, filters, q, page)
    elif sort is Sort.UPDATED:
        found = await lists.list_by_change(db, caller, edition, filters, page)
    else:
        found = await lists.list_by_name(db, caller, edition, filters, page)
    delegations = await delegations_of(db, found.items)
    whole = lists.is_organiser(caller, edition)
    items = [describe(row, delegations, whole=whole) for row in found.items]
    return {**make_page(request, response, Found(items, found.next_cursor)), **more}


@router.get("/counts", response_model=ParticipantCounts, responses=refusals(NotFound))
async def count_participants(slug: EditionSlug, caller: Writer, db: ReadDb) -> ParticipantCounts:
    """Count participants by kind and by where they stand."""
    edition = await get_edition(db, caller, slug)
    counted = await lists.count_by_status(db, edition)
    return ParticipantCounts(
        items=[StatusCount(kind=kind, status=status, count=count) for kind, status, count in counted]
    )


@router.post("/bulk", response_model=BulkAnswer, status_code=207, responses=refusals(NotFound))
async def move_participants(
    slug: EditionSlug, data: BulkMove, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> BulkAnswer:
    """Accept, waitlist, decline or cancel many at once. Each is answered for by itself, in the order of the items."""
    edition = await get_edition(db, caller, slug, lock="shared")
    return BulkAnswer(items=list(await corrections.move_many(db, caller, edition, data, now)))


async def _describe_one(db: AsyncSession, edition: Edition, row: Registration, now: Now) -> ParticipantDetail:
    public = describe(row, await delegations_of(db, [row]), whole=True)
    history = await lists.list_events(db, row.id)
    return ParticipantDetail(
        **public.model_dump(),
        answers=row.answers,
        consents=[ConsentGiven.model_validate(each) for each in await lists.list_consents(db, row.id)],
        requirements=await describe_all(db, row, today_in(edition, now)),
        history=[ParticipantEvent(**event.model_dump(), by=by) for event, by in history],
        replaced_by_id=row.replaced_by_id,
        person_id=row.person_id,
        available_transitions=[] if row.erased_at else sorted(rules.TRANSITIONS[row.status]),
    )


@router.get("/{participant_id}", response_model=ParticipantDetail | ParticipantShared, responses=refusals(NotFound))
async def get_participant(
    slug: EditionSlug, participant_id: UUID, response: Response, caller: Reader, db: ReadDb, now: Now
) -> ParticipantDetail | ParticipantShared:
    """Read one participant: an organiser all but sensitive details, a partner what is for a badge."""
    edition = await get_edition(db, caller, slug)
    row = await get_registration(db, caller, edition, participant_id)
    say_version(response, row.version)
    if lists.is_organiser(caller, edition):
        return await _describe_one(db, edition, row, now)
    return describe(row, await delegations_of(db, [row]), whole=False)


@router.patch(
    "/{participant_id}",
    response_model=ParticipantDetail,
    responses=refusals(NotFound, Stale, VersionRequired, Invalid, Taken, PlacesTaken),
)
async def update_participant(
    slug: EditionSlug,
    participant_id: UUID,
    changes: ParticipantUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> ParticipantDetail:
    """Correct what somebody wrote of themselves, and say who of the programme's people they are."""
    edition = await get_edition(db, caller, slug, lock="shared")
    row = await get_registration(db, caller, edition, participant_id, lock=True)
    if row.erased_at:
        raise NotFound("there is no such registration in this edition")
    expect(version, describe(row, await delegations_of(db, [row]), whole=True))
    await corrections.correct(db, row, changes, now)
    say_version(response, row.version)
    return await _describe_one(db, edition, row, now)
