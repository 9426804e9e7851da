"""What touches whom: nobody hears of what does not concern them, everybody of what does, and of nothing twice."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.notices import rules
from madang.programme.snapshot import Snapshot
from madang.schedules.rules import schedule_of
from notices.snapshots import PEOPLE, make_option, make_session, make_snapshot, make_stop, moment, places, snapshots

NOW = datetime(2019, 10, 28, 2, tzinfo=UTC)
Places = dict[str, str | None]
someone = st.none() | st.sampled_from(PEOPLE)


def told(
    old: Snapshot,
    new: Snapshot,
    before: Places | None = None,
    after: Places | None = None,
    person: str | None = None,
    now: datetime = datetime(2019, 10, 27, tzinfo=UTC),
) -> list[dict[str, Any]]:
    comparison = rules.compare(old, new, now)
    items = comparison.items_for(before or {}, after or {}, {}, person)
    return rules.whole_items(comparison.shared, items)


def seen(snapshot: Snapshot, where: Places, person: str | None, over: set[str]) -> dict[str, tuple[Any, ...]]:
    """Return what of somebody's schedule is worth telling: written again, from their schedule and not by comparing."""
    shown: dict[str, tuple[Any, ...]] = {}
    for entry in schedule_of(snapshot, where, person):
        session = entry.session
        if session["status"] == "cancelled" or session["id"] in over:
            continue
        stops = entry.option["stops"] if entry.option else []
        waits = len(session["options"]) > 1 and where.get(session["id"], "") is None
        shown[session["id"]] = (
            (session["start"], session["end"], session["venue"]),
            entry.option["id"] if entry.option else "waits" if waits else None,
            {
                stop["id"]: (stop["start"], stop["end"], stop["venue"])
                for stop in stops
                if stop["status"] != "cancelled"
            },
            sorted(entry.roles),
        )
    return shown


def options_of(snapshot: Snapshot, session_id: str) -> list[str]:
    return [
        option["id"] for session in snapshot["sessions"] if session["id"] == session_id for option in session["options"]
    ]


def published(snapshot: Snapshot, before: Places, after: Places) -> Places:
    """Return where somebody is, as far as a release has it: else they are thought to be where they were."""
    hidden = {name for name, place in after.items() if place is not None and place not in options_of(snapshot, name)}
    kept = {name: place for name, place in after.items() if name not in hidden}
    return kept | {name: before[name] for name in hidden & before.keys()}


def is_over(old: Snapshot, new: Snapshot) -> set[str]:
    ends: dict[str, str] = {}
    for session in [*old["sessions"], *new["sessions"]]:
        ends[session["id"]] = max(session["end"], ends.get(session["id"], ""))
    return {own_id for own_id, end in ends.items() if end <= moment(NOW.hour)}


@settings(max_examples=500)
@given(snapshots(), snapshots(), places(), places(), someone)
def test_exactly_those_hear_of_something_whose_schedule_differs(
    old: Snapshot, new: Snapshot, before: Places, after: Places, person: str | None
) -> None:
    over = is_over(old, new)
    first, second = seen(old, before, person, over), seen(new, published(new, before, after), person, over)
    for name in first.keys() & second.keys():
        if (first[name][1], second[name][1]) == ("waits", None):  # waiting no longer is not worth a mail
            first[name] = (first[name][0], None, *first[name][2:])
        if (
            second[name][1] is None
            and options_of(old, name) == [first[name][1]]
            and first[name][1] in options_of(new, name)
        ):
            first[name] = (first[name][0], *second[name][1:3], first[name][3])  # there is a choice now: nothing is lost
    touched = first != second

    assert bool(told(old, new, before, after, person, NOW)) == touched


@settings(max_examples=500)
@given(snapshots(), snapshots(), places(), places(), someone)
def test_what_was_told_is_not_told_again(
    old: Snapshot, new: Snapshot, before: Places, after: Places, person: str | None
) -> None:
    known = rules.compare(old, new, NOW).visits_after(before, after)

    assert told(new, new, known, after, person, NOW) == []


@given(snapshots(), snapshots(), places(), places(), someone)
def test_nothing_is_said_twice_in_one_message(
    old: Snapshot, new: Snapshot, before: Places, after: Places, person: str | None
) -> None:
    items = rules.compare(old, new, NOW).items_for(before, after, {}, person)
    keys = rules.keys_of(items)

    assert len(set(keys)) == len(keys)


