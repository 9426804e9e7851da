"""Lists of participants: order, filters, search by name, pages, what a partner sees, pulls for a copy."""

import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from factories.accounts import make_account, signed_in
from factories.registrations import MADE_AT, make_delegation, make_edition, make_registration
from madang.accounts.models import Role
from madang.core.db import Database, Tombstone
from madang.core.ids import new_id
from madang.participants.models import Consent, ParticipantKind, RegistrationForm, RegistrationStatus
from madang.programme.models import Edition
from support.callers import Counted
from support.moments import StoppedClock

LIST = "/api/v1/editions/harbour/participants"
Counting = Callable[[], AbstractContextManager[Counted]]


@pytest_asyncio.fixture
async def edition(database: Database) -> Edition:
    async with database.write() as db:
        await make_edition(db, "elsewhere")
        return await make_edition(db)


@pytest_asyncio.fixture
async def organiser(app: FastAPI, database: Database, edition: Edition) -> AsyncIterator[httpx.AsyncClient]:
    async with database.write() as db:
        account = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=edition.id)
    async with await signed_in(app, account) as client:
        yield client


async def names(client: httpx.AsyncClient, **query: Any) -> list[str]:
    answer = await client.get(LIST, params=query)
    assert answer.status_code == 200, answer.text
    return [item["badge_name"] for item in answer.json()["items"]]


async def every_page(client: httpx.AsyncClient, **query: Any) -> list[str]:
    found: list[str] = []
    url: str | None = str(httpx.URL(LIST, params={"limit": 2, **query}))
    while url:
        page = (await client.get(url)).json()
        found += [item["badge_name"] for item in page["items"]]
        url = page["next"]
    return found


async def test_list_is_by_name_whatever_case_and_accents(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        for name in ("beta", "Álpha", "김민아", "Ötzi", "alpha 2"):
            await make_registration(db, edition, name)

    assert await every_page(organiser) == ["Álpha", "alpha 2", "beta", "Ötzi", "김민아"]


async def test_filters_leave_the_rest_out(organiser: httpx.AsyncClient, database: Database, edition: Edition) -> None:
    async with database.write() as db:
        kampala = await make_delegation(db, edition)
        await make_registration(db, edition, "One", delegation_id=kampala.id, country="UG")
        await make_registration(db, edition, "Two", kind=ParticipantKind.SPEAKER, country="KR")
        await make_registration(db, edition, "Three", status=RegistrationStatus.ACCEPTED)
        foreign = await make_edition(db, "foreign")
        await make_registration(db, foreign, "Four", country="UG")

    assert await names(organiser, delegation=str(kampala.id)) == ["One"]
    assert await names(organiser, kind="speaker") == ["Two"]
    assert await names(organiser, status="accepted") == ["Three"]
    assert await names(organiser, country="ug") == ["One"]
    assert await names(organiser, country="UG", status="accepted") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("jos", ["José Núñez"]),
        ("NUÑ", ["José Núñez"]),
        (unicodedata.normalize("NFD", "Núñ"), ["José Núñez"]),
        ("김", ["Kim Min-a"]),
        (unicodedata.normalize("NFD", "김민"), ["Kim Min-a"]),
        ("kim min", ["Kim Min-a"]),
        ("min kim", ["Kim Min-a"]),
        ("kim jos", []),
        ("im", []),
        ("_%", []),
        ("Ｋｉｍ", ["Kim Min-a"]),
    ],
)
async def test_name_is_found_by_the_beginnings_of_its_words(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, asked: str, found: list[str]
) -> None:
    async with database.write() as db:
        await make_registration(db, edition, "José Núñez")
        await make_registration(db, edition, "Kim Min-a", own_script_name="김민아", passport_name="KIM MINA")
        await make_registration(db, await make_edition(db, "foreign"), "Kim José 김")

    assert await names(organiser, q=asked) == found


