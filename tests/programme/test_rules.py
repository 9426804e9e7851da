from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.ids import new_id
from madang.programme import rules
from madang.programme.models import Edition, ProgrammeSession, RoleState, SessionKind, SessionPerson, SessionRole
from madang.programme.rules import Slot
from madang.programme.schemas import EditionCreate, SessionCreate

NINE = datetime(2019, 10, 28, 0, 0, tzinfo=UTC)  # 09:00 in Seoul
HOUR = timedelta(hours=1)

moments = st.datetimes(min_value=datetime(2019, 1, 1), max_value=datetime(2020, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
slots = st.builds(lambda start, length: Slot(start, start + length), moments, st.timedeltas(HOUR, 30 * HOUR))


@given(slots, slots)
def test_overlap_is_symmetric_and_within_both(a: Slot, b: Slot) -> None:
    shared = rules.overlap(a, b)

    assert shared == rules.overlap(b, a)
    assert timedelta() <= shared <= min(a.end - a.start, b.end - b.start)


def test_slots_that_touch_do_not_overlap() -> None:
    assert rules.overlap(Slot(NINE, NINE + HOUR), Slot(NINE + HOUR, NINE + 2 * HOUR)) == timedelta()


def test_overlap_refuses_times_without_a_zone() -> None:
    naive = datetime(2019, 10, 28)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        rules.overlap(Slot(naive, naive + HOUR), Slot(NINE, NINE + HOUR))


def make_session(**given: object) -> SessionCreate:
    values = {"kind": "plenary", "title": {"en": "Plenary"}, "starts_at": NINE, "ends_at": NINE + HOUR}
    return SessionCreate.model_validate(values | given)


def check(session: SessionCreate) -> list[tuple[str, str]]:
    faults = rules.check_session(session, days=["2019-10-28"], timezone="Asia/Seoul", default_language="en")
    return list(faults)


def test_sound_session_has_no_fault() -> None:
    assert check(make_session()) == []


def test_session_must_end_after_it_starts() -> None:
    assert check(make_session(ends_at=NINE)) == [("/ends_at", "the end must be after the start")]


def test_day_of_a_session_is_seen_in_the_editions_zone() -> None:
    # 23:00 UTC on the 27th is 08:00 on the 28th in Seoul.
    early = NINE - HOUR
    assert check(make_session(starts_at=early)) == []
    before = NINE - 10 * HOUR
    assert check(make_session(starts_at=before, ends_at=NINE)) == [
        ("/starts_at", "2019-10-27 is not one of the edition's days (2019-10-28)")
    ]


def test_text_needs_the_default_language() -> None:
    assert check(make_session(title={"ko": "전체회의"})) == [
        ("/title", "the text in 'en', the edition's default language, is missing")
    ]


def test_stop_lies_within_its_session() -> None:
    stop = {"key": "a", "venue_id": new_id(), "starts_at": NINE - HOUR, "ends_at": NINE + HOUR}
    session = make_session(options=[{"key": "one", "title": {"en": "One"}, "stops": [stop]}])
    assert check(session) == [("/options/0/stops/0/starts_at", "a stop lies within its session")]


def test_person_has_a_role_once() -> None:
    item = {"person_id": new_id(), "role": "moderator"}
    assert check(make_session(people=[item, item])) == [("/people/1", "this person and role is given twice")]


def test_edition_days_ascend() -> None:
    edition = EditionCreate.model_validate(
        {
            "slug": "one",
            "title": {"en": "One"},
            "days": ["2019-10-29", "2019-10-28"],
            "timezone": "Asia/Seoul",
            "default_language": "en",
            "languages": ["en"],
        }
    )
    assert list(rules.check_edition(edition)) == [("/days", "days must ascend, each once")]


def stored(start: int, end: int, **values: object) -> ProgrammeSession:
    session = ProgrammeSession(
        edition_id=new_id(),
        key=f"s{start}-{end}",
        kind=SessionKind.PLENARY,
        title={"en": f"S{start}"},
        starts_at=NINE + start * HOUR,
        ends_at=NINE + end * HOUR,
    )
    for name, value in values.items():
        setattr(session, name, value)
    return session


EDITION = Edition(
    slug="one",
    title={"en": "One"},
    days=["2019-10-28"],
    starts_on=date(2019, 10, 28),
    ends_on=date(2019, 10, 28),
    timezone="Asia/Seoul",
    default_language="en",
    languages=["en", "ko"],
)


def test_room_booked_twice_is_warned_of_once_a_pair() -> None:
    room = new_id()
    a, b, c = stored(0, 3, room_id=room), stored(1, 2, room_id=room), stored(3, 4, room_id=room)

    warnings = rules.find_warnings(EDITION, [a, b, c], {})

    assert [(warning.code, warning.session_ids) for warning in warnings] == [("room_double_booked", [a.id, b.id])]


def test_person_who_declined_is_not_double_booked() -> None:
    person = new_id()

    def link(state: RoleState) -> SessionPerson:
        return SessionPerson(person_id=person, role=SessionRole.PANELLIST, state=state, position=0)

    a, b = stored(0, 2, people=[link(RoleState.CONFIRMED)]), stored(1, 3, people=[link(RoleState.DECLINED)])
    assert rules.find_warnings(EDITION, [a, b], {person: "Trainee 1"}) == []

    b.people[0].state = RoleState.INVITED
    found = rules.find_warnings(EDITION, [a, b], {person: "Trainee 1"})
    assert [(warning.code, warning.detail) for warning in found] == [
        ("person_double_booked", "Trainee 1 is in 'S0' and 'S1', which coincide for 60 min")
    ]


def test_language_that_nobody_speaks_or_interprets_is_warned_of() -> None:
    spoken = stored(0, 1, languages=["en"])
    interpreted = stored(1, 2, languages=["en"], interpretation=[{"language": "ko", "mode": "simultaneous"}])

    warnings = rules.find_warnings(EDITION, [spoken, interpreted], {})

    assert [(warning.code, warning.session_ids) for warning in warnings] == [("language_uncovered", [spoken.id])]