@given(snapshots(), snapshots())
def test_items_survive_being_stored(old: Snapshot, new: Snapshot) -> None:
    comparison = rules.compare(old, new, NOW)

    stored = orjson.loads(orjson.dumps(comparison.shared))
    assert {key: rules.key_of(item) for key, item in stored.items()} == {key: key for key in comparison.shared}


VISIT = make_session(
    "visit", hour=4, options=[make_option("park", make_stop("one")), make_option("arcade", make_stop("two"))]
)


def test_another_title_is_nobodys_business() -> None:
    opening = make_session("opening")

    assert told(make_snapshot(opening), make_snapshot(opening | {"title": {"en": "Welcome"}})) == []


def test_site_with_a_better_name_is_where_it_was() -> None:
    old, new = make_snapshot(make_session("opening")), make_snapshot(make_session("opening"))
    new["venues"][0]["name"] = {"en": "Great hall"}

    assert told(old, new) == []


def test_session_that_moves_to_another_hour_and_place_is_one_thing() -> None:
    items = told(make_snapshot(make_session("opening")), make_snapshot(make_session("opening", hour=3, venue="annex")))

    assert [item["what"] for item in items] == ["moved"]
    assert (items[0]["old"], items[0]["new"]) == (
        {"start": moment(1), "end": moment(2), "place": {"en": "Hall"}, "room": {}},
        {"start": moment(3), "end": moment(4), "place": {"en": "Annex"}, "room": {}},
    )


def test_change_of_one_option_is_told_to_who_takes_it() -> None:
    late = VISIT | {"options": [make_option("park", make_stop("one", hour=5)), VISIT["options"][1]]}
    old, new = make_snapshot(VISIT), make_snapshot(late)
    on_park: Places = {"visit": "park"}
    on_arcade: Places = {"visit": "arcade"}

    assert [item["what"] for item in told(old, new, on_park, on_park)] == ["stop_changed"]
    assert told(old, new, on_arcade, on_arcade) == []
    assert told(old, new) == []


def test_stop_that_is_cancelled_is_left_out_and_one_that_comes_is_new() -> None:
    more = make_option("park", make_stop("one", status="cancelled"), make_stop("three", hour=5))
    new = make_snapshot(VISIT | {"options": [more, VISIT["options"][1]]})
    on_park: Places = {"visit": "park"}

    items = told(make_snapshot(VISIT), new, on_park, on_park)

    assert sorted((item["old"] is None, item["new"] is None) for item in items) == [(False, True), (True, False)]


def test_place_is_told_with_why() -> None:
    snapshot = make_snapshot(VISIT)
    comparison = rules.compare(snapshot, snapshot, NOW)
    reason = rules.Reason("lower_choice", 2, {"full": ["arcade"], "moved_from": None})

    items = comparison.items_for({}, {"visit": "park"}, {"visit": reason}, None)

    assert isinstance(items[0], dict)
    assert (items[0]["what"], items[0]["because"], items[0]["rank"]) == ("visit_placed", "lower_choice", 2)
    assert items[0]["options"] == {"arcade": {"en": "Arcade"}}
    assert items[0]["new"] == {"start": moment(4), "end": moment(5), "place": {"en": "Park"}, "room": {}}


def test_places_of_a_visit_are_told_as_they_come_and_go() -> None:
    snapshot = make_snapshot(VISIT)
    ways: list[tuple[Places, Places]] = [
        ({}, {"visit": None}),
        ({"visit": None}, {"visit": "park"}),
        ({"visit": "park"}, {"visit": "arcade"}),
        ({"visit": "arcade"}, {"visit": None}),
        ({"visit": "park"}, {}),
        ({"visit": None}, {}),
    ]

    assert [[item["what"] for item in told(snapshot, snapshot, *way)] for way in ways] == [
        ["visit_waitlisted"],
        ["visit_placed"],
        ["visit_changed"],
        ["visit_waitlisted"],
        ["visit_removed"],
        [],
    ]
    known = [rules.compare(snapshot, snapshot, NOW).visits_after(*way) for way in ways]
    assert known == [after for _, after in ways]


def test_place_on_an_option_that_no_release_has_yet_is_not_told() -> None:
    snapshot = make_snapshot(VISIT)
    everything: list[Places] = [{"visit": "park"}, {"visit": None}, {}]

    for known in everything:
        assert told(snapshot, snapshot, known, {"visit": "tower"}) == []
        assert rules.compare(snapshot, snapshot, NOW).visits_after(known, {"visit": "tower"}) == known


