"""The programme under /api/v1, as an organiser's program would use it."""

import asyncio
from typing import Any

import httpx
import pytest

from factories.programme import EDITION, SESSION, VENUE
from madang.accounts.access import Caller
from madang.accounts.models import Role
from madang.core.db import Database
from madang.core.ids import new_id
from madang.programme import queries

EDITIONS = "/api/v1/editions"
PROGRAMME = f"{EDITIONS}/{EDITION['slug']}/programme"
MISSING = "01890000-0000-7000-8000-000000000000"


@pytest.fixture
async def edition(as_organiser: httpx.AsyncClient) -> dict[str, Any]:
    answer = await as_organiser.post(EDITIONS, json=EDITION)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
async def venue(as_organiser: httpx.AsyncClient, edition: dict[str, Any]) -> dict[str, Any]:
    return (await as_organiser.post(f"{PROGRAMME}/venues", json=VENUE)).json()


@pytest.fixture
async def session(as_organiser: httpx.AsyncClient, edition: dict[str, Any]) -> dict[str, Any]:
    answer = await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_session_is_read_back_as_it_was_written(as_organiser: httpx.AsyncClient, venue: dict[str, Any]) -> None:
    person = (await as_organiser.post("/api/v1/people", json={"badge_name": "Kampala trainee 1"})).json()
    topic = (
        await as_organiser.post(f"{PROGRAMME}/topics", json={"vocabulary": "pillar", "name": {"en": "Finance"}})
    ).json()
    sent = SESSION | {
        "venue_id": venue["id"],
        "room_id": venue["rooms"][0]["id"],
        "languages": ["en"],
        "interpretation": [{"language": "ko", "mode": "simultaneous"}],
        "materials": [{"title": {"en": "Slides"}, "url": "https://example.org/slides"}],
        "topic_ids": [topic["id"]],
        "people": [
            {"person_id": person["id"], "role": "moderator", "state": "confirmed", "contribution": {"en": "Welcome"}}
        ],
        "options": [
            {
                "key": "north",
                "title": {"en": "North"},
                "stops": [{"key": "quay", "venue_id": venue["id"], "title": {"en": "Quay"}, "status": "tentative"}],
            }
        ],
    }

    made = await as_organiser.post(f"{PROGRAMME}/sessions", json=sent)
    read = await as_organiser.get(f"{PROGRAMME}/sessions/{made.json()['id']}")

    assert made.status_code == 201, made.text
    assert read.json() == made.json()
    assert read.headers["etag"] == '"1"'
    body = read.json()
    assert [body["topic_ids"], body["people"][0]["person_id"]] == [[topic["id"]], person["id"]]
    assert body["options"][0]["stops"][0]["title"] == {"en": "Quay"}


async def test_change_raises_the_version_and_a_stale_one_is_shown_how_it_stands(
    as_organiser: httpx.AsyncClient, session: dict[str, Any]
) -> None:
    url = f"{PROGRAMME}/sessions/{session['id']}"

    first = await as_organiser.patch(url, json={"status": "confirmed"}, headers={"If-Match": '"1"'})
    second = await as_organiser.patch(url, json={"status": "cancelled"}, headers={"If-Match": '"1"'})

    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    assert (second.status_code, second.json()["code"]) == (412, "stale")
    assert second.json()["current"] == first.json()


async def test_change_of_a_child_alone_raises_the_version(
    as_organiser: httpx.AsyncClient, venue: dict[str, Any]
) -> None:
    url = f"{PROGRAMME}/venues/{venue['id']}"
    rooms = [{"key": "hall", "name": {"en": "Small Hall"}, "capacity": 30}]

    changed = (await as_organiser.patch(url, json={"rooms": rooms}, headers={"If-Match": '"1"'})).json()

    assert changed["version"] == 2
    assert [(room["id"], room["name"]) for room in changed["rooms"]] == [
        (venue["rooms"][0]["id"], {"en": "Small Hall"})
    ]


async def test_change_that_changes_nothing_keeps_the_version(
    as_organiser: httpx.AsyncClient, session: dict[str, Any]
) -> None:
    url = f"{PROGRAMME}/sessions/{session['id']}"
    same = await as_organiser.patch(url, json={"title": SESSION["title"]}, headers={"If-Match": '"1"'})
    assert same.json() == session


