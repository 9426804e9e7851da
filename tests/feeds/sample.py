"""An invented programme with everything that a format can stumble over: options, zones, states, long words."""

import copy
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from madang.feeds.rules import ReleaseInfo
from madang.programme.snapshot import Snapshot

BASE_URL = "https://agenda.example.org"
RELEASE = ReleaseInfo(number=3, revision=0, published_at=datetime(2019, 10, 20, tzinfo=UTC), comment="Third draft")


def _id(number: int) -> str:
    return str(UUID(int=number))


def make_session(number: int, **changes: Any) -> dict[str, Any]:
    """Return a session of one hour on 28 October 2019, 09:00 in Seoul."""
    session: dict[str, Any] = {
        "id": _id(1000 + number),
        "key": f"session-{number}",
        "kind": "plenary",
        "title": {"en": f"Session {number}"},
        "abstract": {},
        "start": "2019-10-28T00:00:00Z",
        "end": "2019-10-28T01:00:00Z",
        "day": "2019-10-28",
        "status": "confirmed",
        "topics": [],
        "venue": None,
        "room": None,
        "capacity": None,
        "languages": [],
        "interpretation": [],
        "materials": [],
        "people": [],
        "options": [],
        "sequence": 0,
        "updated_at": "2019-10-01T00:00:00Z",
    }
    return {**session, **changes}


def make_person(**changes: Any) -> dict[str, Any]:
    """Return a confirmed panellist."""
    person = {
        "id": _id(2000),
        "name": "Example Person",
        "role": "panellist",
        "affiliation": "Example Network",
        "position": None,
        "contribution": {},
    }
    return {**person, **changes}


def _venue(number: int, key: str, name: dict[str, str], **changes: Any) -> dict[str, Any]:
    venue: dict[str, Any] = {
        "id": _id(100 + number),
        "key": key,
        "kind": "study_visit_site",
        "name": name,
        "description": {},
        "address": {},
        "latitude": None,
        "longitude": None,
        "website": None,
        "meeting_point": {},
        "access_notes": {},
        "host": None,
        "rooms": [],
    }
    return {**venue, **changes}


def _stop(number: int, venue: int, **changes: Any) -> dict[str, Any]:
    stop: dict[str, Any] = {
        "id": _id(400 + number),
        "key": f"stop-{number}",
        "title": {},
        "venue": _id(100 + venue),
        "start": None,
        "end": None,
        "status": "confirmed",
    }
    return {**stop, **changes}


