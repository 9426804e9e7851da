"""Releases made up for tests of rules, no more of them than rules look at, and drawn ones."""

from typing import Any, cast

from hypothesis import strategies as st

from madang.programme.snapshot import Snapshot

VENUES = ("hall", "annex", "park")
PEOPLE = ("speaker", "guide")
HOURS = st.integers(min_value=0, max_value=5)


def moment(hour: int) -> str:
    return f"2019-10-28T{hour:02}:00:00Z"


def make_stop(own_id: str, *, hour: int | None = 4, venue: str = "park", status: str = "confirmed") -> dict[str, Any]:
    return {
        "id": own_id,
        "key": own_id,
        "title": {},
        "venue": venue,
        "start": None if hour is None else moment(hour),
        "end": None if hour is None else moment(hour + 1),
        "status": status,
    }


def make_option(own_id: str, *stops: dict[str, Any]) -> dict[str, Any]:
    return {"id": own_id, "key": own_id, "title": {"en": own_id.capitalize()}, "stops": list(stops)}


def make_session(own_id: str, **values: Any) -> dict[str, Any]:
    hour = values.pop("hour", 1)
    return {
        "id": own_id,
        "key": own_id,
        "title": {"en": own_id.capitalize()},
        "start": moment(hour),
        "end": moment(hour + 1),
        "status": "confirmed",
        "venue": "hall",
        "room": None,
        "people": [],
        "options": [],
        **values,
    }


def make_snapshot(*sessions: dict[str, Any]) -> Snapshot:
    venues = [{"id": name, "name": {"en": name.capitalize()}, "rooms": []} for name in VENUES]
    return cast(Snapshot, {"venues": venues, "sessions": list(sessions)})


_status = st.sampled_from(["confirmed", "tentative", "cancelled"])
_people = st.lists(
    st.tuples(st.sampled_from([*PEOPLE, None]), st.sampled_from(["moderator", "panellist"])), max_size=3, unique=True
).map(lambda pairs: [{"id": own_id, "role": role} for own_id, role in pairs])


@st.composite
def _options(draw: st.DrawFn, session: str) -> list[dict[str, Any]]:
    options = []
    for number in draw(st.sampled_from([(), (0,), (0, 1), (1, 0, 2), (1, 2)])):
        stops = [
            make_stop(
                f"{session}-{number}-{stop}",
                hour=draw(st.none() | HOURS),
                venue=draw(st.sampled_from(VENUES)),
                status=draw(_status),
            )
            for stop in draw(st.lists(st.integers(0, 1), max_size=2, unique=True))
        ]
        options.append(make_option(f"{session}-{number}", *stops))
    return options


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Draw a release of at most two sessions, some over at two o'clock, some with options."""
    sessions = [
        make_session(
            name,
            hour=draw(HOURS),
            status=draw(_status),
            venue=draw(st.none() | st.sampled_from(VENUES)),
            title={"en": draw(st.sampled_from(["One", "Two"]))},
            people=draw(_people),
            options=draw(_options(name)),
        )
        for name in draw(st.sampled_from([("a",), ("a", "b"), ("b",), ()]))
    ]
    return make_snapshot(*sessions)


def places() -> st.SearchStrategy[dict[str, str | None]]:
    """Draw where somebody is placed: on options that there may be, on the waitlist, or nowhere."""
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([f"{name}-0", f"{name}-1", f"{name}-2", None]) for name in ("a", "b")}
    )