def test_place_on_an_option_is_told_once_it_is_published() -> None:
    new = make_snapshot(VISIT | {"options": [*VISIT["options"], make_option("tower", make_stop("three"))]})

    items = told(make_snapshot(VISIT), new, {"visit": "park"}, {"visit": "tower"})

    assert [(item["what"], item["old_option"]["en"], item["option"]["en"]) for item in items] == [
        ("visit_changed", "Park", "Tower")
    ]


def test_option_that_is_gone_is_told_though_the_next_place_is_not_published_yet() -> None:
    new = make_snapshot(VISIT | {"options": [VISIT["options"][1], make_option("museum", make_stop("three"))]})

    items = told(make_snapshot(VISIT), new, {"visit": "park"}, {"visit": "tower"})

    assert [item["what"] for item in items] == ["visit_removed"]


def test_second_option_beside_the_only_one_takes_nobodys_visit_away() -> None:
    only, both = make_snapshot(VISIT | {"options": VISIT["options"][:1]}), make_snapshot(VISIT)

    assert told(only, both) == told(only, both, {"visit": "park"}) == []
    assert rules.compare(only, both, NOW).visits_after({"visit": "park"}, {}) == {}
    assert [item["what"] for item in told(only, both, {}, {"visit": None})] == ["visit_waitlisted"]


def test_only_visit_that_is_replaced_by_another_is_told_to_everybody() -> None:
    park, arcade = (make_snapshot(VISIT | {"options": [option]}) for option in VISIT["options"])

    items = told(park, arcade)

    assert [(item["what"], item["old_option"]["en"], item["option"]["en"]) for item in items] == [
        ("visit_changed", "Park", "Arcade")
    ]


def test_only_visit_that_there_is_needs_no_telling() -> None:
    snapshot = make_snapshot(VISIT | {"options": VISIT["options"][:1]})

    assert told(snapshot, snapshot, {}, {"visit": "park"}) == []


def test_visit_of_a_cancelled_session_is_told_once_it_takes_place_again() -> None:
    cancelled = make_snapshot(VISIT | {"status": "cancelled"})
    before: Places = {"visit": "park"}
    after: Places = {"visit": "arcade"}

    gone = told(make_snapshot(VISIT), cancelled, before, after)
    known = rules.compare(make_snapshot(VISIT), cancelled, NOW).visits_after(before, after)
    back = told(cancelled, make_snapshot(VISIT), known, after)

    assert [item["what"] for item in gone] == ["cancelled"]
    assert [item["what"] for item in back] == ["restored", "visit_changed"]


def test_role_is_told_to_whom_it_is_of() -> None:
    def led_by(*people: tuple[str | None, str]) -> Snapshot:
        return make_snapshot(make_session("opening", people=[{"id": own, "role": role} for own, role in people]))

    old, new = led_by(("speaker", "panellist")), led_by(("speaker", "moderator"), ("guide", "host"))

    assert [(item["what"], item["old_role"], item["role"]) for item in told(old, new, person="speaker")] == [
        ("role_changed", "panellist", "moderator")
    ]
    assert [item["what"] for item in told(old, new, person="guide")] == ["role_added"]
    assert [item["what"] for item in told(new, old, person="guide")] == ["role_removed"]
    assert told(old, new, person="somebody else") == told(old, new) == []


def test_role_that_somebody_had_under_another_entry_is_not_new() -> None:
    old = make_snapshot(make_session("opening", people=[{"id": "guest", "role": "host"}]))
    new = make_snapshot(make_session("opening", people=[{"id": "guide", "role": "host"}]))

    assert rules.compare(old, new, NOW, {"guest": "guide"}).items_for({}, {}, {}, "guide") == []
    assert [item["what"] for item in told(old, new, person="guide")] == ["role_added"]


def test_less_to_tell_is_no_news() -> None:
    assert not rules.says_more(["a", "b"], ["b"])
    assert rules.says_more(["a"], ["b"])


def test_mail_is_known_by_its_name() -> None:
    announcement_id, notice_id = UUID(int=1), UUID(int=2)

    assert rules.read_message_name(rules.name_message(announcement_id, notice_id)) == (announcement_id, notice_id)
