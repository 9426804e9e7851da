"""A programme file becomes an edition and is written back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.calendar import get_zone
from madang.core.db import Tombstone
from madang.core.text import Line, Text
from madang.core.yaml_text import write_yaml
from madang.people.models import Person
from madang.people.service import merge_person
from madang.programme import queries
from madang.programme.dumping import dump
from madang.programme.entries import write_moment
from madang.programme.file import ProgrammeFile, parse
from madang.programme.loading import LoadReport, load
from madang.programme.models import Edition, InterpretationMode, PublicStatus, SessionKind, SessionRole
from support.callers import Counted

SHIPPED = {path.name: path.read_bytes() for path in (Path(__file__).parents[2] / "programmes").glob("*.yaml")}
NOW = datetime(2019, 9, 30, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)

HARBOUR = """\
madang: 1
edition:
  slug: harbour-2030
  title: Harbour training
  days: [2030-05-06, 2030-05-07]
  timezone: Asia/Seoul
  default_language: en
  languages: [en, ko]
people:
  - key: speaker
    badge_name: Kampala trainee 1
venues:
  - key: institute
    kind: training
    name: Harbour Institute
    rooms:
      - key: hall
        name: Great Hall
      - key: study
        name: Study
  - key: quay
    kind: study_visit_site
    name: Quay
topics:
  - key: finance
    vocabulary: pillar
    name: Finance
sessions:
  - key: opening
    kind: plenary
    title: Opening
    start: 2030-05-06 09:00
    end: 2030-05-06 10:00
    venue: institute
    room: hall
    topics: [finance]
    people:
      - person: speaker
        role: moderator
  - key: visit
    kind: field_visit
    title: Visit
    start: 2030-05-07 13:30
    end: 2030-05-07 18:00
    options:
      - key: north
        title: North
        stops:
          - key: quay
            venue: quay