@pytest.mark.parametrize(
    ("change", "pointer", "detail"),
    [
        (
            {"days": ["2030-05-07"]},
            "/body/days",
            "session 'opening' is on 2030-05-06, which is not one of the edition's days",
        ),
        (
            {"timezone": "Pacific/Honolulu"},
            "/body/timezone",
            "session 'opening' is on 2030-05-05, which is not one of the edition's days",
        ),
        (
            {"default_language": "ko"},
            "/body/default_language",
            "venue 'institute', name: the text in 'ko', the edition's default language, is missing",
        ),
    ],
    ids=["days", "timezone", "language"],
)
async def test_edition_cannot_be_changed_away_from_its_programme(
    as_organiser: httpx.AsyncClient,
    venue: dict[str, Any],
    session: dict[str, Any],
    change: dict[str, Any],
    pointer: str,
    detail: str,
) -> None:
    url = f"{EDITIONS}/{EDITION['slug']}"

    answer = await as_organiser.patch(url, json=change, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert {"pointer": pointer, "detail": detail} in answer.json()["errors"]
    assert (await as_organiser.get(url)).headers["etag"] == '"1"'
    file = await as_organiser.get(f"{url}/programme-file")
    again = await as_organiser.put(
        f"{url}/programme-file", content=file.content, headers={"If-Match": file.headers["etag"]}
    )
    assert again.status_code == 200


async def test_edition_can_be_changed_where_its_programme_fits(
    as_organiser: httpx.AsyncClient, session: dict[str, Any]
) -> None:
    changes = {"days": ["2030-05-06"], "timezone": "Asia/Tokyo", "default_language": "ko"}
    answer = await as_organiser.patch(f"{EDITIONS}/{EDITION['slug']}", json=changes, headers={"If-Match": '"1"'})
    assert answer.status_code == 200, answer.text


async def test_change_without_a_version_is_refused(as_organiser: httpx.AsyncClient, session: dict[str, Any]) -> None:
    answer = await as_organiser.patch(f"{PROGRAMME}/sessions/{session['id']}", json={"status": "confirmed"})
    assert (answer.status_code, answer.json()["code"]) == (428, "version_required")


async def test_two_changes_of_one_version_at_once_leave_one(
    as_organiser: httpx.AsyncClient, session: dict[str, Any]
) -> None:
    url = f"{PROGRAMME}/sessions/{session['id']}"
    answers = await asyncio.gather(
        *(as_organiser.patch(url, json={"capacity": places}, headers={"If-Match": '"1"'}) for places in range(10, 18))
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7


BAD_SESSIONS: list[tuple[dict[str, Any], str]] = [
    ({"kind": "party"}, "/body/kind"),
    ({"ends_at": SESSION["starts_at"]}, "/body/ends_at"),
    ({"starts_at": "2030-05-09T09:00:00+09:00", "ends_at": "2030-05-09T10:00:00+09:00"}, "/body/starts_at"),
    ({"starts_at": "2030-05-06T09:00:00"}, "/body/starts_at"),
    ({"title": {"ko": "개회"}}, "/body/title"),
    ({"title": {"en": "a\x00b"}}, "/body/title/en"),
    ({"title": {"en": "x" * 301}}, "/body/title/en"),
    ({"title": {}}, "/body/title"),
    ({"capacity": 2**70}, "/body/capacity"),
    ({"capacity": -1}, "/body/capacity"),
    ({"venue_id": MISSING}, "/body/venue_id"),
    ({"topic_ids": [MISSING]}, "/body/topic_ids/0"),
    ({"people": [{"person_id": MISSING, "role": "moderator"}]}, "/body/people/0/person_id"),
    ({"colour": "red"}, "/body/colour"),
    ({"materials": [{"title": {"en": "x"}, "url": "javascript:alert(1)"}]}, "/body/materials/0/url"),
]


@pytest.mark.parametrize(("given", "pointer"), BAD_SESSIONS, ids=[f"{p}-{i}" for i, (_, p) in enumerate(BAD_SESSIONS)])
async def test_bad_session_is_refused_where_it_is_bad(
    as_organiser: httpx.AsyncClient, edition: dict[str, Any], given: dict[str, Any], pointer: str
) -> None:
    answer = await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION | given)
    listed = await as_organiser.get(f"{PROGRAMME}/sessions")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert listed.json()["items"] == []


RAW_BODIES = [
    b'{"title": {"en": "\\ud800"}}',
    b'{"capacity": NaN}',
    b'{"capacity": 1e999}',
    b"{",
    b"\xff\xfe",
    b"[" * 100_000,
    b"null",
]


@pytest.mark.parametrize("raw", RAW_BODIES, ids=[repr(raw[:12]) for raw in RAW_BODIES])
async def test_body_that_is_no_document_is_refused(
    as_organiser: httpx.AsyncClient, edition: dict[str, Any], raw: bytes
) -> None:
    answer = await as_organiser.post(f"{PROGRAMME}/sessions", content=raw, headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code


async def test_body_of_10_mb_is_refused_unread(as_organiser: httpx.AsyncClient, edition: dict[str, Any]) -> None:
    async def announced_nowhere() -> Any:
        for _ in range(10):
            yield b" " * 1_000_000

    by_length = await as_organiser.post(f"{PROGRAMME}/sessions", content=b" " * 10_000_000)
    streamed = await as_organiser.post(f"{PROGRAMME}/sessions", content=announced_nowhere())

    assert [by_length.status_code, streamed.status_code] == [413, 413]
    assert streamed.json()["code"] == "body_too_large"


async def test_room_of_another_venue_is_refused(as_organiser: httpx.AsyncClient, venue: dict[str, Any]) -> None:
    other = (await as_organiser.post(f"{PROGRAMME}/venues", json=VENUE | {"key": "quay", "rooms": []})).json()
    answer = await as_organiser.post(
        f"{PROGRAMME}/sessions", json=SESSION | {"venue_id": other["id"], "room_id": venue["rooms"][0]["id"]}
    )
    assert answer.json()["errors"] == [{"pointer": "/body/room_id", "detail": "the room belongs to another venue"}]


async def test_unknown_zone_is_refused(as_organiser: httpx.AsyncClient) -> None:
    answer = await as_organiser.post(EDITIONS, json=EDITION | {"timezone": "Asia/Atlantis"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/body/timezone"


async def test_key_is_made_from_the_title_and_stays_unique(
    as_organiser: httpx.AsyncClient, edition: dict[str, Any]
) -> None:
    nameless = {name: value for name, value in SESSION.items() if name != "key"}
    keys = [(await as_organiser.post(f"{PROGRAMME}/sessions", json=nameless)).json()["key"] for _ in range(2)]
    taken = await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION)

    assert keys == ["opening", "opening-2"]
    assert (taken.status_code, taken.json()["code"]) == (409, "taken")


async def test_venue_in_use_cannot_be_deleted(as_organiser: httpx.AsyncClient, venue: dict[str, Any]) -> None:
    await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION | {"venue_id": venue["id"]})
    url = f"{PROGRAMME}/venues/{venue['id']}"

    refused = await as_organiser.delete(url, headers={"If-Match": '"1"'})

    assert (refused.status_code, refused.json()["code"]) == (409, "in_use")
    assert (await as_organiser.get(url)).json() == venue


async def test_list_gives_every_session_once_in_order(as_organiser: httpx.AsyncClient, edition: dict[str, Any]) -> None:
    for number in range(7):
        start = f"2030-05-06T{9 + number // 2:02}:00:00+09:00"
        await as_organiser.post(
            f"{PROGRAMME}/sessions",
            json=SESSION | {"key": f"s{number}", "starts_at": start, "ends_at": "2030-05-06T20:00:00+09:00"},
        )
    seen: list[str] = []
    url: str | None = f"{PROGRAMME}/sessions?limit=3"
    pages = 0
    while url:
        answer = await as_organiser.get(url)
        seen += [item["key"] for item in answer.json()["items"]]
        url = answer.json()["next"]
        pages += 1
        assert ("link" in answer.headers) == (url is not None)
    assert (seen, pages) == ([f"s{number}" for number in range(7)], 3)


async def test_cursor_of_another_list_is_refused(as_organiser: httpx.AsyncClient, edition: dict[str, Any]) -> None:
    for number in range(3):
        await as_organiser.post("/api/v1/people", json={"badge_name": f"Trainee {number}"})
    following = (await as_organiser.get("/api/v1/people?limit=1")).json()["next"]

    foreign = await as_organiser.get(following.replace("people", "organisations"))
    damaged = await as_organiser.get(following[:-4] + "AAA=")
    huge = await as_organiser.get(f"/api/v1/people?limit={2**70}")

    assert [foreign.json()["code"], damaged.json()["code"], huge.json()["code"]] == [
        "cursor_invalid",
        "cursor_invalid",
        "invalid",
    ]


async def test_retried_creation_happens_once(as_organiser: httpx.AsyncClient, edition: dict[str, Any]) -> None:
    nameless = {name: value for name, value in SESSION.items() if name != "key"}
    key = {"Idempotency-Key": "abc"}

    first = await as_organiser.post(f"{PROGRAMME}/sessions", json=nameless, headers=key)
    again = await as_organiser.post(f"{PROGRAMME}/sessions", json=nameless, headers=key)
    other = await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION, headers=key)
    listed = await as_organiser.get(f"{PROGRAMME}/sessions")

    assert (again.status_code, again.json(), again.headers["etag"]) == (201, first.json(), first.headers["etag"])
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(listed.json()["items"]) == 1


async def test_twins_sent_at_once_make_one_session(as_organiser: httpx.AsyncClient, edition: dict[str, Any]) -> None:
    nameless = {name: value for name, value in SESSION.items() if name != "key"}
    answers = await asyncio.gather(
        *(
            as_organiser.post(f"{PROGRAMME}/sessions", json=nameless, headers={"Idempotency-Key": "twin"})
            for _ in range(6)
        )
    )
    assert {(answer.status_code, answer.json()["id"]) for answer in answers} == {(201, answers[0].json()["id"])}


async def test_refusal_is_not_kept_for_retries(as_organiser: httpx.AsyncClient, edition: dict[str, Any]) -> None:
    key = {"Idempotency-Key": "later"}
    refused = await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION | {"kind": "party"}, headers=key)
    made = await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION, headers=key)
    assert [refused.status_code, made.status_code] == [422, 201]


