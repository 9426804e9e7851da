"""My schedule: my sessions, my visit with where to meet, my roles, whom to call; and nobody else's."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from factories.accounts import client_of, make_account, signed_in
from factories.programme import EDITION
from madang.core.db import Database
from madang.participants.models import RegistrationStatus
from schedules.conftest import BASE, OWN, V1, Programme, Somebody, publish

MEETS_AT = datetime(2030, 5, 7, 4, 0, tzinfo=UTC)
MEETING: dict[str, Any] = {
    "meeting_point": {"en": "Main gate", "ko": "정문"},
    "transport": {"en": "Bus 2"},
    "meets_at": MEETS_AT,
}
Make = Callable[..., Awaitable[Somebody]]
Plan = Callable[..., Awaitable[None]]


async def test_schedule_has_ones_own_visit_with_where_to_meet(programme: Programme, somebody: Make, plan: Plan) -> None:
    mina, other = await somebody(), await somebody("other@example.org")
    await plan({mina.registration_id: "market", other.registration_id: "walk"}, **MEETING)

    schedule = await mina.schedule()

    opening, visit = schedule["sessions"]
    assert (opening["title"], opening["status"], opening["room"], opening["visit"]) == (
        "Opening",
        "tentative",
        "Great Hall",
        None,
    )
    assert (visit["begins_at"], visit["start"]) == ("2030-05-07T04:00:00Z", "2030-05-07T04:30:00Z")
    assert visit["visit"] == {
        "state": "placed",
        "option_id": programme.options["market"],
        "title": "Market",
        "stops": [
            {
                "id": visit["visit"]["stops"][0]["id"],
                "title": "Stalls",
                "place": schedule["places"][1]["id"],
                "start": None,
                "end": None,
                "status": "confirmed",
            }
        ],
        "transport": "Bus 2",
        "meeting_point": "Main gate",
        "meets_at": "2030-05-07T04:00:00Z",
    }
    walk = (await other.schedule())["sessions"][1]
    assert (walk["visit"]["title"], walk["visit"]["meeting_point"]) == ("Walk", None)
    assert walk["begins_at"] == "2030-05-07T04:30:00Z"


async def test_places_are_written_as_a_driver_on_the_spot_reads_them(somebody: Make, plan: Plan) -> None:
    mina = await somebody()
    await plan({mina.registration_id: "market"})

    institute, market = (await mina.schedule())["places"]

    assert (market["name"], market["address"], market["meeting_point"]) == (
        "Fair Market",
        "3 Example Road, Seoul",
        "Gate 2",
    )
    assert market["local"] == {"lang": "ko", "name": "공정 시장", "address": "서울시 보기로 3"}
    assert institute["local"] is None  # nobody wrote it in Korean


async def test_texts_are_in_the_language_asked_for_else_in_the_registrations(somebody: Make, plan: Plan) -> None:
    mina = await somebody(language="ko")
    await plan({mina.registration_id: "market"}, **MEETING)

    own, asked = await mina.schedule(), await mina.schedule(lang="fr")

    assert (own["lang"], own["sessions"][0]["title"], own["sessions"][1]["visit"]["meeting_point"]) == (
        "ko",
        "개회",
        "정문",
    )
    assert (asked["lang"], asked["sessions"][0]["title"]) == ("fr", "Opening")


async def test_without_a_place_the_visit_is_undecided_or_waited_for(somebody: Make, plan: Plan) -> None:
    early, late = await somebody(), await somebody("late@example.org")
    assert (await early.schedule())["sessions"][1]["visit"]["state"] == "undecided"
    await plan({early.registration_id: None})

    waiting, undecided = (await early.schedule())["sessions"][1], (await late.schedule())["sessions"][1]

    assert (waiting["visit"]["state"], waiting["visit"]["stops"], waiting["visit"]["title"]) == ("waiting", [], None)
    assert undecided["visit"]["state"] == "undecided"


async def test_withdrawn_option_is_called_off_for_whom_it_was_given(somebody: Make, plan: Plan) -> None:
    mina, other = await somebody(), await somebody("other@example.org")
    await plan({mina.registration_id: "market", other.registration_id: "walk"}, withdrawn=True)

    assert (await mina.schedule())["sessions"][1]["called_off"] is True
    assert (await other.schedule())["sessions"][1]["called_off"] is False


async def test_roles_are_those_of_the_person_whom_an_organiser_named(
    as_organiser: httpx.AsyncClient, programme: Programme, somebody: Make
) -> None:
    mina = await somebody()
    assert [session["roles"] for session in (await mina.schedule())["sessions"]] == [[], []]
    path = f"{BASE}/participants/{mina.registration_id}"

    named = await as_organiser.patch(path, json={"person_id": programme.person_id}, headers={"If-Match": '"1"'})

    assert (named.status_code, named.json()["person_id"]) == (200, programme.person_id)
    assert [session["roles"] for session in (await mina.schedule())["sessions"]] == [["moderator"], []]


async def test_schedule_follows_the_release_and_no_draft(
    as_organiser: httpx.AsyncClient, programme: Programme, somebody: Make
) -> None:
    mina = await somebody()
    session = f"{BASE}/programme/sessions/{programme.session_id}"
    changed = {"starts_at": "2030-05-07T14:00:00+09:00"}
    assert (await as_organiser.patch(session, json=changed, headers={"If-Match": '"1"'})).status_code == 200
    before = await mina.schedule()

    await publish(as_organiser)

    after = await mina.schedule()
    assert [one["sessions"][1]["start"] for one in (before, after)] == ["2030-05-07T04:30:00Z", "2030-05-07T05:00:00Z"]
    assert [one["release"]["number"] for one in (before, after)] == [1, 2]


async def test_who_is_not_accepted_reads_where_they_stand_and_no_session(somebody: Make) -> None:
    for status in set(RegistrationStatus) - {RegistrationStatus.ACCEPTED}:
        whoever = await somebody(f"{status}@example.org", status=status)
        schedule = await whoever.schedule()
        assert (schedule["status"], schedule["sessions"], schedule["places"]) == (status, [], [])


async def test_before_anything_is_published_there_is_no_session(
    as_organiser: httpx.AsyncClient, somebody: Make
) -> None:
    mina = await somebody()
    withdrawn = await as_organiser.post(f"{BASE}/releases/1/withdraw")
    assert withdrawn.status_code == 200, withdrawn.text

    schedule = await mina.schedule()

    assert (schedule["release"], schedule["sessions"], schedule["edition"]["title"]) == (None, [], "Harbour training")
    assert schedule["edition"]["public"] is False


async def test_registration_made_by_somebody_else_is_found_at_the_first_look(
    app: FastAPI, somebody: Make, database: Database
) -> None:
    await somebody(account_id=None)
    async with database.write() as db:
        account = await make_account(db, "MINA2@example.org")
    stranger = await signed_in(app, account)
    whoever = await somebody("claimed@example.org", account_id=None)

    assert len((await whoever.schedule())["sessions"]) == 2
    assert (await stranger.get(f"{OWN}/schedule")).status_code == 404


async def test_schedule_costs_the_same_statements_however_long_the_programme(
    as_organiser: httpx.AsyncClient, somebody: Make, plan: Plan, count_queries: Callable[[], Any]
) -> None:
    mina = await somebody()
    await plan({mina.registration_id: "market"})
    with count_queries() as short:
        await mina.schedule()
    for number in range(9):
        body = {
            "key": f"more-{number}",
            "kind": "plenary",
            "title": {"en": "More"},
            "starts_at": f"2030-05-06T1{number}:00:00+09:00",
            "ends_at": f"2030-05-06T1{number}:30:00+09:00",
            "status": "confirmed",
        }
        assert (await as_organiser.post(f"{BASE}/programme/sessions", json=body)).status_code == 201
    await publish(as_organiser)

    with count_queries() as long:
        schedule = await mina.schedule()

    assert len(schedule["sessions"]) == 11
    assert long.number == short.number


async def test_numbers_to_call_are_part_of_it_in_the_readers_language(
    as_organiser: httpx.AsyncClient, somebody: Make
) -> None:
    mina = await somebody()
    assert (await mina.schedule())["helpline"] == {"numbers": [], "note": None}
    numbers = [
        {"label": {"en": "Organisers", "ko": "운영팀"}, "phone": "+82 2 1234-5678"},
        {"label": {"en": "Ambulance"}, "phone": "119"},
    ]
    body = {"numbers": numbers, "note": {"en": "Call at any hour."}}
    set_once = await as_organiser.put(f"{BASE}/helpline", json=body, headers={"If-Match": '"0"'})

    helpline = (await mina.schedule(lang="ko"))["helpline"]

    assert set_once.status_code == 200, set_once.text
    assert helpline == {
        "numbers": [{"label": "운영팀", "phone": "+82 2 1234-5678"}, {"label": "Ambulance", "phone": "119"}],
        "note": "Call at any hour.",
    }


async def test_helpline_is_set_on_the_version_that_was_read(as_organiser: httpx.AsyncClient, edition: str) -> None:
    url = f"{edition}/helpline"
    first = {"numbers": [{"label": {"en": "Organisers"}, "phone": "112"}], "note": {}}
    nothing = (await as_organiser.get(url)).json()
    assert (nothing["version"], nothing["numbers"]) == (0, [])
    assert (await as_organiser.put(url, json=first)).status_code == 428
    assert (await as_organiser.put(url, json=first, headers={"If-Match": '"0"'})).headers["etag"] == '"1"'

    stale = await as_organiser.put(url, json={"numbers": []}, headers={"If-Match": '"0"'})
    same = await as_organiser.put(url, json=first, headers={"If-Match": '"1"'})

    assert (stale.status_code, stale.json()["current"]["numbers"]) == (412, first["numbers"])
    assert same.json()["version"] == 1  # nothing differs


async def test_number_that_cannot_be_called_is_refused_with_its_place(
    as_organiser: httpx.AsyncClient, edition: str
) -> None:
    url, headers = f"{edition}/helpline", {"If-Match": '"0"'}
    for wrong in ("call us", "javascript:1", "1", "0" * 41, "12;postd=9"):
        numbers = [{"label": {"en": "x"}, "phone": "119"}, {"label": {"en": "Us"}, "phone": wrong}]
        answer = await as_organiser.put(url, json={"numbers": numbers}, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/numbers/1/phone"), wrong
    untold = {"numbers": [{"label": {"ko": "운영팀"}, "phone": "119"}], "note": {"ko": "밤에도"}}
    answer = await as_organiser.put(url, json=untold, headers=headers)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/body/numbers/0/label/en", "/body/note/en"]


async def test_person_of_the_programme_is_one_registration_of_an_edition(
    as_organiser: httpx.AsyncClient, programme: Programme, somebody: Make
) -> None:
    mina, other = await somebody(), await somebody("other@example.org")

    async def name(who: Somebody, person_id: str | None, version: int = 1) -> httpx.Response:
        path = f"{BASE}/participants/{who.registration_id}"
        return await as_organiser.patch(path, json={"person_id": person_id}, headers={"If-Match": f'"{version}"'})

    assert (await name(mina, str(UUID(int=7)))).json()["errors"][0]["pointer"] == "/body/person_id"
    assert (await name(mina, programme.person_id)).status_code == 200
    second = await name(other, programme.person_id)
    assert (second.status_code, second.json()["code"]) == (409, "taken")
    assert (await name(mina, None, 2)).json()["person_id"] is None
    assert (await name(other, programme.person_id)).status_code == 200


async def test_merged_person_takes_the_registration_along(
    as_organiser: httpx.AsyncClient, programme: Programme, somebody: Make
) -> None:
    mina = await somebody()
    path = f"{BASE}/participants/{mina.registration_id}"
    twin = (await as_organiser.post(f"{V1}/people", json={"badge_name": "Example Persn"})).json()["id"]
    await as_organiser.patch(path, json={"person_id": twin}, headers={"If-Match": '"1"'})

    merged = await as_organiser.post(
        f"{V1}/people/{programme.person_id}/merge", json={"duplicate_id": twin}, headers={"If-Match": '"1"'}
    )

    assert merged.status_code == 200, merged.text
    assert (await as_organiser.get(path)).json()["person_id"] == programme.person_id
    again = await as_organiser.patch(path, json={"person_id": twin}, headers={"If-Match": '"3"'})
    assert again.status_code == 422


async def test_people_who_are_registered_in_one_edition_both_are_not_merged(
    as_organiser: httpx.AsyncClient, programme: Programme, somebody: Make
) -> None:
    twin = (await as_organiser.post(f"{V1}/people", json={"badge_name": "Example Persn"})).json()["id"]
    paths = []
    for address, person_id in (("mina@example.org", programme.person_id), ("other@example.org", twin)):
        paths.append(f"{BASE}/participants/{(await somebody(address)).registration_id}")
        named = await as_organiser.patch(paths[-1], json={"person_id": person_id}, headers={"If-Match": '"1"'})
        assert named.status_code == 200, named.text

    async def merge() -> httpx.Response:
        return await as_organiser.post(f"{V1}/people/{programme.person_id}/merge", json={"duplicate_id": twin})

    refused = await merge()
    shown = [(await as_organiser.get(path)).json()["person_id"] for path in paths]
    await as_organiser.patch(paths[1], json={"person_id": None}, headers={"If-Match": '"2"'})
    merged = await merge()

    assert (refused.status_code, refused.json()["code"], merged.status_code) == (409, "taken", 200)
    assert repr(EDITION["slug"]) in refused.json()["detail"]
    assert refused.json()["errors"][0]["pointer"] == "/body/duplicate_id"
    assert shown == [programme.person_id, twin]


async def test_edition_of_ones_own_that_is_private_has_a_schedule_too(
    as_organiser: httpx.AsyncClient, somebody: Make
) -> None:
    mina = await somebody()
    hidden = await as_organiser.patch(BASE, json={"visibility": "private"}, headers={"If-Match": '"1"'})
    assert hidden.status_code == 200, hidden.text

    schedule = await mina.schedule()

    assert (len(schedule["sessions"]), schedule["edition"]["public"]) == (2, False)


async def test_nobody_reads_a_schedule_without_signing_in(app: FastAPI, edition: str) -> None:
    assert EDITION["slug"] in edition
    assert (await client_of(app).get(f"{OWN}/schedule")).status_code == 401