"""


async def load_text(db: AsyncSession, text: str, now: datetime = NOW) -> LoadReport:
    return await load(db, parse(text, "harbour.yaml"), now=now)


async def get_edition(db: AsyncSession, slug: str = "harbour-2030") -> Edition:
    edition = await queries.find_edition(db, slug)
    assert edition
    return edition


async def dump_again(db: AsyncSession, slug: str = "harbour-2030") -> str:
    db.expunge_all()
    return await dump(db, await get_edition(db, slug))


async def standing(db: AsyncSession) -> dict[str, tuple[Any, int]]:
    """Return id and version of everything in the edition, by key."""
    db.expunge_all()
    edition = await get_edition(db)
    rows = [
        *await queries.list_all_venues(db, edition),
        *await queries.list_all_topics(db, edition),
        *await queries.list_all_sessions(db, edition),
    ]
    return {"edition": (edition.id, edition.version)} | {row.key: (row.id, row.version) for row in rows}


def sorted_content(file: ProgrammeFile) -> dict[str, Any]:
    """Return what a file says, whatever the order of its entries."""
    parts = {name: value for name, value in vars(file).items() if isinstance(value, list)}
    return {"edition": file.edition} | {
        name: sorted(entries, key=lambda entry: entry.key) for name, entries in parts.items()
    }


async def test_file_becomes_an_edition(db: AsyncSession):
    report = await load_text(db, HARBOUR)

    db.expunge_all()
    sessions = await queries.list_all_sessions(db, await get_edition(db))
    assert [(session.key, session.starts_at) for session in sessions] == [
        ("opening", datetime(2030, 5, 6, 0, 0, tzinfo=UTC)),
        ("visit", datetime(2030, 5, 7, 4, 30, tzinfo=UTC)),
    ]
    assert report == LoadReport(
        created=[
            "people/speaker", "edition", "venues/institute", "venues/quay", "topics/finance", "sessions/opening",
            "sessions/visit",
        ]
    )  # fmt: skip


async def test_loading_again_changes_nothing(db: AsyncSession):
    await load_text(db, HARBOUR)
    before = await standing(db)

    report = await load_text(db, HARBOUR, LATER)

    assert (report.created, report.updated, report.deleted, len(report.unchanged)) == ([], [], [], 7)
    assert await standing(db) == before


async def test_loading_again_changes_only_what_changed(db: AsyncSession):
    await load_text(db, HARBOUR)
    before = await standing(db)

    report = await load_text(db, HARBOUR.replace("2030-05-06 10:00", "2030-05-06 10:30"), LATER)

    identity, version = before["opening"]
    assert report.updated == ["sessions/opening"]
    assert await standing(db) == before | {"opening": (identity, version + 1)}


async def test_entry_that_left_the_file_is_deleted_and_leaves_a_tombstone(db: AsyncSession):
    await load_text(db, HARBOUR)
    before = await standing(db)
    without_visit = HARBOUR[: HARBOUR.index("  - key: visit")].replace(
        "  - key: quay\n    kind: study_visit_site\n    name: Quay\n", ""
    )

    report = await load_text(db, without_visit, LATER)

    tombstones = (await db.exec(select(Tombstone).where(Tombstone.deleted_at == LATER))).all()
    assert report.deleted == ["sessions/visit", "venues/quay"]
    assert {(item.id, item.kind) for item in tombstones} == {
        (before["visit"][0], "session"),
        (before["quay"][0], "venue"),
    }


async def test_people_outlive_the_file_that_brought_them(db: AsyncSession):
    await load_text(db, HARBOUR)
    without = HARBOUR.replace("    people:\n      - person: speaker\n        role: moderator\n", "").replace(
        "people:\n  - key: speaker\n    badge_name: Kampala trainee 1\n", ""
    )

    report = await load_text(db, without, LATER)

    assert report.deleted == []
    assert [person.key for person in (await db.exec(select(Person))).all()] == ["speaker"]


async def test_room_that_goes_takes_no_session_with_it(db: AsyncSession):
    await load_text(db, HARBOUR)
    before = await standing(db)
    without_hall = HARBOUR.replace("      - key: hall\n        name: Great Hall\n", "").replace(
        "    room: hall\n", "    room: study\n"
    )

    report = await load_text(db, without_hall, LATER)

    assert report.updated == ["venues/institute", "sessions/opening"]
    after = await standing(db)
    assert {key: identity for key, (identity, _) in after.items()} == {
        key: identity for key, (identity, _) in before.items()
    }


async def test_field_that_left_the_file_goes_back_to_its_default(db: AsyncSession):
    await load_text(db, HARBOUR)

    await load_text(db, HARBOUR.replace("    topics: [finance]\n", ""), LATER)

    db.expunge_all()
    opening, _visit = await queries.list_all_sessions(db, await get_edition(db))
    assert opening.topic_ids == []


async def test_all_days_can_move_at_once(db: AsyncSession):
    await load_text(db, HARBOUR)

    report = await load_text(db, HARBOUR.replace("2030-05-0", "2031-06-0"), LATER)

    assert report.updated == ["edition", "sessions/opening", "sessions/visit"]


async def test_long_programme_is_added_in_few_statements(
    db: AsyncSession, count_queries: Callable[[], AbstractContextManager[Counted]]
):
    many = "".join(
        f"  - {{key: s{n}, kind: plenary, title: S, start: 2030-05-06 09:00, end: 2030-05-06 10:00}}\n"
        for n in range(250)
    )
    with count_queries() as counted:
        report = await load_text(db, HARBOUR + many)

    assert len(report.created) > 250
    assert counted.number < 50


async def test_key_of_a_merged_person_leads_to_the_one_who_was_kept(db: AsyncSession):
    await load_text(db, HARBOUR)
    kept = Person(key="kept", badge_name="Kampala trainee", search_name="kampala trainee")
    db.add(kept)
    await db.flush()
    merged = (await db.exec(select(Person).where(Person.key == "speaker"))).one()
    await merge_person(db, kept, merged, NOW)

    await load_text(db, HARBOUR, LATER)

    assert "person: kept" in await dump_again(db)


async def test_dump_is_readable(db: AsyncSession):
    await load_text(db, HARBOUR)

    assert await dump_again(db) == (
        HARBOUR.replace("\nedition:", "\n\nedition:")
        .replace("\npeople:", "\n\npeople:", 1)
        .replace("\nvenues:", "\n\nvenues:")
        .replace("\ntopics:", "\n\ntopics:")
        .replace("\nsessions:", "\n\nsessions:")
        .replace("\n  - key: quay", "\n\n  - key: quay")
        .replace("\n  - key: visit", "\n\n  - key: visit")
    )


@pytest.mark.parametrize("name", sorted(SHIPPED))
async def test_shipped_file_is_dumped_as_it_was_loaded(db: AsyncSession, name: str):
    file = parse(SHIPPED[name], name)
    await load(db, file, now=NOW)

    dumped = await dump_again(db, file.edition.slug)

    report = await load(db, parse(dumped, "dumped"), now=LATER)
    assert sorted_content(parse(dumped, "dumped")) == sorted_content(file)
    assert (report.created, report.updated, report.deleted) == ([], [], [])
    assert await dump_again(db, file.edition.slug) == dumped


# --- any programme ---------------------------------------------------------------------------------------------


def _acceptable(kind: Any, text: str) -> str:
    try:
        return str(TypeAdapter(kind).validate_python(text))
    except ValidationError:
        return "refused"


_AWKWARD = [
    "no", "12:30", "- a", "a: b", "a #b", "#", "'", '"', "{x}", "[y]", "&a", "*a", "!t", "%", "@", "|", ">", "1e3",
    "null", "~", "\\n", "가나다", "é", "🙂", "\ufeff", "\u00a0", "\u3000", "2019-10-28",
    "?", ":", ",", "a:", "---", "...",
]  # fmt: skip
_letters = st.characters(exclude_categories=["Cc", "Cs"])
_words = st.one_of(st.sampled_from(_AWKWARD), st.text(_letters, min_size=1, max_size=12))
_lines = st.lists(_words, min_size=1, max_size=4).map(lambda words: _acceptable(Line, " ".join(words)))
_texts = st.lists(st.one_of(_words, st.sampled_from(["\n", "\n\n", "\n  ", " \n", "\t"])), min_size=1, max_size=8).map(
    lambda parts: _acceptable(Text, "".join(parts))
)
_keys = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)


def in_languages(text: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(text, st.fixed_dictionaries({"en": text}, optional={"ko": text, "no": text, "zh-Hant-TW": text}))


def entries(fields: dict[str, Any], optional: dict[str, Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    entry = st.fixed_dictionaries({"key": _keys} | fields, optional=optional)
    return st.lists(entry, max_size=most, unique_by=lambda item: item["key"])


_DAYS = {
    "Asia/Seoul": [date(2019, 10, 28), date(2019, 10, 29)],
    "America/Toronto": [date(2019, 11, 3), date(2020, 3, 8)],  # clocks go back, clocks go forward
    "Australia/Lord_Howe": [date(2019, 4, 7), date(2019, 10, 6)],  # by half an hour
}


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a programme as its file has it."""
    zone = get_zone(draw(st.sampled_from(sorted(_DAYS))))
    common = {
        "organisations": draw(entries({"name": in_languages(_lines)}, {"short_name": _lines})),
        "people": draw(entries({"badge_name": _lines}, {"own_script_name": _lines, "position": _lines})),
        "series": draw(entries({"title": in_languages(_lines)}, {}, most=1)),
    }
    rooms = entries({"name": in_languages(_lines)}, {"capacity": st.integers(0, 1000).map(str)}, most=2)
    places = st.fixed_dictionaries(
        {},
        optional={
            "latitude": st.floats(-90, 90).map(repr),
            "description": in_languages(_texts),
            "website": st.just("https://example.org/#/?a=b:c"),
            **({"host_person": st.sampled_from([p["key"] for p in common["people"]])} if common["people"] else {}),
        },
    ).map(lambda place: place | ({"longitude": "-0.5"} if "latitude" in place else {}))
    venues = [
        venue | draw(places)
        for venue in draw(entries({"kind": st.just("training"), "name": in_languages(_lines)}, {"rooms": rooms}))
    ]
    topics = draw(entries({"vocabulary": st.just("pillar"), "name": in_languages(_lines)}, {}))
    edition = {
        "slug": "any",
        "title": draw(in_languages(_lines)),
        "background": draw(in_languages(_texts)),
        "objectives": draw(st.lists(in_languages(_texts), max_size=3)),
        "days": _DAYS[zone.key],
        "timezone": zone.key,
        "default_language": "en",
        "languages": ["en", "ko"],
        "organisations": [{"organisation": item["key"], "role": "host"} for item in common["organisations"]],
    }
    if common["series"]:
        edition["series"] = common["series"][0]["key"]
    sessions = draw(entries({"kind": st.sampled_from([kind.value for kind in SessionKind])}, {}, most=4))
    for session in sessions:
        day = draw(st.sampled_from(_DAYS[zone.key]))
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC)
        start = noon + timedelta(minutes=draw(st.integers(-11 * 60, 11 * 60)))
        session["title"] = draw(in_languages(_lines))
        session["start"] = write_moment(start, zone)
        session["end"] = write_moment(start + timedelta(seconds=draw(st.integers(1, 40_000))), zone)
        session["status"] = draw(st.sampled_from([status.value for status in PublicStatus]))
        session["topics"] = [topic["key"] for topic in topics]
        session["people"] = [
            {"person": person["key"], "role": role.value, "contribution": draw(in_languages(_lines))}
            for person in common["people"]
            for role in draw(st.sets(st.sampled_from(list(SessionRole)), max_size=2))
        ]
        session["interpretation"] = [
            {"language": "ko", "mode": mode.value} for mode in draw(st.sets(st.sampled_from(list(InterpretationMode))))
        ]
        session["abstract"] = draw(in_languages(_texts))
        if venues:
            venue = draw(st.sampled_from(venues))
            session["venue"] = venue["key"]
            if venue.get("rooms"):
                session["room"] = venue["rooms"][0]["key"]
            session["options"] = [
                option | {"stops": [{"key": "only", "venue": venue["key"], "start": session["start"]}]}
                for option in draw(entries({"title": in_languages(_lines)}, {}, most=2))
            ]
    return {"madang": "1", "edition": edition, **common, "venues": venues, "topics": topics, "sessions": sessions}


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(programme=programmes())
async def test_any_programme_is_dumped_as_it_was_loaded(db: AsyncSession, programme: dict[str, Any]):
    async with db.begin_nested() as savepoint:
        await load(db, parse(write_yaml(programme), "any"), now=NOW)
        first = await dump_again(db, "any")

        report = await load(db, parse(first, "dumped"), now=LATER)

        assert (report.created, report.updated, report.deleted) == ([], [], [])
        assert await dump_again(db, "any") == first
        await savepoint.rollback()
    db.expunge_all()
