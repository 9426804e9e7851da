"""The shipped file of the 2019 training says what its draft programme says."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from madang.programme.entries import SessionEntry, stand_in
from madang.programme.file import ProgrammeFile, parse
from madang.programme.models import PublicStatus

PROGRAMMES = Path(__file__).parents[2] / "programmes"
SEOUL = ZoneInfo("Asia/Seoul")

# Day, start, end, kind, title: the table of the draft, and in domain.md the ends that it leaves open.
AGENDA = [
    ("10-28", "09:00", "10:00", "orientation", "Orientation & Opening"),
    ("10-28", "10:00", "12:00", "roundtable", "Opening Roundtable"),
    ("10-28", "12:00", "13:30", "meal", "Lunch"),
    ("10-28", "13:30", "15:30", "plenary", "Plenary 1: Role of local government in promoting SSE"),
    ("10-28", "15:30", "16:00", "coffee_break", "Coffee break"),
    (
        "10-28", "16:00", "18:00", "plenary",
        "Plenary 2: Co-creation of public policies to support the development of SSE",
    ),
    ("10-28", "19:00", "21:00", "social", "Welcome Dinner"),
    ("10-29", "09:00", "10:00", "recap", "Recap of Day 1"),
    ("10-29", "10:00", "12:00", "thematic", "Thematic Session 1: 4 pillars of SSE I"),
    ("10-29", "12:00", "13:30", "meal", "Lunch"),
    ("10-29", "13:30", "18:00", "field_visit", "Field visit 1"),
    ("10-31", "09:00", "10:00", "recap", "Field visit 1 recap"),
    ("10-31", "10:00", "12:00", "thematic", "Thematic session 2: Field of Strength in SSE 1"),
    ("10-31", "12:00", "13:30", "meal", "Lunch"),
    ("10-31", "13:30", "18:00", "field_visit", "Field visit 2"),
    ("11-01", "09:00", "10:00", "recap", "Field visit 2 recap"),
    ("11-01", "10:00", "11:00", "presentation", "Action plan presentation for each trainee"),
    ("11-01", "11:00", "12:00", "closing", "Closing Plenary"),
    ("11-01", "12:00", "13:30", "meal", "Lunch"),
    ("11-01", "13:30", "15:30", "closing", "Closing Plenary: Action plan for each city"),
]  # fmt: skip

EARLIER = {
    "apd-2016": (
        ["2016-05-26"],
        "Hong Kong",
        "The role of government in enhancing impact in the Social Economy in Asia",
        ["gsef", "avpn"],
    ),
    "apd-2017": (
        ["2017-06-30", "2017-07-01"],
        "Seoul",
        "Effective public policy design for fostering social economy as a leverage for inclusive development in Asia",
        ["gsef"],
    ),
    "apd-2018": (
        ["2018-07-05", "2018-07-06"],
        "Seoul",
        "Public policy for financing the social and solidarity economy to strengthen its values and competitiveness",
        ["gsef"],
    ),
    "ilo-academy-2017": (
        ["2017-06-26", "2017-06-27", "2017-06-28", "2017-06-29", "2017-06-30"],
        "Seoul",
        "Innovative Ecosystem for SSE Public Policies: a contribution to the future of work",
        ["gsef", "ilo-itc"],
    ),
}


def read(slug: str) -> ProgrammeFile:
    return parse((PROGRAMMES / f"{slug}.yaml").read_bytes(), f"{slug}.yaml")


@pytest.fixture(scope="module")
def training() -> ProgrammeFile:
    return read("gsef-cbt-2019")


@pytest.fixture(scope="module")
def sessions(training: ProgrammeFile) -> dict[str, SessionEntry]:
    return {session.key: session for session in training.sessions}


def test_agenda_is_the_draft_s(training: ProgrammeFile):
    agenda = []
    for session in training.sessions:
        start, end = session.starts_at.astimezone(SEOUL), session.ends_at.astimezone(SEOUL)
        agenda.append((f"{start:%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}", session.kind.value, session.title["en"]))

    assert agenda == AGENDA


def test_days_have_seven_four_four_and_five_sessions(training: ProgrammeFile):
    counted = Counter(session.starts_at.astimezone(SEOUL).date() for session in training.sessions)

    assert [counted[day] for day in training.edition.days] == [7, 4, 4, 5]
    assert [day.isoformat() for day in training.edition.days] == [
        "2019-10-28",
        "2019-10-29",
        "2019-10-31",
        "2019-11-01",
    ]


def test_edition_is_named_as_in_the_draft(training: ProgrammeFile):
    edition = training.edition

    assert edition.title["en"] == "GSEF Capacity Building Training 2019"
    assert edition.theme["en"] == (
        "Role of Local Governments in improving the Wellbeing of Citizens through Social and Solidarity Economy"
    )
    assert (edition.timezone, edition.languages, edition.default_language) == ("Asia/Seoul", ["en", "ko", "fr"], "en")
    assert (edition.status, edition.visibility) == ("completed", "public")
    assert (len(edition.objectives), len(edition.key_questions)) == (7, 4)
    assert [(item.organisation_id, item.role) for item in edition.organisations] == [
        (stand_in("organisations", "gsef"), "host"),
        (stand_in("organisations", "shrdc"), "host"),
        (stand_in("organisations", "avpn"), "partner"),
        (stand_in("organisations", "british-council"), "partner"),
    ]


def test_every_session_title_is_in_three_languages(training: ProgrammeFile):
    assert {session.key: sorted(session.title) for session in training.sessions} == {
        session.key: ["en", "fr", "ko"] for session in training.sessions
    }


def test_dinner_and_visits_are_tentative(training: ProgrammeFile):
    assert [session.key for session in training.sessions if session.status == PublicStatus.TENTATIVE] == [
        "d1-welcome-dinner",
        "d2-field-visit-1",
        "d3-field-visit-2",
    ]


def test_field_visits_are_one_option_each_with_tentative_stops(sessions: dict[str, SessionEntry]):
    stops = {
        key: [
            [(stop.title["en"], stop.venue_id, stop.status.value) for stop in option.stops]
            for option in sessions[key].options
        ]
        for key in ("d2-field-visit-1", "d3-field-visit-2")
    }

    assert stops == {
        "d2-field-visit-1": [
            [
                ("Innovation Park", stand_in("venues", "seoul-innovation-park"), "tentative"),
                ("Seongsu area", stand_in("venues", "heyground"), "tentative"),
            ]
        ],
        "d3-field-visit-2": [[("Sewoon arcade", stand_in("venues", "fab-lab-sewoon"), "tentative")]],
    }


def test_training_has_its_institute_and_four_sites(training: ProgrammeFile):
    assert [(venue.name["en"], venue.kind.value, venue.website) for venue in training.venues] == [
        ("Seoul Metropolis International Training Institute", "training", None),
        ("Seoul Innovation Park", "study_visit_site", "http://innovationpark.kr/english/"),
        ("Seoul Social Economy Center", "study_visit_site", "http://sehub.net/"),
        ("Fab Lab (Seun-sangga Complex)", "study_visit_site", "http://fablab-seoul.org/"),
        ("HEYGROUND", "study_visit_site", "https://heyground.com/#/"),
    ]


def test_thematic_sessions_have_the_pillars_and_the_fields(training: ProgrammeFile, sessions: dict[str, SessionEntry]):
    names = {stand_in("topics", topic.key): (topic.vocabulary.value, topic.name["en"]) for topic in training.topics}

    assert [names[topic] for topic in sessions["d2-thematic-session-1"].topic_ids] == [
        ("pillar", "Legal framework"),
        ("pillar", "Finance"),
        ("pillar", "Capacity building"),
        ("pillar", "Market access"),
    ]
    assert [names[topic] for topic in sessions["d3-thematic-session-2"].topic_ids] == [
        ("field", "Responsible Consumption and Production"),
        ("field", "Environment"),
        ("field", "Reduced Inequalities"),
        ("field", "Employment"),
    ]


def test_speakers_are_those_of_the_draft(training: ProgrammeFile, sessions: dict[str, SessionEntry]):
    names = {
        stand_in("people", person.key): (person.form_of_address, person.badge_name, person.organisation)
        for person in training.people
    }
    roles = {
        key: [(names[item.person_id], item.role.value, item.state.value, item.contribution) for item in session.people]
        for key, session in sessions.items()
        if session.people
    }

    assert roles == {
        "d1-opening-roundtable": [
            (
                ("Ms.", "Beatrice Alain", "Chantier de l'économie sociale"),
                "presenter",
                "confirmed",
                {"en": "Legal Framework and relative public policies to support the development of SSE"},
            )
        ],
        "d4-closing-plenary": [((None, "Director of SHRDC", "SHRDC"), "presenter", "confirmed", {})],
    }


def test_archive_holds_the_earlier_editions():
    assert {path.stem for path in PROGRAMMES.glob("*.yaml")} == {"gsef-cbt-2019", *EARLIER}


@pytest.mark.parametrize("slug", sorted(EARLIER))
def test_earlier_edition_is_as_the_draft_lists_it(slug: str):
    file = read(slug)
    edition = file.edition
    organisations = {stand_in("organisations", item.key): item.key for item in file.organisations}

    told = (
        [day.isoformat() for day in edition.days],
        edition.place["en"],
        edition.theme["en"],
        [organisations[item.organisation_id] for item in edition.organisations],
    )

    assert told == EARLIER[slug]
    assert (edition.slug, edition.status, file.sessions) == (slug, "archived", [])
