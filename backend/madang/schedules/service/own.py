"""One's own schedule: gathered once, shown on a page and in a calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.text import in_language
from madang.participants.models import Registration, RegistrationStatus
from madang.programme.models import Edition, PublicStatus, Release, SessionKind, SessionRole, Visibility
from madang.programme.queries import find_current_release
from madang.programme.snapshot import Snapshot, StopSnapshot, VenueSnapshot
from madang.schedules import queries
from madang.schedules.models import Helpline
from madang.schedules.outings import OwnEntry, in_local_script, own_entries
from madang.schedules.schemas import (
    HelplineShown,
    LocalAddress,
    NumberShown,
    OwnSession,
    OwnStop,
    PlaceShown,
    ScheduleEdition,
    ScheduleRelease,
    ScheduleShown,
    ScheduleVisit,
    VisitState,
)
from madang.visits.queries import find_places


@dataclass(frozen=True)
class OwnSchedule:
    """What somebody's schedule is made of. No entries while they are not accepted or nothing is published."""

    edition: Edition
    registration: Registration
    release: Release | None
    entries: list[OwnEntry]

    @property
    def snapshot(self) -> Snapshot | None:
        """The programme that it is made from."""
        return cast(Snapshot, self.release.snapshot) if self.release else None


async def gather(db: AsyncSession, edition: Edition, registration: Registration) -> OwnSchedule:
    """Return somebody's schedule: four statements, however long the programme."""
    release = await find_current_release(db, edition.id)
    if release is None or registration.status is not RegistrationStatus.ACCEPTED:
        return OwnSchedule(edition, registration, release, [])
    snapshot = cast(Snapshot, release.snapshot)
    places = (await find_places(db, edition.id, [registration.id])).get(registration.id, {})
    options = [UUID(option["id"]) for session in snapshot["sessions"] for option in session["options"]]
    outings = await queries.find_outings(db, edition.id, options, registration.id)
    person_id = str(registration.person_id) if registration.person_id else None
    return OwnSchedule(edition, registration, release, own_entries(snapshot, places, person_id, outings))


def describe_schedule(own: OwnSchedule, helpline: Helpline | None, lang: str, now: datetime) -> ScheduleShown:
    """Return a schedule as its owner sees it, in one language; a text that lacks it is in the edition's default."""
    return _Describer(own, lang).schedule(helpline, now)


class _Describer:
    """Shows one schedule in one language."""

    def __init__(self, own: OwnSchedule, lang: str) -> None:
        self.own = own
        self.lang = lang
        snapshot = own.snapshot
        self.venues = {venue["id"]: venue for venue in (snapshot["venues"] if snapshot else [])}
        self.rooms = {room["id"]: room["name"] for venue in self.venues.values() for room in venue["rooms"]}

    def text(self, words: Mapping[str, str] | None) -> str | None:
        return in_language(words, self.lang, self.own.edition.default_language) or None if words else None

    def title(self, words: Mapping[str, str]) -> str:
        return self.text(words) or ""

    def schedule(self, helpline: Helpline | None, now: datetime) -> ScheduleShown:
        edition, release = self.own.edition, self.own.release
        sessions = [self.session(entry) for entry in self.own.entries]
        return ScheduleShown(
            edition=ScheduleEdition(
                slug=edition.slug,
                title=self.title(edition.title),
                timezone=edition.timezone,
                days=edition.days,
                public=edition.visibility is not Visibility.PRIVATE and release is not None,
            ),
            lang=self.lang,
            status=self.own.registration.status,
            as_of=now,
            release=ScheduleRelease.model_validate(release) if release else None,
            sessions=sessions,
            places=[self.place(self.venues[str(venue)]) for venue in _places_of(sessions)],
            helpline=self.helpline(helpline),
        )

    def helpline(self, helpline: Helpline | None) -> HelplineShown:
        if helpline is None:
            return HelplineShown(numbers=[], note=None)
        numbers = [
            NumberShown(label=self.title(cast(dict[str, str], number["label"])), phone=str(number["phone"]))
            for number in helpline.numbers
        ]
        return HelplineShown(numbers=numbers, note=self.text(helpline.note))

    def place(self, venue: VenueSnapshot) -> PlaceShown:
        zone = self.own.edition.timezone
        name, address = in_local_script(venue["name"], zone), in_local_script(venue["address"], zone)
        known = address or name
        return PlaceShown(
            id=UUID(venue["id"]),
            name=self.title(venue["name"]),
            address=self.text(venue["address"]),
            local=LocalAddress(lang=known[0], name=name and name[1], address=address and address[1]) if known else None,
            meeting_point=self.text(venue["meeting_point"]),
            access_notes=self.text(venue["access_notes"]),
            latitude=venue["latitude"],
            longitude=venue["longitude"],
        )

    def session(self, own: OwnEntry) -> OwnSession:
        session = own.entry.session
        return OwnSession(
            id=UUID(session["id"]),
            key=session["key"],
            kind=SessionKind(session["kind"]),
            title=self.title(session["title"]),
            begins_at=own.begins_at,
            start=datetime.fromisoformat(session["start"]),
            end=datetime.fromisoformat(session["end"]),
            day=session["day"],
            status=PublicStatus(session["status"]),
            called_off=own.called_off,
            place=UUID(session["venue"]) if session["venue"] else None,
            room=self.text(self.rooms.get(session["room"] or "")),
            languages=session["languages"],
            interpretation=[dict(given) for given in session["interpretation"]],
            roles=[SessionRole(role) for role in own.entry.roles],
            visit=self.visit(own) if session["options"] else None,
        )

    def visit(self, own: OwnEntry) -> ScheduleVisit:
        option, outing = own.entry.option, own.outing
        state = VisitState.PLACED if option else VisitState.WAITING if own.waiting else VisitState.UNDECIDED
        return ScheduleVisit(
            state=state,
            option_id=UUID(option["id"]) if option else None,
            title=self.title(option["title"]) if option else None,
            stops=[self.stop(stop) for stop in option["stops"]] if option else [],
            transport=self.text(outing.transport) if outing else None,
            meeting_point=self.text(outing.meeting_point) if outing else None,
            meets_at=outing.meets_at if outing else None,
        )

    def stop(self, stop: StopSnapshot) -> OwnStop:
        return OwnStop(
            id=UUID(stop["id"]),
            title=self.text(stop["title"]),
            place=UUID(stop["venue"]),
            start=datetime.fromisoformat(stop["start"]) if stop["start"] else None,
            end=datetime.fromisoformat(stop["end"]) if stop["end"] else None,
            status=PublicStatus(stop["status"]),
        )


def _places_of(sessions: list[OwnSession]) -> list[UUID]:
    own = [session.place for session in sessions if session.place]
    stops = [stop.place for session in sessions if session.visit for stop in session.visit.stops]
    return list(dict.fromkeys([*own, *stops]))