async def test_merged_person_gives_roles_to_the_one_that_is_kept(
    as_organiser: httpx.AsyncClient, edition: dict[str, Any]
) -> None:
    kept = (await as_organiser.post("/api/v1/people", json={"badge_name": "Musoma trainee 1"})).json()
    double = (
        await as_organiser.post("/api/v1/people", json={"badge_name": "Musoma Trainee 1", "position": "Officer"})
    ).json()
    people = [{"person_id": double["id"], "role": "presenter"}, {"person_id": kept["id"], "role": "moderator"}]
    session = (await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION | {"people": people})).json()

    merged = await as_organiser.post(f"/api/v1/people/{kept['id']}/merge", json={"duplicate_id": double["id"]})
    after = (await as_organiser.get(f"{PROGRAMME}/sessions/{session['id']}")).json()
    listed = (await as_organiser.get("/api/v1/people?name=musoma")).json()["items"]

    assert merged.json()["position"] == "Officer"
    assert [(item["person_id"], item["role"]) for item in after["people"]] == [
        (kept["id"], "presenter"),
        (kept["id"], "moderator"),
    ]
    assert [person["id"] for person in listed] == [kept["id"]]


async def test_list_of_sessions_costs_the_same_however_long(
    as_organiser: httpx.AsyncClient, edition: dict[str, Any], count_queries: Any
) -> None:
    async def cost(sessions: range) -> int:
        for number in sessions:
            await as_organiser.post(f"{PROGRAMME}/sessions", json=SESSION | {"key": f"s{number}"})
        with count_queries() as counted:
            await as_organiser.get(f"{PROGRAMME}/sessions?limit=200")
        return int(counted.number)

    assert await cost(range(1)) == await cost(range(1, 12))


