"""A programme file is checked as a whole: everything wrong with it is told at once, with its line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from madang.core.calendar import get_zone
from madang.programme.entries import stand_in, write_moment
from madang.programme.errors import ProgrammeFileInvalid
from madang.programme.file import MOST_PROBLEMS, parse

FILE = """\
madang: 1
edition:
  slug: harbour-2030
  title: Harbour training
  days: [2030-05-06, 2030-05-07]
  timezone: Asia/Seoul
  default_language: en
  languages: [en, ko]
venues:
  - key: institute
    kind: training
    name: Harbour Institute
    rooms:
      - key: hall
        name: Great Hall
        capacity: 120
  - key: quay
    kind: study_visit_site
    name: {en: Quay, ko: 부두}
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


def problems_of(source: str | bytes) -> list[str]:
    with pytest.raises(ProgrammeFileInvalid) as refused:
        parse(source, "harbour.yaml")
    return [str(problem) for problem in refused.value.problems]


def change(*changes: tuple[str, str]) -> str:
    text = FILE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def test_text_alone_is_in_the_default_language():
    file = parse(FILE, "harbour.yaml")

    assert [venue.name for venue in file.venues] == [{"en": "Harbour Institute"}, {"en": "Quay", "ko": "부두"}]


def test_time_is_the_clock_s_in_the_edition_s_zone():
    opening = parse(FILE, "harbour.yaml").sessions[0]

    assert (opening.starts_at, opening.ends_at) == (
        datetime(2030, 5, 6, 0, 0, tzinfo=UTC),
        datetime(2030, 5, 6, 1, 0, tzinfo=UTC),
    )


def test_time_with_an_offset_is_taken_at_its_word():
    opening = parse(change(("2030-05-06 09:00", "2030-05-06T00:30:00Z")), "harbour.yaml").sessions[0]

    assert opening.starts_at == datetime(2030, 5, 6, 0, 30, tzinfo=UTC)


def test_entries_are_referred_to_by_key():
    opening = parse(FILE, "harbour.yaml").sessions[0]

    assert (opening.venue_id, opening.topic_ids) == (stand_in("venues", "institute"), [stand_in("topics", "finance")])


def test_empty_value_is_as_good_as_none():
    file = parse(change(("    room: hall\n", "    room:\n    capacity:\n    abstract:\n")), "harbour.yaml")

    assert (file.sessions[0].room_id, file.sessions[0].capacity, file.sessions[0].abstract) == (None, None, {})


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (
            "kind: plenary",
            "kind: plenery",
            "26: sessions[opening].kind: 'plenery' is not one of orientation, ceremony, keynote, roundtable, plenary, "
            "thematic, field_visit, recap, presentation, closing, meal, coffee_break or social",
        ),
        ("06 10:00", "06 08:00", "29: sessions[opening].end: the end must be after the start"),
        (
            "2030-05-07 13:30",
            "2030-05-08 13:30",
            "36: sessions[visit].start: 2030-05-08 is not one of the edition's days (2030-05-06, 2030-05-07)",
        ),
        ("venue: institute\n", "venue: quay\n", "31: sessions[opening].room: 'hall' is a room of another venue"),
        ("room: hall", "room: hal", "31: sessions[opening].room: the venue has no room 'hal'"),
        ("    venue: institute\n", "", "30: sessions[opening].room: a room is one of a venue's: name the venue too"),
        ("Asia/Seoul", "Asia/Soul", "6: edition.timezone: 'Asia/Soul' is not an IANA time zone"),
        (
            "title: Opening",
            "title: {ko: 개회}",
            "27: sessions[opening].title: the text in 'en', the edition's default language, is missing",
        ),
        (
            "venue: institute",
            "venue: institut",
            "30: sessions[opening].venue: there is no venue 'institut' in this file; did you mean 'institute'?",
        ),
        ("[finance]", "[finance, food]", "32: sessions[opening].topics: there is no topic 'food' in this file"),
        ("- key: visit", "- key: opening", "33: sessions[opening].key: this key is given twice, first on line 25"),
        ("title: Visit", "title: Visit\n    title: V", "36: 'title' is given twice, first on line 35"),
        (
            "capacity: 120",
            "capacity: many",
            "16: venues[institute].rooms[hall].capacity: should be a valid integer, "
            "unable to parse string as an integer",
        ),
        (
            "capacity: 120",
            f"capacity: {2**70}",
            "16: venues[institute].rooms[hall].capacity: should be less than or equal to 1000000",
        ),
        (
            "    name: Harbour",
            "    latitude: NaN\n    longitude: 1\n    name: Harbour",
            "12: venues[institute].latitude: should be a finite number",
        ),
        ("title: Visit", "titel: Visit", "33: sessions[visit].title: is missing"),
        ("title: Visit", "title: Visit\n    speaker: X", "36: sessions[visit].speaker: there is no such field"),
        ("title: Visit", "title: Vi\x07sit", "35: control character U+0007 is not allowed"),
        (
            "title: Visit",
            'title: "Vi\\asit"',
            "35: sessions[visit].title.en: character U+0007 at position 2 is not allowed",
        ),
        ("title: Visit", 'title: ""', "35: sessions[visit].title.en: is empty"),
        (
            "title: Visit",
            "title: {en: Visit, EN: x}",
            "35: sessions[visit].title.EN: 'EN' does not have the right form "
            "(^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$)",
        ),
        ("title: Visit", "title: [Visit]", "35: sessions[visit].title: should be a text, or texts by language"),
        ("2030-05-07 18:00", "6 p.m.", "37: sessions[visit].end: '6 p.m.' is not a time such as 2019-10-28 09:00"),
        (
            "2030-05-07 18:00",
            "2030-05-07 25:00",
            "37: sessions[visit].end: '2030-05-07 25:00' is no time of the calendar",
        ),
        (
            "2030-05-07 18:00",
            "0001-01-01 00:00",
            "37: sessions[visit].end: '0001-01-01 00:00' is no time of the calendar",
        ),
        ("2030-05-07 18:00", "2030-05-09 18:00", "37: sessions[visit].end: a session lasts 24 hours at most"),
        ("madang: 1", "madang: 2", "1: madang: this version reads format 1: write `madang: 1`"),
        ("topics:\n", "themes: [x]\ntopics:\n", "20: themes: there is no such part of a programme file"),
        ("  slug: harbour-2030\n", "", "2: edition.slug: is missing"),
        (
            "languages: [en, ko]",
            "languages: [ko]",
            "7: edition.default_language: 'en' is not among the edition's languages",
        ),
        (
            "venue: quay\n",
            "venue: quay\n            start: 2030-05-07 09:00\n",
            "44: sessions[visit].options[north].stops[quay].start: a stop lies within its session",
        ),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_mistake_is_told_with_its_line(before: str, after: str, problem: str):
    assert f"harbour.yaml:{problem}" in problems_of(change((before, after)))


