"""What organisers write to many: previewed, filled in for each, mailed in their language."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from factories.accounts import make_account, signed_in
from factories.registrations import MADE_AT, make_delegation, make_edition, make_registration
from madang.accounts.models import Role
from madang.core.db import Database
from madang.outbox.models import OutboxMessage
from madang.participants import wording
from madang.participants.models import RegistrationStatus
from madang.programme.models import Edition
from support.mail import PostOffice

MESSAGES = "/api/v1/editions/harbour/participants/messages"
Deliver = Callable[[], Awaitable[int]]
WORDS: dict[str, Any] = {
    "subject": {"en": "News of {edition}", "ko": "{edition} 소식"},
    "text": {"en": "Dear {name} of {city},\n\nlook at {link}.", "ko": "{name} 님께"},
}


@pytest_asyncio.fixture
async def edition(database: Database) -> Edition:
    async with database.write() as db:
        edition = await make_edition(db)
        kampala = await make_delegation(db, edition)
        accepted = {"status": RegistrationStatus.ACCEPTED}
        member = {"email_as_typed": "one@example.org", "delegation_id": kampala.id}
        await make_registration(db, edition, "One {link}", **accepted, **member)
        await make_registration(db, edition, "Two", **accepted, language="ko", email_as_typed="two@example.org")
        await make_registration(db, edition, "Three", email_as_typed="three@example.org")
        await make_registration(db, edition, "Erased", **accepted, erased_at=MADE_AT)
        await make_registration(db, await make_edition(db, "foreign"), "Foreign", **accepted)
        return edition


@pytest_asyncio.fixture
async def organiser(app: FastAPI, database: Database, edition: Edition) -> httpx.AsyncClient:
    async with database.write() as db:
        account = await make_account(db, "org@example.org", role=Role.ORGANISER, edition_id=edition.id)
    return await signed_in(app, account)


async def test_preview_shows_one_of_each_language_and_sends_nothing(
    organiser: httpx.AsyncClient, database: Database
) -> None:
    shown = (await organiser.post(f"{MESSAGES}/preview", json=WORDS | {"to": {"status": "accepted"}})).json()

    assert shown["recipients"] == 2
    assert [(sample["language"], sample["subject"]) for sample in shown["samples"]] == [
        ("en", "News of Training harbour"),
        ("ko", "harbour 연수 소식"),
    ]
    assert shown["samples"][0]["text"].startswith("Dear One {link} of Kampala,")
    async with database.read() as db:
        assert (await db.exec(select(OutboxMessage))).all() == []


async def test_each_reader_gets_a_mail_of_their_own(
    organiser: httpx.AsyncClient, deliver: Deliver, post_office: PostOffice
) -> None:
    sent = (await organiser.post(MESSAGES, json=WORDS | {"to": {"status": "accepted"}})).json()
    await deliver()

    assert (sent["recipients"], sent["by"]) == (2, "org@example.org")
    assert {str(mail["To"]): str(mail["Subject"]) for mail in post_office.taken} == {
        "one@example.org": "News of Training harbour",
        "two@example.org": "harbour 연수 소식",
    }
    english = next(number for number, mail in enumerate(post_office.taken) if str(mail["To"]) == "one@example.org")
    assert "/e/harbour/mine." in post_office.text(english)
    assert [item["id"] for item in (await organiser.get(MESSAGES)).json()["items"]] == [sent["id"]]


async def test_same_press_twice_writes_once(organiser: httpx.AsyncClient, database: Database) -> None:
    for _ in range(2):
        await organiser.post(MESSAGES, json=WORDS | {"to": {}}, headers={"Idempotency-Key": "press"})

    async with database.read() as db:
        assert len((await db.exec(select(OutboxMessage))).all()) == 3


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"text": {"en": "Dear {nmae}"}}, "/body/text/en"),
        ({"subject": {"ko": "소식"}}, "/body/subject"),
        ({"subject": {}}, "/body/subject"),
        ({"to": {"status": "declined"}}, "/body/to"),
    ],
)
async def test_wrong_message_is_refused(organiser: httpx.AsyncClient, values: dict[str, Any], pointer: str) -> None:
    answer = await organiser.post(MESSAGES, json={**WORDS, "to": {}, **values})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@given(st.text(max_size=40), st.text(max_size=40))
def test_braces_in_a_value_are_filled_in_no_further(name: str, city: str) -> None:
    assert wording.fill("{name}|{city}", {"name": name, "city": city}) == f"{name}|{city}"
