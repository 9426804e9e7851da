"""Visits in words for the API."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.delegations.models import Delegation
from madang.programme.models import Edition, Option
from madang.visits.models import VisitPlace
from madang.visits.queries import people, rounds
from madang.visits.queries.people import Person
from madang.visits.queries.rounds import Planned, Tally
from madang.visits.rules import Because
from madang.visits.schemas.people import CityNamed, Explanation, PlacePublic, VisitPersonPublic
from madang.visits.schemas.rounds import (
    OptionPlan,
    OptionSummary,
    ShortfallKind,
    ShortfallPublic,
    VisitCounts,
    VisitHead,
    VisitRoundPublic,
    VisitRounds,
    VisitRoundSummary,
    VisitRunPublic,
    VisitStopPublic,
)

Names = Mapping[UUID, dict[str, str]]


async def describe_rounds(db: AsyncSession, edition: Edition) -> VisitRounds:
    """Return the visits of an edition at a glance: seven statements, however many."""
    visits = await rounds.list_visits(db, edition.id)
    tallies = await rounds.count_people(db, edition.id, visits)
    return VisitRounds(
        items=[
            VisitRoundSummary(
                **_head(visit, tallies[visit.session.id]).model_dump(),
                options=[_summary(visit, option, tallies[visit.session.id]) for option in visit.session.options],
            )
            for visit in visits
        ]
    )


async def describe_round(db: AsyncSession, visit: Planned) -> VisitRoundPublic:
    """Return a visit with all that is planned of it."""
    tally = (await rounds.count_people(db, visit.session.edition_id, [visit]))[visit.session.id]
    names = await rounds.find_venue_names(db, [visit])
    ranked, waiting_for = _count_wishes(visit, await people.list_ranks(db, visit))
    runs = await rounds.list_runs(db, visit.round.id) if visit.round else []
    return VisitRoundPublic(
        **_head(visit, tally).model_dump(),
        rank_until=visit.rank_until,
        kinds=visit.kinds,
        assigned_at=visit.assigned_at,
        options=[
            OptionPlan(
                **_summary(visit, option, tally).model_dump(),
                stops=describe_stops(option, names),
                transport=planned.transport,
                meeting_point=planned.meeting_point,
                meets_at=planned.meets_at,
                waiting_for=waiting_for[option.id],
                ranked=ranked[option.id],
            )
            for option in visit.session.options
            for planned in [visit.visit_of(option.id)]
        ],
        runs=[VisitRunPublic(at=run.at, by=by, what=run.what, summary=run.summary) for run, by in runs],
        shortfalls=find_present_shortfalls(visit, tally),
    )


def _head(visit: Planned, tally: Tally) -> VisitHead:
    session = visit.session
    return VisitHead(
        session_id=session.id,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        status=session.status,
        stage=visit.stage,
        version=visit.version,
        counts=VisitCounts(
            eligible=tally.eligible,
            ranked=tally.ranked,
            placed=tally.on_options,
            waitlisted=tally.placed[None],
        ),
    )


def _summary(visit: Planned, option: Option, tally: Tally) -> OptionSummary:
    planned = visit.visit_of(option.id)
    return OptionSummary(
        option_id=option.id,
        title=option.title,
        capacity=planned.capacity,
        minimum=planned.minimum,
        withdrawn=planned.withdrawn,
        offered=visit.is_offered(option.id),
        placed=tally.placed[option.id],
    )


def describe_stops(option: Option, names: Names) -> list[VisitStopPublic]:
    """Return the way of an option."""
    return [
        VisitStopPublic(
            stop_id=stop.id,
            title=stop.title,
            venue=names.get(stop.venue_id, {}),
            starts_at=stop.starts_at,
            ends_at=stop.ends_at,
            status=stop.status,
        )
        for stop in option.stops
    ]


def _count_wishes(
    visit: Planned, wishes: Sequence[tuple[Sequence[str], UUID | None, UUID | None]]
) -> tuple[dict[UUID, list[int]], Counter[UUID]]:
    """Return by option how many gave it which rank, and how many who wait want it most of what is offered."""
    ranked = {option_id: [0] * len(visit.options) for option_id in visit.options}
    offered = {offer.id for offer in visit.offers}
    waiting_for: Counter[UUID] = Counter()
    for ranks, place_id, placed_on in wishes:
        known = [option_id for option_id in map(UUID, ranks) if option_id in ranked]
        for rank, option_id in enumerate(known):
            ranked[option_id][rank] += 1
        wanted = next((option_id for option_id in known if option_id in offered), None)
        if place_id and placed_on is None and wanted:
            waiting_for[wanted] += 1
    return ranked, waiting_for


def find_present_shortfalls(visit: Planned, tally: Tally) -> list[ShortfallPublic]:
    """Return what is not met as things stand; nothing before anybody was placed."""
    found = []
    if waiting := tally.placed[None]:
        found.append(ShortfallPublic(kind=ShortfallKind.CAPACITY, option_id=None, missing=waiting))
    for option_id in visit.options:
        planned, count = visit.visit_of(option_id), tally.placed[option_id]
        if not count:
            continue
        if not visit.is_offered(option_id):
            found.append(ShortfallPublic(kind=ShortfallKind.NOT_OFFERED, option_id=option_id, missing=count))
        elif planned.capacity is not None and count > planned.capacity:
            missing = count - planned.capacity
            found.append(ShortfallPublic(kind=ShortfallKind.OVER_CAPACITY, option_id=option_id, missing=missing))
        elif count < planned.minimum:
            missing = planned.minimum - count
            found.append(ShortfallPublic(kind=ShortfallKind.BELOW_MINIMUM, option_id=option_id, missing=missing))
    return found


def describe_place(place: VisitPlace, positions: Mapping[UUID, int]) -> PlacePublic:
    """Return where somebody is placed."""
    return PlacePublic(
        option_id=place.option_id,
        rank=place.rank,
        pinned=place.pinned,
        because=because_of(place),
        explanation=Explanation.model_validate(place.explanation),
        waitlist_position=positions.get(place.registration_id),
    )


def because_of(place: VisitPlace) -> Because:
    """Return why somebody is where they are. Who was on an option that the programme lost waits now."""
    return Because(place.because) if place.option_id else Because.WAITLISTED


def describe_person(
    person: Person, delegations: Mapping[UUID, Delegation], positions: Mapping[UUID, int]
) -> VisitPersonPublic:
    """Return somebody who takes part."""
    registration = person.registration
    delegation = delegations.get(registration.delegation_id) if registration.delegation_id else None
    return VisitPersonPublic(
        registration_id=registration.id,
        name=registration.badge_name,
        kind=registration.kind,
        delegation=CityNamed(id=delegation.id, city=delegation.city) if delegation else None,
        ranks=[UUID(option) for option in person.preference.ranks] if person.preference else [],
        place=describe_place(person.place, positions) if person.place else None,
    )