def test_everything_wrong_is_told_at_once():
    source = change(
        ("Asia/Seoul", "Mars/Olympus"),
        ("kind: training", "kind: tent"),
        ("kind: plenary", "kind: concert"),
        ("06 10:00", "06 08:00"),
        ("room: hall", "room: attic"),
        ("title: Visit", "title: {ko: 방문}"),
        ("venue: quay", "venue: pier"),
    )

    assert [problem.split(": ")[:2] for problem in problems_of(source)] == [
        ["harbour.yaml:6", "edition.timezone"],
        ["harbour.yaml:11", "venues[institute].kind"],
        ["harbour.yaml:26", "sessions[opening].kind"],
        ["harbour.yaml:29", "sessions[opening].end"],
        ["harbour.yaml:31", "sessions[opening].room"],
        ["harbour.yaml:35", "sessions[visit].title"],
        ["harbour.yaml:43", "sessions[visit].options[north].stops[quay].venue"],
    ]


def test_problem_has_a_pointer_for_programs():
    with pytest.raises(ProgrammeFileInvalid) as refused:
        parse(change(("room: hall", "room: attic")), "harbour.yaml")

    assert (refused.value.status, refused.value.errors) == (
        422,
        [("/sessions/0/room", "line 31: sessions[opening].room: the venue has no room 'attic'")],
    )


def test_time_that_the_clocks_skip_is_refused():
    source = change(("Asia/Seoul", "Europe/Paris"), ("2030-05-06, ", "2030-03-31, ")).replace(
        "2030-05-06 09:00", "2030-03-31 02:30"
    )

    assert (
        "harbour.yaml:28: sessions[opening].start: 2030-03-31 02:30 does not exist in Europe/Paris: the clocks skip it"
        in problems_of(source)
    )


def test_time_that_comes_twice_needs_its_offset():
    source = (
        change(("Asia/Seoul", "Europe/Paris"), ("05-07]", "10-27]"))
        .replace("2030-05-07 13:30", "2030-10-27 02:30")
        .replace("2030-05-07 18:00", "2030-10-27 05:00")
    )

    assert problems_of(source) == [
        "harbour.yaml:36: sessions[visit].start: 2030-10-27 02:30 comes twice in Europe/Paris; add the offset, such as "
        "2030-10-27 02:30+01:00"
    ]
    visit = parse(source.replace("02:30", "02:30+01:00"), "harbour.yaml").sessions[1]
    assert visit.starts_at == datetime(2030, 10, 27, 1, 30, tzinfo=UTC)
    assert write_moment(visit.starts_at, get_zone("Europe/Paris")) == "2030-10-27 02:30+01:00"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("", "1: a programme file begins with `madang: 1` and `edition:`"),
        ("just words", "1: a programme file begins with `madang: 1` and `edition:`"),
        ("madang: 1\nedition: x\n", "2: edition: should be an entry with fields"),
        ("madang: 1\nsessions: {a: b}\n", "2: sessions: should be a list of entries, each beginning with `- key:`"),
        ("madang: 1\nsessions:\n  - opening\n", "3: sessions[1]: should be an entry with fields"),
        ("madang: 1\nvenues:\n  - key: {a: b}\n", "3: venues[1].key: should be text"),
        ("madang: 1\nsessions: [{people: [{person: {a: b}}]}]\n", "2: sessions[1].people[1].person: should be a key"),
    ],
)
def test_odd_file_is_refused_in_words(source: str, problem: str):
    assert f"harbour.yaml:{problem}" in problems_of(source)


def test_endless_mistakes_are_counted_not_listed():
    sessions = "".join(f"  - key: s{n}\n    kind: x\n" for n in range(300))

    problems = problems_of(FILE + sessions)

    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].endswith("and 1000 more problems")


def test_nested_rubbish_never_raises_anything_else():
    for name in ("edition", "series", "organisations", "people", "venues", "topics", "sessions"):
        for rubbish in ("x", "[x]", "[[x]]", "{x: y}", "[{key: [x], rooms: x, stops: [x]}]", '""', "[[[[[[[]]]]]]]"):
            problems_of(f"madang: 1\n{name}: {rubbish}\n")


def test_example_in_the_guide_can_be_loaded():
    guide = (Path(__file__).parents[2] / "docs" / "programme-file.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]

    assert [session.key for session in parse(example, "guide").sessions] == ["opening"]