async def test_whoever_is_found_by_several_words_comes_once(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        for number in range(5):
            await make_registration(db, edition, f"Kim Kimberly Kimchi {number}")

    assert sorted(await every_page(organiser, q="kim")) == [f"Kim Kimberly Kimchi {number}" for number in range(5)]


async def test_every_row_comes_once_though_names_are_equal(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        ids = {str((await make_registration(db, edition, "Same name")).id) for _ in range(7)}

    seen: list[str] = []
    url: str | None = f"{LIST}?limit=3"
    while url:
        page = (await organiser.get(url)).json()
        seen += [item["id"] for item in page["items"]]
        url = page["next"]

    assert sorted(seen) == sorted(ids)


async def test_cursor_is_good_for_its_own_filters_only(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        for number in range(3):
            await make_registration(db, edition, f"Trainee {number}")
    following = (await organiser.get(f"{LIST}?limit=2")).json()["next"]

    answer = await organiser.get(f"{following}&status=submitted")

    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


async def test_page_costs_as_many_statements_whatever_it_holds(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, count_queries: Counting
) -> None:
    async def costs(limit: int) -> int:
        with count_queries() as counted:
            await names(organiser, limit=limit)
        return counted.number

    async with database.write() as db:
        for number in range(8):
            delegation = await make_delegation(db, edition, f"city-{number}")
            await make_registration(db, edition, f"Trainee {number}", delegation_id=delegation.id)

    assert await costs(8) == await costs(1)


async def test_erased_person_is_in_no_list_but_in_the_counts(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        await make_registration(db, edition, "Here")
        await make_registration(db, edition, "Erased", erased_at=MADE_AT)

    assert (await names(organiser), await names(organiser, q="erased")) == (["Here"], [])
    counts = (await organiser.get(f"{LIST}/counts")).json()["items"]
    assert counts == [{"kind": "trainee", "status": "submitted", "count": 2}]


# --- a partner ------------------------------------------------------------------------------------------------------


@pytest_asyncio.fixture
async def partner(app: FastAPI, database: Database, edition: Edition) -> AsyncIterator[httpx.AsyncClient]:
    async with database.write() as db:
        account = await make_account(db, "partner@example.org", role=Role.PARTNER, edition_id=edition.id)
        consents = [{"recipient": "institute", "recipient_emails": ["partner@example.org"]}]
        db.add(RegistrationForm(edition_id=edition.id, consents=[*consents, {"recipient": "other"}]))
    async with await signed_in(app, account) as client:
        yield client


async def consenting(database: Database, edition: Edition, name: str, recipient: str, **values: Any) -> Consent:
    async with database.write() as db:
        row = await make_registration(db, edition, name, **{"status": RegistrationStatus.ACCEPTED, **values})
        consent = Consent(
            registration_id=row.id, purpose="list", recipient=recipient, form_version=1, language="en", given_at=MADE_AT
        )
        db.add(consent)
    return consent


async def test_partner_reads_only_who_consented_and_only_what_is_for_a_badge(
    partner: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    shared = await consenting(database, edition, "Shared", "institute", passport_name="SECRET", phone="+1")
    await consenting(database, edition, "Other recipient", "other")
    await consenting(database, edition, "Not accepted", "institute", status=RegistrationStatus.SUBMITTED)

    item = (await partner.get(LIST)).json()["items"]
    one = (await partner.get(f"{LIST}/{shared.registration_id}")).json()

    assert item == [one]
    assert set(one) == {
        *("id", "version", "kind", "status", "badge_name", "organisation", "position", "country"),
        *("delegation", "capacity", "updated_at"),
    }


async def test_partner_finds_nobody_by_a_name_that_is_not_theirs_to_read(
    partner: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    await consenting(database, edition, "Mina Park", "institute", passport_name="SECRET NAME", own_script_name="박미나")

    assert [await names(partner, q=asked) for asked in ("secret", "박", "par", "min")] == [
        [],
        [],
        ["Mina Park"],
        ["Mina Park"],
    ]


async def test_partner_learns_who_consents_no_longer(
    partner: httpx.AsyncClient, database: Database, edition: Edition, clock: StoppedClock
) -> None:
    withdrawn = await consenting(database, edition, "Withdrawn", "institute")
    await consenting(database, edition, "Never theirs", "other", updated_at=clock())
    async with database.write() as db:
        consent = await db.get(Consent, withdrawn.id)
        assert consent is not None
        consent.withdrawn_at = clock()
        row = await db.get(type(await make_registration(db, edition, "x")), withdrawn.registration_id)
        assert row is not None
        row.touch(clock())

    pulled = (await partner.get(LIST, params={"updated_since": MADE_AT.isoformat()})).json()

    assert (pulled["items"], pulled["gone"]) == ([], [str(withdrawn.registration_id)])


# --- pulls ----------------------------------------------------------------------------------------------------------


async def pull(client: httpx.AsyncClient, since: str) -> tuple[list[str], str, list[str]]:
    first = (await client.get(LIST, params={"updated_since": since, "limit": 2})).json()
    found, url = [item["badge_name"] for item in first["items"]], first["next"]
    while url:
        page = (await client.get(url)).json()
        assert page["mark"] is None
        found += [item["badge_name"] for item in page["items"]]
        url = page["next"]
    return found, first["mark"], first["gone"]


async def test_pull_goes_on_from_its_mark_and_names_what_is_gone(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, clock: StoppedClock
) -> None:
    async with database.write() as db:
        rows = [await make_registration(db, edition, f"Trainee {number}") for number in range(5)]
    everything, mark, gone = await pull(organiser, MADE_AT.isoformat())
    assert (everything, gone) == ([f"Trainee {number}" for number in range(5)], [])

    clock.advance(minutes=5)
    buried = new_id()
    async with database.write() as db:
        rows = [await db.merge(row) for row in rows]
        rows[1].badge_name = "Trainee renamed"
        rows[1].touch(clock())
        rows[2].erased_at = clock()
        rows[2].touch(clock())
        db.add(Tombstone(id=buried, kind="registration", edition_id=edition.id, deleted_at=clock()))
        db.add(Tombstone(id=new_id(), kind="venue", edition_id=edition.id, deleted_at=clock()))

    changed, _, gone = await pull(organiser, mark)
    assert (changed, sorted(gone)) == (["Trainee renamed"], sorted([str(rows[2].id), str(buried)]))


async def test_what_was_committed_late_is_in_the_next_pull(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, clock: StoppedClock
) -> None:
    began = clock()
    clock.advance(seconds=30)
    _, mark, _ = await pull(organiser, (began - timedelta(days=1)).isoformat())

    async with database.write() as db:  # a transaction that had begun before that pull
        await make_registration(db, edition, "Late", updated_at=began)

    assert (await pull(organiser, mark))[0] == ["Late"]


async def test_pull_takes_no_filter(organiser: httpx.AsyncClient, edition: Edition) -> None:
    answer = await organiser.get(LIST, params={"updated_since": MADE_AT.isoformat(), "status": "accepted"})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/updated_since")