_PROGRAMME: dict[str, Any] = {
    "edition": {
        "id": _id(1),
        "slug": "courtyard-2019",
        "title": {"en": "Courtyard Training 2019", "ko": "마당 연수 2019", "fr": "Formation Cour commune 2019"},
        "theme": {"en": "Cities learn from cities; and \\ from, commas"},
        "background": {"en": "Why *cities* meet."},
        "objectives": [{"en": "To learn", "fr": "Apprendre"}],
        "key_questions": [{"en": "What works?"}],
        "days": ["2019-10-28", "2019-10-29"],
        "timezone": "Asia/Seoul",
        "default_language": "en",
        "languages": ["en", "ko", "fr"],
        "status": "open",
        "place": {"en": "Seoul", "ko": "서울"},
        "series": {"key": "courtyard", "title": {"en": "Courtyard Training"}},
        "organisations": [
            {
                "id": _id(50),
                "key": "example-network",
                "role": "host",
                "name": {"en": "Example Network"},
                "short_name": "EXN",
                "website": "https://network.example.org",
            }
        ],
    },
    "venues": [
        _venue(
            1,
            "institute",
            {"en": "Training Institute", "ko": "국제연수원"},
            kind="training",
            address={"en": "1 Example Street, Seoul", "ko": "서울시 보기로 1"},
            latitude=37.5665,
            longitude=126.978,
            rooms=[{"id": _id(150), "key": "main", "name": {"en": "Main hall", "ko": "대강당"}, "capacity": 80}],
        ),
        _venue(
            2, "makers", {"en": "Makers' House"}, host={"en": "Example Makers"}, website="https://makers.example.org"
        ),
        _venue(3, "market", {"en": "Fair Market", "ko": "공정 시장"}, meeting_point={"en": "Gate 2"}),
    ],
    "topics": [
        {"id": _id(200), "key": "finance", "vocabulary": "pillar", "name": {"en": "Finance", "fr": "Finances"}},
        {"id": _id(201), "key": "employment", "vocabulary": "field", "name": {"en": "Employment"}},
    ],
    "sessions": [
        make_session(
            1,
            kind="roundtable",
            title={"en": "Opening roundtable", "ko": "개회 원탁회의", "fr": "Table ronde d’ouverture"},
            abstract={"en": "Laws, policies; and a backslash \\.\n\nA second paragraph, *with emphasis*."},
            venue=_id(101),
            room=_id(150),
            capacity=80,
            topics=[_id(200)],
            languages=["en", "ko"],
            interpretation=[{"language": "fr", "mode": "simultaneous"}],
            materials=[{"title": {"en": "Slides"}, "url": "https://agenda.example.org/slides.pdf"}],
            people=[
                make_person(role="keynote_speaker", contribution={"en": "Legal framework"}, position="Director"),
                make_person(id=None, name=None, affiliation=None, role="moderator"),
            ],
        ),
        make_session(
            2,
            kind="meal",
            title={"en": "Lunch", "ko": "점심", "fr": "Déjeuner"},
            start="2019-10-28T03:00:00Z",
            end="2019-10-28T04:30:00Z",
        ),
        make_session(
            3,
            kind="thematic",
            title={"en": "Cancelled talk"},
            start="2019-10-28T04:30:00Z",
            end="2019-10-28T06:00:00Z",
            status="cancelled",
            topics=[_id(201), _id(200)],
            sequence=2,
            updated_at="2019-10-20T00:00:00Z",
        ),
        make_session(
            4,
            kind="field_visit",
            title={
                "en": "Field visit",
                "ko": "사회적경제 현장 방문 — 아주 긴 제목이라서 일흔다섯 옥텟을 반드시 넘어야 하는 제목",
            },
            start="2019-10-29T04:30:00Z",
            end="2019-10-29T09:00:00Z",
            day="2019-10-29",
            status="tentative",
            options=[
                {
                    "id": _id(300),
                    "key": "makers",
                    "title": {"en": "Makers and market"},
                    "stops": [
                        _stop(1, 2, start="2019-10-29T05:00:00Z", end="2019-10-29T06:00:00Z", status="tentative"),
                        _stop(2, 3, title={"en": "Stalls of cooperatives"}, start="2019-10-29T06:30:00Z"),
                    ],
                },
                {
                    "id": _id(301),
                    "key": "market",
                    "title": {"en": "Market only", "ko": "시장"},
                    "stops": [_stop(3, 3, status="cancelled")],
                },
            ],
            sequence=1,
            updated_at="2019-10-20T00:00:00Z",
        ),
        make_session(
            5,
            kind="social",
            title={"en": "Welcome dinner"},
            start="2019-10-29T10:00:00Z",
            end="2019-10-29T12:00:00Z",
            day="2019-10-29",
            status="changed",
            venue=_id(103),
        ),
    ],
}


def make_programme(**edition: Any) -> Snapshot:
    """Return a fresh copy of the programme; keywords replace fields of its edition."""
    programme: Any = copy.deepcopy(_PROGRAMME)
    programme["edition"].update(edition)
    return programme  # type: ignore[no-any-return]


def make_big_programme(sessions: int) -> Snapshot:
    """Return a programme of many invented sessions, ten at the same time."""
    programme: Any = make_programme()
    model = programme["sessions"][0]
    programme["sessions"] = []
    for number in range(sessions):
        slot = number // 10
        day, hour = ("2019-10-28", "2019-10-29")[slot % 2], slot // 2 % 9
        programme["sessions"].append(
            {
                **copy.deepcopy(model),
                "id": _id(10_000 + number),
                "key": f"talk-{number}",
                "title": {"en": f"Talk {number}", "ko": f"발표 {number}"},
                "start": f"{day}T0{hour}:00:00Z",
                "end": f"{day}T0{hour}:45:00Z",
                "day": day,
            }
        )
    programme["sessions"].sort(key=lambda session: (session["start"], session["end"], session["key"]))
    return programme  # type: ignore[no-any-return]