async def test_without_a_token_nothing_is_told(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{PROGRAMME}/sessions")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_search_for_a_control_character_is_refused(as_organiser: httpx.AsyncClient) -> None:
    answer = await as_organiser.get("/api/v1/people", params={"name": "\x00"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_merges_of_each_other_at_once_do_not_wait_for_ever(
    live: Database, as_organiser: httpx.AsyncClient
) -> None:
    ids = [
        (await as_organiser.post("/api/v1/people", json={"badge_name": f"Trainee {n}"})).json()["id"] for n in range(2)
    ]
    answers = await asyncio.gather(
        *(
            as_organiser.post(f"/api/v1/people/{a}/merge", json={"duplicate_id": b})
            for a, b in (ids, ids[::-1])
            for _ in range(3)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [422] * 5


async def test_change_within_an_edition_waits_while_a_release_is_frozen(
    live: Database, as_organiser: httpx.AsyncClient, session: dict[str, Any]
) -> None:
    url = f"{PROGRAMME}/sessions/{session['id']}"
    everything = Caller(account_id=new_id(), login_id=new_id(), grants=frozenset({(Role.ADMINISTRATOR, None)}))
    async with live.write() as db:
        await queries.get_edition(db, everything, EDITION["slug"], lock="exclusive")
        change = asyncio.create_task(as_organiser.patch(url, json={"capacity": 9}, headers={"If-Match": '"1"'}))
        done, _ = await asyncio.wait([change], timeout=0.5)
        assert not done
    assert (await change).status_code == 200


async def test_session_cannot_keep_a_venue_that_is_deleted_meanwhile(
    live: Database, as_organiser: httpx.AsyncClient, venue: dict[str, Any], session: dict[str, Any]
) -> None:
    place, entry = f"{PROGRAMME}/venues/{venue['id']}", f"{PROGRAMME}/sessions/{session['id']}"
    answers = await asyncio.gather(
        as_organiser.patch(entry, json={"venue_id": venue["id"]}, headers={"If-Match": '"1"'}),
        as_organiser.delete(place, headers={"If-Match": '"1"'}),
    )
    # One of them comes first, and the other is told so.
    assert [answer.status_code for answer in answers] in ([200, 409], [412, 204], [422, 204])
