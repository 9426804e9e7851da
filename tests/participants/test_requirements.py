"""Requirements: of whom they are asked, who is late, how they are met, who is reminded."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from factories.accounts import make_account, signed_in
from factories.registrations import make_delegation, make_edition, make_registration, make_requirement
from madang.accounts.models import Account, Role
from madang.core.db import Database
from madang.files.models import StoredFile
from madang.participants import owed
from madang.participants.models import (
    ParticipantKind,
    Registration,
    RegistrationStatus,
    Requirement,
    RequirementAnswer,
    RequirementForm,
    RequirementState,
)
from madang.programme.models import Edition
from support.mail import PostOffice
from support.moments import StoppedClock

BASE = "/api/v1/editions/harbour"
OWN = "/api/v1/me/registrations/harbour/requirements"
Deliver = Callable[[], Awaitable[int]]
ASKED = {"title": {"en": "Slides"}, "form": "text", "due_on": "2019-09-20"}
# The clock stands at 30 September 2019.
LATE, LATER, SOON = date(2019, 9, 10), date(2019, 9, 20), date(2019, 10, 10)


@pytest_asyncio.fixture
async def edition(database: Database) -> Edition:
    async with database.write() as db:
        return await make_edition(db)


@pytest_asyncio.fixture
async def organiser(app: FastAPI, database: Database, edition: Edition) -> httpx.AsyncClient:
    async with database.write() as db:
        account = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=edition.id)
    return await signed_in(app, account)


@pytest_asyncio.fixture
async def owner(database: Database) -> Account:
    async with database.write() as db:
        return await make_account(db)


@pytest_asyncio.fixture
async def mine(database: Database, edition: Edition, owner: Account) -> Registration:
    async with database.write() as db:
        return await make_registration(db, edition, account_id=owner.id, status=RegistrationStatus.ACCEPTED)


@pytest_asyncio.fixture
async def participant(app: FastAPI, owner: Account, mine: Registration) -> httpx.AsyncClient:
    return await signed_in(app, owner)


async def asked(database: Database, edition: Edition, key: str = "slides", **values: Any) -> Requirement:
    async with database.write() as db:
        return await make_requirement(db, edition, key, **values)


async def own(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await client.get(OWN)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def give(client: httpx.AsyncClient, key: str, version: int = 0, **given: Any) -> httpx.Response:
    return await client.put(f"{OWN}/{key}", json=given, headers={"If-Match": f'"{version}"'})


# --- asking ---------------------------------------------------------------------------------------------------------


async def test_requirement_gets_a_key_of_its_title(organiser: httpx.AsyncClient) -> None:
    keys = [(await organiser.post(f"{BASE}/requirements", json=ASKED)).json()["key"] for _ in range(2)]

    assert keys == ["slides", "slides-2"]


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"title": {"ko": "발표 자료"}}, "/body/title"),
        ({"sensitive": True}, "/body/form"),
        ({"delegation_ids": [str(UUID(int=7))]}, "/body/delegation_ids/0"),
        ({"nationalities": ["Korea"]}, "/body/nationalities/0"),
        ({"due_on": "2019-02-30"}, "/body/due_on"),
    ],
)
async def test_wrong_requirement_is_refused(organiser: httpx.AsyncClient, values: dict[str, Any], pointer: str) -> None:
    answer = await organiser.post(f"{BASE}/requirements", json=ASKED | values)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_foreign_delegation_is_as_unknown_as_an_absent_one(
    organiser: httpx.AsyncClient, database: Database
) -> None:
    async with database.write() as db:
        foreign = await make_delegation(db, await make_edition(db, "foreign"))

    answer = await organiser.post(f"{BASE}/requirements", json=ASKED | {"delegation_ids": [str(foreign.id)]})

    assert answer.status_code == 422


async def test_requirement_can_be_removed_until_somebody_gave_it(
    organiser: httpx.AsyncClient, participant: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    given = await asked(database, edition)
    unwanted = await asked(database, edition, "flight")
    await give(participant, "slides", text="Here")

    answers = [
        await organiser.delete(f"{BASE}/requirements/{each.id}", headers={"If-Match": '"1"'})
        for each in (given, unwanted)
    ]

    assert [(answer.status_code) for answer in answers] == [409, 204]


# --- giving ---------------------------------------------------------------------------------------------------------


async def test_only_what_concerns_oneself_is_asked_the_most_urgent_first(
    participant: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        kampala = await make_delegation(db, edition)
    await asked(database, edition, "flight", due_on=SOON)
    await asked(database, edition, "passport", due_on=LATE)
    await asked(database, edition, "talk", kinds=[ParticipantKind.SPEAKER])
    await asked(database, edition, "plan", delegation_ids=[str(kampala.id)])
    await asked(database, edition, "visa", nationalities=["UG"])

    await give(participant, "passport", text="given")

    assert [(item["requirement"]["key"], item["state"], item["overdue"]) for item in await own(participant)] == [
        ("flight", "missing", False),
        ("passport", "given", False),
    ]


async def test_given_again_on_its_version_only(
    participant: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    await asked(database, edition)

    answers = [
        await give(participant, "slides", version, text=text) for version, text in ((0, "A"), (0, "B"), (1, "C"))
    ]

    assert [answer.status_code for answer in answers] == [200, 412, 200]
    assert (await own(participant))[0]["text"] == "C"


@pytest.mark.parametrize(
    ("form", "given", "status"),
    [
        ("text", {"text": "Here"}, 200),
        ("text", {"confirmed": True}, 422),
        ("confirmation", {"confirmed": True}, 200),
        ("confirmation", {"text": "yes"}, 422),
        ("file", {"file_id": str(UUID(int=7))}, 422),
        ("text", {}, 422),
        ("text", {"text": "Here", "confirmed": True}, 422),
        ("text", {"text": ""}, 422),
    ],
)
async def test_requirement_is_met_in_its_own_form(
    participant: httpx.AsyncClient, database: Database, edition: Edition, form: str, given: dict[str, Any], status: int
) -> None:
    await asked(database, edition, form=RequirementForm(form))

    assert (await give(participant, "slides", **given)).status_code == status


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, None),
        ({"completed_at": None}, "not come in completely"),
        ({"account_id": None}, "no such file of yours"),
        ({"sealed": False}, "as sensitive"),
    ],
)
async def test_file_has_to_be_ones_own_all_there_and_sealed(
    participant: httpx.AsyncClient,
    database: Database,
    edition: Edition,
    owner: Account,
    clock: StoppedClock,
    wrong: dict[str, Any],
    words: str | None,
) -> None:
    await asked(database, edition, form=RequirementForm.FILE, sensitive=True)
    values = {"edition_id": edition.id, "account_id": owner.id, "sealed": True, "completed_at": clock()} | wrong
    file = StoredFile(
        name="passport.pdf", media_type="application/pdf", size=1, received=1, created_at=clock(), **values
    )
    async with database.write() as db:
        db.add(file)

    answer = await give(participant, "slides", file_id=str(file.id))

    if words is None:
        assert (answer.status_code, answer.json()["file_name"]) == (200, "passport.pdf")
    else:
        assert answer.status_code == 422
        assert words in answer.json()["detail"]


async def test_what_is_not_asked_of_them_cannot_be_given(
    participant: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    await asked(database, edition, "talk", kinds=[ParticipantKind.SPEAKER])

    answers = [await give(participant, key, text="x") for key in ("talk", "nothing")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]


async def test_whoever_is_not_registered_finds_nothing(
    app: FastAPI, participant: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        stranger = await make_account(db, "stranger@example.org")
    client = await signed_in(app, stranger)

    answers = [await client.get(OWN), await client.get(OWN.replace("harbour", "absent"))]

    assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [
        (404, f"you have no registration to an edition '{slug}'") for slug in ("harbour", "absent")
    ]


async def test_registration_that_waits_for_ones_address_is_ones_own(
    app: FastAPI, database: Database, edition: Edition
) -> None:
    async with database.write() as db:
        await make_registration(db, edition, "Entered by staff", email="late@example.org")
        account = await make_account(db, "late@example.org")

    answer = await (await signed_in(app, account)).get(OWN)

    assert answer.json()["badge_name"] == "Entered by staff"


# --- judging --------------------------------------------------------------------------------------------------------


async def test_organiser_sends_back_what_cannot_be_read_and_checks_the_next(
    organiser: httpx.AsyncClient,
    participant: httpx.AsyncClient,
    database: Database,
    edition: Edition,
    mine: Registration,
) -> None:
    requirement = await asked(database, edition)
    path = f"{BASE}/participants/{mine.id}/requirements/{requirement.id}"

    async def judge(version: int, state: str, comment: str = "") -> httpx.Response:
        body = {"state": state, "comment": comment}
        return await organiser.put(path, json=body, headers={"If-Match": f'"{version}"'})

    await give(participant, "slides", text="???")
    assert (await judge(0, "checked")).status_code == 412
    assert (await judge(1, "missing", "Please write it out")).json()["overdue"] is True
    seen = (await own(participant))[0]
    assert (seen["state"], seen["comment"]) == ("missing", "Please write it out")
    await give(participant, "slides", 2, text="Written out")
    assert (await judge(3, "checked")).json()["state"] == "checked"


async def test_waived_is_owed_no_longer(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, mine: Registration
) -> None:
    requirement = await asked(database, edition)
    path = f"{BASE}/participants/{mine.id}/requirements/{requirement.id}"

    await organiser.put(path, json={"state": "waived"}, headers={"If-Match": '"0"'})

    rows = (await organiser.get(f"{BASE}/requirements/matrix", params={"missing": "true"})).json()["items"]
    assert rows == []


# --- the matrix -----------------------------------------------------------------------------------------------------


async def test_matrix_begins_with_who_is_late_the_longest(
    organiser: httpx.AsyncClient, database: Database, edition: Edition
) -> None:
    late = await asked(database, edition, "passport", due_on=LATE, nationalities=["UG"])
    await asked(database, edition, "slides", due_on=LATER, kinds=[ParticipantKind.SPEAKER])
    soon = await asked(database, edition, "flight", due_on=SOON)
    async with database.write() as db:
        await make_registration(db, edition, "B in time")
        await make_registration(db, edition, "A in time")
        await make_registration(db, edition, "C late speaker", kind=ParticipantKind.SPEAKER)
        await make_registration(db, edition, "Z latest", nationality="UG")
        met = await make_registration(db, edition, "D has given", nationality="UG")
        answer = {"requirement_id": late.id, "registration_id": met.id}
        db.add(RequirementAnswer(state=RequirementState.GIVEN, **answer))
        await make_registration(db, edition, "Declined", status=RegistrationStatus.DECLINED)
        await make_registration(db, await make_edition(db, "foreign"), "Foreign")

    found, url = [], f"{BASE}/requirements/matrix?limit=2"
    while url:
        page = (await organiser.get(url)).json()
        found += page["items"]
        url = page["next"]

    assert [(row["badge_name"], row["overdue_since"]) for row in found] == [
        ("Z latest", "2019-09-10"),
        ("C late speaker", "2019-09-20"),
        ("A in time", None),
        ("B in time", None),
        ("D has given", None),
    ]
    assert [(cell["requirement_id"], cell["state"]) for cell in found[4]["cells"]] == [
        (str(late.id), "given"),
        (str(soon.id), "missing"),
    ]


async def test_matrix_of_one_requirement_looks_at_that_alone(
    organiser: httpx.AsyncClient, database: Database, edition: Edition, mine: Registration
) -> None:
    await asked(database, edition, "passport", due_on=LATE)
    flight = await asked(database, edition, "flight", due_on=SOON)

    rows = (await organiser.get(f"{BASE}/requirements/matrix", params={"requirement": str(flight.id)})).json()["items"]

    assert [(row["overdue_since"], len(row["cells"])) for row in rows] == [(None, 1)]


_DAYS = st.dates(date(2019, 9, 1), date(2019, 9, 30))


@given(
    due=st.lists(_DAYS, min_size=1, max_size=4),
    states=st.lists(st.sampled_from(RequirementState), min_size=4, max_size=4),
    today=_DAYS,
)
def test_late_since_the_first_day_that_was_missed(due: list[date], states: list[RequirementState], today: date) -> None:
    person = Registration(edition_id=UUID(int=1), email="a", email_as_typed="a")
    requirements = [
        Requirement(edition_id=UUID(int=1), key=str(number), title={}, form=RequirementForm.TEXT, due_on=day)
        for number, day in enumerate(due)
    ]
    answers = {
        each.id: RequirementAnswer(requirement_id=each.id, registration_id=person.id, state=state)
        for each, state in zip(requirements, states, strict=False)
    }

    missed = [day for day, state in zip(due, states, strict=False) if state is RequirementState.MISSING and day < today]
    assert owed.overdue_since(requirements, person, answers, today) == min(missed, default=None)


# --- reminders ------------------------------------------------------------------------------------------------------


async def test_reminder_names_what_is_missing_once_a_day(
    organiser: httpx.AsyncClient,
    database: Database,
    edition: Edition,
    deliver: Deliver,
    post_office: PostOffice,
) -> None:
    await asked(database, edition, "passport", title={"en": "Passport", "ko": "여권"}, due_on=LATE)
    await asked(database, edition, "flight", due_on=SOON)
    async with database.write() as db:
        await make_registration(db, edition, "Korean trainee", language="ko", email_as_typed="korean@example.org")
        await make_registration(db, edition, "Draft", status=RegistrationStatus.DRAFT)

    async def remind(**body: Any) -> dict[str, int]:
        return (await organiser.post(f"{BASE}/requirements/remind", json=body)).json()

    assert [await remind(), await remind()] == [{"reminded": 1, "already": 0}, {"reminded": 0, "already": 1}]
    await deliver()
    assert [str(mail["To"]) for mail in post_office.taken] == ["korean@example.org"]
    text = post_office.text()
    assert "여권" in text
    assert "Flight" in text
    assert "/e/harbour/mine" in text


async def test_reminder_for_what_came_in_meanwhile_is_not_sent(
    organiser: httpx.AsyncClient,
    participant: httpx.AsyncClient,
    database: Database,
    edition: Edition,
    deliver: Deliver,
    post_office: PostOffice,
) -> None:
    await asked(database, edition)
    await organiser.post(f"{BASE}/requirements/remind", json={"overdue_only": True})
    await give(participant, "slides", text="Here")

    await deliver()

    assert post_office.taken == []
