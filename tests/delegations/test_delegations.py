"""Cities invited by organisers: seats, letter, states, history; found, changed, refused."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from factories.accounts import client_of, make_account, signed_in
from factories.delegations import focal_point, invite_city, make_edition, nominate, path_of
from madang.accounts.models import Role
from madang.core.db import Database
from madang.files.models import StoredFile
from support.mail import PostOffice
from support.moments import StoppedClock

FOCAL = {"name": "Kampala focal point", "email": "Focal@Kampala.example.org"}


@pytest.fixture
async def edition_id(as_organiser: httpx.AsyncClient) -> UUID:
    return await make_edition(as_organiser)


async def test_invited_city_has_its_seats_and_its_letter(
    as_organiser: httpx.AsyncClient,
    edition_id: UUID,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    made = await invite_city(
        as_organiser,
        nominate_by="2030-03-31T23:59:00+09:00",
        focal_point=FOCAL | {"language": "fr", "message": "Nous serions heureux.\nÀ bientôt."},
    )

    await deliver()

    text = post_office.text().replace("\r\n", "\n")
    assert (made["key"], made["status"]) == ("kampala", "invited")
    assert made["seats"] == [
        {"capacity": "official", "seats": 1, "taken": 0},
        {"capacity": "sse_actor", "seats": 2, "taken": 0},
    ]
    assert made["focal_point"] == FOCAL | {"email": "focal@kampala.example.org", "state": "invited"}
    assert "1 × agent public et 2 × acteur de l’économie sociale" in text
    assert "31 mars 2030" in text
    assert "Nous serions heureux.\nÀ bientôt." in text
    assert "/invitation?lang=fr#" in text


async def test_letter_without_words_or_deadline_has_no_empty_lines(
    as_organiser: httpx.AsyncClient,
    edition_id: UUID,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    await invite_city(as_organiser, seats={}, focal_point=FOCAL)

    await deliver()

    text = post_office.text().replace("\r\n", "\n")
    assert "\n\n\n" not in text
    assert "seats for" not in text


async def test_letter_of_a_city_that_was_withdrawn_meanwhile_is_not_sent(
    as_organiser: httpx.AsyncClient,
    edition_id: UUID,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    made = await invite_city(as_organiser, focal_point=FOCAL)
    await as_organiser.post(path_of("own", made, "/transitions"), json={"to": "withdrawn"})

    await deliver()

    assert post_office.taken == []


async def test_letter_again_ends_the_link_of_the_first(
    as_organiser: httpx.AsyncClient,
    edition_id: UUID,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
    client: httpx.AsyncClient,
) -> None:
    made = await invite_city(as_organiser, focal_point=FOCAL)
    await deliver()

    again = await as_organiser.post(path_of("own", made, "/letter"), json={"language": "ko"})
    await deliver()

    tokens = [text.split("#")[1].split()[0] for text in map(post_office.text, range(2))]
    looks = [await client.post("/api/v1/auth/links/look", json={"token": token}) for token in tokens]
    assert again.status_code == 200
    assert [look.json().get("code") for look in looks] == ["link_revoked", None]
    assert looks[1].json()["next"] == "/e/own/delegation"
    assert "캄팔라" in post_office.text()


async def test_letter_needs_somebody_to_read_it(as_organiser: httpx.AsyncClient, edition_id: UUID) -> None:
    made = await invite_city(as_organiser)

    refused = await as_organiser.post(path_of("own", made, "/letter"), json={})

    assert (refused.status_code, refused.json()["code"]) == (409, "focal_point_missing")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"city": {"ko": "캄팔라"}}, "/body/city/en"),
        ({"country": "ZZ"}, "/body/country"),
        ({"country": "ug"}, "/body/country"),
        ({"seats": {"mayor": 1}}, "/body/seats/mayor/[key]"),
        ({"seats": {"official": -1}}, "/body/seats/official"),
        ({"focal_point": {"email": "no address"}}, "/body/focal_point/email"),
        ({"letter_file_id": str(uuid4())}, "/body/letter_file_id"),
        ({"timezone": "Africa/Nowhere"}, "/body/timezone"),
        ({"city": {"en": "K" + "\u0301" * 300}}, "/body/city/en"),
    ],
)
async def test_city_that_cannot_be_is_refused_where_it_is_wrong(
    as_organiser: httpx.AsyncClient, edition_id: UUID, wrong: dict[str, object], pointer: str
) -> None:
    answer = await as_organiser.post(path_of("own"), json={"city": {"en": "Kampala"}, "country": "UG"} | wrong)

    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])


async def test_same_city_twice_gets_another_key_unless_it_insists(
    as_organiser: httpx.AsyncClient, edition_id: UUID
) -> None:
    first, second = await invite_city(as_organiser), await invite_city(as_organiser)

    third = await as_organiser.post(path_of("own"), json={"city": {"en": "K"}, "country": "UG", "key": "kampala"})

    assert [first["key"], second["key"]] == ["kampala", "kampala-2"]
    assert third.json()["code"] == "taken"


async def test_cities_are_listed_by_name_and_found_by_any_of_their_names(
    as_organiser: httpx.AsyncClient, edition_id: UUID
) -> None:
    names = [{"en": "Quezon City"}, {"en": "Bogotá", "es": "Bogotá"}, {"en": "Kampala", "ko": "캄팔라"}]
    for city, country in zip(names, ["PH", "CO", "UG"], strict=True):
        await invite_city(as_organiser, city=city, country=country, local_government={})

    async def found(**query: object) -> list[str]:
        answer = await as_organiser.get(path_of("own"), params=query)  # type: ignore[arg-type]
        return [item["city"]["en"] for item in answer.json()["items"]]

    assert await found() == ["Bogotá", "Kampala", "Quezon City"]
    assert await found(name="bogota") == ["Bogotá"]
    assert await found(name="city") == ["Quezon City"]
    assert await found(name="캄팔") == ["Kampala"]
    assert await found(name="%") == []
    assert await found(country="PH") == ["Quezon City"]
    assert await found(status="confirmed") == []
    assert await found(limit=2) == ["Bogotá", "Kampala"]


async def test_list_asks_the_database_as_often_for_many_as_for_one(
    as_organiser: httpx.AsyncClient, edition_id: UUID, count_queries: Callable[[], object]
) -> None:
    counts = []
    for _ in range(2):
        for number in range(1 if not counts else 9):
            await invite_city(as_organiser, focal_point={"email": f"focal{number}@example.org"})
        with count_queries() as counted:  # type: ignore[attr-defined]
            await as_organiser.get(path_of("own"))
        counts.append(counted.number)
    assert counts[0] == counts[1]


async def test_change_needs_the_version_that_it_was_made_on(as_organiser: httpx.AsyncClient, edition_id: UUID) -> None:
    made = await invite_city(as_organiser)
    url, fresh = path_of("own", made), {"If-Match": f'"{made["version"]}"'}

    changed = await as_organiser.patch(url, json={"mentor": "Seoul", "seats": {"elected": 1}}, headers=fresh)
    stale = await as_organiser.patch(url, json={"mentor": "Busan"}, headers=fresh)
    blind = await as_organiser.patch(url, json={"mentor": "Busan"})
    log = (await as_organiser.get("/api/v1/editions/own/audit", params={"action": "delegation."})).json()["items"]

    assert changed.json()["seats"] == [{"capacity": "elected", "seats": 1, "taken": 0}]
    assert changed.headers["etag"] == f'"{changed.json()["version"]}"'
    assert (stale.status_code, stale.json()["current"]["mentor"]) == (412, "Seoul")
    assert blind.status_code == 428
    assert sorted((entry["action"], entry["fields"]) for entry in log) == [
        ("delegation.created", []),
        ("delegation.reseated", ["seats"]),
        ("delegation.updated", ["mentor"]),
    ]


async def test_seat_that_is_taken_cannot_be_taken_away(as_organiser: httpx.AsyncClient, edition_id: UUID) -> None:
    made = await invite_city(as_organiser)
    await nominate(as_organiser, made)
    now = (await as_organiser.get(path_of("own", made))).headers["etag"]

    refused = await as_organiser.patch(
        path_of("own", made), json={"seats": {"sse_actor": 1}, "mentor": "Seoul"}, headers={"If-Match": now}
    )

    after = (await as_organiser.get(path_of("own", made))).json()
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/body/seats/official"]
    assert (after["mentor"], after["seats"][1]["seats"]) == (None, 2)


async def test_delegation_goes_its_way_and_every_step_is_kept(
    as_organiser: httpx.AsyncClient, edition_id: UUID
) -> None:
    made = await invite_city(as_organiser)
    url = path_of("own", made, "/transitions")
    too_early = await as_organiser.post(url, json={"to": "nominated"})
    await nominate(as_organiser, made)

    answers = [
        await as_organiser.post(url, json={"to": to, "comment": f"To {to}"})
        for to in ("confirmed", "attended", "completed", "alumni")
    ]
    back = await as_organiser.post(url, json={"to": "invited"})
    history = (await as_organiser.get(path_of("own", made, "/history"))).json()["items"]

    assert (too_early.status_code, too_early.json()["code"]) == (409, "step_unavailable")
    assert [answer.json()["status"] for answer in answers] == ["confirmed", "attended", "completed", "alumni"]
    assert back.json()["current"] == {"status": "alumni", "available_transitions": []}
    assert [(event["what"], event["to_status"], event["comment"]) for event in reversed(history)] == [
        ("invited", "invited", ""),
        ("nominated", "invited", ""),
        ("moved", "nominated", ""),
        ("moved", "confirmed", "To confirmed"),
        ("moved", "attended", "To attended"),
        ("moved", "completed", "To completed"),
        ("moved", "alumni", "To alumni"),
    ]
    assert {event["by"] for event in history} == {"organiser@example.org"}


async def test_withdrawn_city_gives_up_its_members_who_are_told(
    as_organiser: httpx.AsyncClient,
    edition_id: UUID,
    deliver: Callable[[], Awaitable[int]],
    post_office: PostOffice,
) -> None:
    made = await invite_city(as_organiser)
    await nominate(as_organiser, made)
    await deliver()

    moved = await as_organiser.post(path_of("own", made, "/transitions"), json={"to": "withdrawn"})
    await deliver()

    overview = (await as_organiser.get(path_of("own", made, "/overview"))).json()
    assert [seats["taken"] for seats in moved.json()["seats"]] == [0, 0]
    assert [(member["name"], member["status"]) for member in overview["former"]] == [("Kampala trainee 1", "cancelled")]
    assert "has ended" in post_office.text()


async def test_letter_of_the_city_is_a_file_that_the_caller_handed_in(
    as_organiser: httpx.AsyncClient, app: FastAPI, edition_id: UUID, database: Database, clock: StoppedClock
) -> None:
    made = await invite_city(as_organiser, focal_point=FOCAL)
    client = await focal_point(app, edition_id)
    account_id = (await client.get("/api/v1/me")).json()["id"]
    async with database.write() as db:
        files = [
            StoredFile(
                edition_id=edition_id,
                account_id=owner,
                name="letter.pdf",
                media_type="application/pdf",
                size=9,
                created_at=clock(),
                completed_at=done,
            )
            for owner, done in ((UUID(account_id), clock()), (UUID(account_id), None), (None, clock()))
        ]
        db.add_all(files)
    url = path_of("own", made)

    answers = []
    for file in reversed(files):
        version = (await client.get(url)).headers["etag"]
        answers.append(await client.patch(url, json={"letter_file_id": str(file.id)}, headers={"If-Match": version}))

    assert [answer.status_code for answer in answers] == [422, 422, 200]


async def test_retried_invitation_invites_once(as_organiser: httpx.AsyncClient, edition_id: UUID) -> None:
    body = {"city": {"en": "Kampala"}, "country": "UG", "focal_point": FOCAL}
    answers = [
        await as_organiser.post(path_of("own"), json=body, headers={"Idempotency-Key": "once"}) for _ in range(2)
    ]

    listed = (await as_organiser.get(path_of("own"))).json()["items"]
    assert answers[0].json() == answers[1].json()
    assert [item["id"] for item in listed] == [answers[0].json()["id"]]


async def test_organiser_of_another_edition_finds_no_delegations_here(
    as_organiser: httpx.AsyncClient, app: FastAPI, edition_id: UUID, database: Database
) -> None:
    made = await invite_city(as_organiser)
    other = await make_edition(as_organiser, "other")
    async with database.write() as db:
        account = await make_account(db, role=Role.ORGANISER, edition_id=other)
    client = await signed_in(app, account)

    answers = [await client.get(path_of(slug, made)) for slug in ("own", "other")]

    assert [answer.status_code for answer in answers] == [404, 404]


async def test_narrow_token_makes_nobody_a_focal_point(
    app: FastAPI, as_organiser: httpx.AsyncClient, edition_id: UUID, clock: StoppedClock
) -> None:
    made = await invite_city(as_organiser)
    body = {"name": "x", "scopes": ["delegations:nominate"], "expires_at": (clock() + timedelta(days=9)).isoformat()}
    token = await as_organiser.post("/api/v1/me/api-tokens", json=body)
    script = client_of(app)
    script.headers["Authorization"] = f"Bearer {token.json()['token']}"

    answer = await script.post(path_of("own", made, "/focal-point"), json=FOCAL)

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_too_wide")
    assert (await as_organiser.get(path_of("own", made))).json()["focal_point"]["email"] is None
